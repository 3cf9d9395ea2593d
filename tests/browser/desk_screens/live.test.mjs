// The desk as two operators use it at once: live, without losing a text. Each test goes on where the
// one before it ended; pictures are kept in test-output/desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hasNoBarrier } from "./looked_at.mjs";
import { openDesk } from "./opened_desk.mjs";

let desk;
let alice;
let bob;

before(async () => { desk = await openDesk(); });
after(() => desk.close());

function order() {
  const rows = alice.locator("#queue-list [data-row]");
  return rows.evaluateAll((each) => each.map((row) => row.dataset.row));
}

test("a new case announces itself, moves nothing, and is shown when asked for", async () => {
  alice = await desk.open();
  await alice.goto(desk.told.first);
  await hasNoBarrier(alice, "first");
  await desk.signIn(alice, "alice");
  await hasNoBarrier(alice, "queue");

  const stood = await order();
  desk.order({ name: "nadia", lang: "ar", text: "هل من أحد؟", answers: { when: "now" } });
  await alice.waitForSelector('[data-shows="queue-list"]:not([hidden])');
  assert.deepEqual(await order(), stood);
  assert.match(await alice.textContent('[data-shows="queue-list"]'), /^1 new/);
  await desk.picture(alice, "queue-news");
  await alice.keyboard.press("n");
  await alice.waitForSelector('[data-row="8"]');
});

test("j, k, Enter, / and ? work; search asks nobody", async () => {
  await alice.keyboard.press("j");
  await alice.keyboard.press("j");
  await alice.keyboard.press("k");
  assert.equal(await alice.evaluate(() => document.activeElement.closest("[data-row]").dataset.row), (await order())[0]);
  await alice.keyboard.press("?");
  assert.ok(await alice.isVisible("#keys"));
  await alice.keyboard.press("Escape");
  await alice.keyboard.press("/");
  await alice.keyboard.type("Ukrainian");
  assert.equal(await alice.locator("#queue-list [data-row]:visible").count(), 1);
  await alice.fill("#search", "");
  await alice.keyboard.press("Escape");
  await alice.goto("/");
  await alice.keyboard.press("j");
  await alice.keyboard.press("Enter");
  await alice.waitForURL(/case\/\d+$/);
});

test("a new message waits to be shown and leaves the draft alone", async () => {
  await alice.goto("/case/3");
  await hasNoBarrier(alice, "case");
  await alice.keyboard.press("r");
  await alice.keyboard.type("Half a sentence");
  desk.order({ name: "dawud", lang: "ar", text: "هل ما زلتم هنا؟" });
  await alice.waitForSelector('[data-shows="items"]:not([hidden])');
  await desk.picture(alice, "case-news");
  await alice.click('[data-shows="items"]');
  await alice.waitForSelector("text=هل ما زلتم هنا؟");
  assert.equal(await alice.inputValue("#text"), "Half a sentence");
});

test("two operators never answer at once unknowingly", async () => {
  bob = await desk.open({ locale: "ru", colorScheme: "dark" });
  await desk.signIn(bob, "bob");
  await bob.goto("/case/3");
  await alice.waitForSelector("#case-tags >> text=bob");
  await bob.fill("#text", "Ответ Боба");
  await alice.fill("#text", "Answer by Alice");
  await alice.keyboard.press("Control+Enter");
  await alice.waitForSelector(".item.reply >> text=Answer by Alice");
  assert.equal(await alice.inputValue("#text"), "");
  assert.equal(new URL(alice.url()).pathname, "/case/3");
  await bob.click("#reply button.first-choice");
  await bob.waitForSelector("#somebody");
  assert.equal(await bob.inputValue("#text"), "Ответ Боба");
  assert.equal(await bob.locator(".item.since").count(), 1);
  await desk.picture(bob, "somebody-answered");
  await hasNoBarrier(bob, "somebody answered");
  await bob.click("#reply button[name=confirmed]");
  await bob.waitForSelector(".item.reply >> text=Ответ Боба");
});

test("a reply becomes read without reloading", async () => {
  await alice.click('[data-shows="items"]');
  desk.order({ name: "dawud", read: 9 });
  desk.order({ name: "dawud", read: 4 });
  await alice.waitForFunction(() => [...document.querySelectorAll(".item.reply [data-live]")]
    .filter((state) => state.textContent.trim() === "read").length === 4);
});

test("g t takes the case", async () => {
  await alice.keyboard.press("Escape");
  await alice.keyboard.press("g");
  await alice.keyboard.press("t");
  await alice.waitForSelector("text=Give the case back");
});

test("after idle minutes the text comes back behind the sign-in", async () => {
  await bob.route(/\/(live|now)/, (route) => route.abort());
  await bob.goto("/case/3");
  await alice.fill("#text", "Kept through the night");
  desk.order({ shift: 31 * 60 });
  await alice.waitForSelector("#signed-out:not([hidden])");
  assert.equal(await alice.locator("[data-item], [data-row]").count(), 0);
  assert.ok(await alice.isHidden("#text"));
  await desk.picture(alice, "signed-out");
  await alice.click("#signed-out button");
  await alice.waitForSelector("[name=password]");
  await desk.picture(alice, "sign-in-with-draft");
  await alice.fill("[name=name]", "alice");
  await alice.fill("[name=password]", "alice walks the dog at dawn");
  await alice.click("button.first-choice");
  await alice.waitForURL(`${desk.told.address}/case/3`);
  assert.equal(await alice.inputValue("#text"), "Kept through the night");
});

test("sending when signed out keeps the text too", async () => {
  await bob.fill("#text", "Текст Боба");
  await bob.click("#reply button.first-choice");
  await bob.waitForSelector("[name=password]");
  await bob.fill("[name=name]", "bob");
  await bob.fill("[name=password]", "bob walks the dog at dawn");
  await bob.click("button.first-choice");
  await bob.waitForURL(`${desk.told.address}/case/3`);
  assert.equal(await bob.inputValue("#text"), "Текст Боба");
});

test("a destroyed case leaves the screens of those who have it open", async () => {
  const mariam = await desk.open({ locale: "ar" });
  await desk.signIn(mariam, "mariam");
  await mariam.goto("/case/8");
  await mariam.waitForSelector("#items >> text=هل من أحد؟");
  await bob.goto("/case/8/destroy");
  await hasNoBarrier(bob, "destroy");
  await desk.picture(bob, "destroy");
  await bob.fill("#number", "8");
  await bob.click("form[action='/case/8/destroy'] button");
  await mariam.waitForSelector(".one-thing");
  assert.equal(await mariam.locator("text=هل من أحد؟").count(), 0);
  assert.equal(await mariam.locator("#signed-out:not([hidden])").count(), 0);
});

test("the server stops with pages open; the text stays in the page", async () => {
  await alice.fill("#text", "Nobody hears");
  desk.stop();
  await desk.ended;
  await alice.keyboard.press("Control+Enter");
  await alice.waitForSelector("#not-sent:not([hidden])");
  assert.equal(await alice.inputValue("#text"), "Nobody hears");
  await alice.waitForSelector("#not-connected:not([hidden])", { timeout: 15_000 });
  await desk.picture(alice, "not-connected");
});

// Looks at cases that come through lines: in Arabic and Russian, wide and narrow, light and dark.
// Pictures are kept in test-output/desk. Case 6 wrote by page, Telegram and SMS; case 7 by Signal.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { lookAt } from "./looked_at.mjs";
import { openDesk } from "./opened_desk.mjs";

const SIZES = { 1280: { width: 1280, height: 800 }, 320: { width: 320, height: 640 } };
const OPERATORS = { ar: "mariam", ru: "bob" };
const A_TIME = { ar: "الساعة 18:30 عند الجسر", ru: "В 18:30 у моста" };
const HARMLESS = { ar: "كيف حالك؟", ru: "Как вы?" };
let desk;

before(async () => { desk = await openDesk(); });
after(() => desk.close());

const look = (page, name, more) => lookAt(desk, page, name, more);

async function send(page, text, line) {
  await page.fill("#text", text);
  if (!await page.isChecked("#other-ways")) await page.check("#other-ways");
  await page.locator(".way-out", { hasText: line }).locator("input").check();
  await page.click("#reply button.first-choice");
}

async function lookAround(page, language, at, narrow) {
  await desk.signIn(page, OPERATORS[language]);
  await look(page, `${at}-lines-queue`);
  await page.goto("/case/6");
  await page.waitForSelector("[data-copy]:not([hidden])");
  await look(page, `${at}-lines-case`);
  await page.locator(".strength summary").first().click();
  await page.click('[data-shown-as="picture"]');
  await page.waitForFunction(() => document.querySelector("img.looked-at")?.naturalWidth > 0);
  await page.evaluate(() => document.querySelector("img.looked-at").scrollIntoView({ block: "center" }));
  await look(page, `${at}-lines-picture`);
  await page.locator(".brought").first().scrollIntoViewIfNeeded();
  await look(page, `${at}-lines-place`);
  await page.locator("#releases").scrollIntoViewIfNeeded();
  await look(page, `${at}-lines-release`);
  await send(page, A_TIME[language], "Telegram");
  await page.waitForSelector("#too-weak");
  assert.equal(await page.inputValue("#text"), A_TIME[language]);
  await look(page, `${at}-lines-too-weak`);
  await send(page, HARMLESS[language], "Telegram");
  await page.waitForSelector("#against");
  await page.focus("#text");
  await look(page, `${at}-lines-against`);
  if (narrow) await page.click("[data-tab=person]");
  await page.locator("#reached-title").scrollIntoViewIfNeeded();
  await look(page, `${at}-lines-person`, { fullPage: narrow });
  if (!narrow) await page.fill("#text", "");
  await page.goto("/case/6/wish");
  await look(page, `${at}-lines-wish`, { fullPage: true });
  await page.goto("/case/7/person");
  await look(page, `${at}-lines-proposal`);
  await page.goto("/case/6");
  const files = await page.evaluate(() => [...document.querySelectorAll(".file a.button")].map((each) => each.getAttribute("href")));
  await page.goto(files[0]);
  await page.waitForFunction(() => document.querySelector("img.looked-at")?.naturalWidth > 0);
  await look(page, `${at}-lines-file`);
  await page.goto(`${files[0]}/save`);
  await look(page, `${at}-lines-save`);
}

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"]) {
    for (const language of Object.keys(OPERATORS)) {
      const at = `${language}-${size}-${colorScheme}`;
      test(`what lines bring can be read, touched and decided: ${at}`, async () => {
        const page = await desk.open({ viewport, colorScheme, locale: language });
        page.on("dialog", (dialog) => dialog.accept());
        await lookAround(page, language, at, size === "320");
        await page.context().close();
      });
    }
  }
}

test("a text that a wish stops is asked for, and a colleague releases it, without leaving the page", async () => {
  const [alice, olena] = [await desk.open(), await desk.open({ locale: "uk" })];
  await desk.signIn(alice, "alice");
  await alice.goto("/case/6");
  await send(alice, "Wait for my sign", "Telegram");
  await alice.waitForSelector("#against");
  await alice.click("#reply button[name=ask]");
  await alice.waitForSelector("#releases details");
  assert.equal(await alice.inputValue("#text"), "");
  await desk.signIn(olena, "olena");
  await olena.goto("/case/6");
  const asked = olena.locator("#releases form", { hasText: "Wait for my sign" });
  await asked.locator("button[value=release]").click();
  await olena.waitForSelector(".item.reply >> text=Wait for my sign");
  assert.equal(await asked.count(), 0);
  await alice.waitForSelector('[data-shows="items"]:not([hidden])');
  await alice.click('[data-shows="items"]');
  const sent = alice.locator(".item.reply", { hasText: "Wait for my sign" });
  await sent.locator("button", { hasText: "Withdraw" }).click();
  await alice.waitForSelector("text=Telegram: withdrawn");
});

test("a voice message is played in its place, and what can't be shown says so", async () => {
  const page = await desk.open();
  await desk.signIn(page, "alice");
  await page.goto("/case/6");
  await page.click('[data-shown-as="audio"]');
  await page.waitForFunction(() => document.querySelector("audio.looked-at")?.readyState >= 1);
  await page.route(/shown$/, (route) => route.fulfill({ status: 404, body: "" }));
  await page.click('[data-shown-as="picture"]');
  await page.waitForSelector("[data-not-shown]:not([hidden])");
  assert.equal(await page.locator("img.looked-at").count(), 0);
});

test("coordinates are copied by a press", async () => {
  const page = await desk.open();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await desk.signIn(page, "alice");
  await page.goto("/case/6");
  await page.click("[data-copy]");
  await page.waitForSelector("[data-copied]:not([hidden])");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "36.345600, 43.123400");
});

test("without script a way is chosen, a refusal read and a picture seen", async () => {
  const page = await desk.open({ javaScriptEnabled: false });
  await desk.signIn(page, "alice");
  await page.goto("/case/6");
  await send(page, "Come at 18:30", "SMS");
  await page.waitForSelector("#too-weak");
  assert.equal(await page.inputValue("#text"), "Come at 18:30");
  await page.check("[name=harmless]");
  await page.click("#reply button.first-choice");
  await page.waitForSelector("#against");
  assert.equal(await page.inputValue("#text"), "Come at 18:30");
  await page.click("text=Show the picture");
  await page.waitForSelector("img.looked-at");
});

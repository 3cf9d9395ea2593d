// Who is called away in the middle of a form finds it filled when he comes back; meanwhile nothing of
// it is to be read on the screen, and the browser stores none of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openDesk } from "./opened_desk.mjs";

const IDLE = 31 * 60;
const FORMS = {
  "/case/1/member": { "[name=label]": "Ali", "[name=notes]": "a scar\nover the left eye" },
  "/case/2/relate": { "[name=case]": "1" },
  "/case/1/relation/1": { "[name=other]": "that the boots fit", "[name=wording]": "tell my mother that I live" },
  "/case/1/wish": {
    "[name=hours]": "18:00-20:30", "[name=zone]": "Asia/Baghdad",
    "[name=wording]": "The parcel is here", "[name=expected_by]": "2026-05-01T18:30",
  },
};
const TICKED = { "/case/1/relation/1": "[name=permits][value=alive]", "/case/1/wish": "[name=never]" };
let desk;
let alice;
let shifted = 0;

before(async () => {
  desk = await openDesk();
  alice = await desk.open();
  await desk.signIn(alice, "alice");
  await alice.goto("/case/2/relate");
  await alice.fill("[name=case]", "1");
  await alice.click("#typed button");
  await alice.waitForURL(/person$/);
});
after(() => desk.close());

async function signInAgain(page) {
  await page.waitForSelector("[name=password]");
  await page.fill("[name=name]", "alice");
  await page.fill("[name=password]", "alice walks the dog at dawn");
  await page.click("button.first-choice");
}

async function fillIn(page, path) {
  await page.goto(path);
  for (const [field, text] of Object.entries(FORMS[path])) await page.fill(field, text);
  if (TICKED[path]) await page.check(TICKED[path]);
}

async function cameBack(page, path) {
  await page.waitForURL(desk.told.address + path);
  assert.match(await page.textContent(".one-thing"), /It is not written down yet\./);
  for (const [field, text] of Object.entries(FORMS[path])) assert.equal(await page.inputValue(field), text);
  if (TICKED[path]) assert.ok(await page.isChecked(TICKED[path]));
}

function goIdle() {
  shifted += IDLE;
  desk.order({ shift: shifted });
}

for (const path of Object.keys(FORMS)) {
  test(`an idle lock takes nothing that was typed: ${path}`, async () => {
    await desk.signIn(alice, "alice");
    await fillIn(alice, path);
    goIdle();
    await alice.waitForSelector("#signed-out:not([hidden])");
    assert.ok(await alice.isHidden(".one-thing"));
    const stored = await alice.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length]);
    assert.deepEqual(stored, [0, 0, 0, 0]);
    await alice.click("#signed-out button");
    await signInAgain(alice);
    await cameBack(alice, path);
  });

  test(`without script too, when it is sent: ${path}`, async () => {
    const page = await desk.open({ javaScriptEnabled: false });
    await desk.signIn(page, "alice");
    await fillIn(page, path);
    goIdle();
    await page.click("#typed button");
    await signInAgain(page);
    await cameBack(page, path);
    await page.context().close();
  });
}

test("what came back is written down by a press, as if nothing had been", async () => {
  await desk.signIn(alice, "alice");
  await fillIn(alice, "/case/1/member");
  goIdle();
  await alice.waitForSelector("#signed-out:not([hidden])");
  await desk.picture(alice, "typed-signed-out");
  await alice.click("#signed-out button");
  await desk.picture(alice, "typed-sign-in");
  await signInAgain(alice);
  await cameBack(alice, "/case/1/member");
  await desk.picture(alice, "typed-came-back");
  await alice.click("#typed button");
  await alice.waitForURL(/person$/);
  assert.match(await alice.textContent("#people-title + ul"), /Ali/);
});

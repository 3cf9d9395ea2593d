// A whole journey in Arabic and Russian by two operators and a team, wide and narrow; pictures of each
// step are kept in test-output/desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { lookAt } from "./looked_at.mjs";
import { openDesk } from "./opened_desk.mjs";

const SIZES = { 1280: { width: 1280, height: 800 }, 320: { width: 320, height: 640 } };
const CASE = "/case/3/journey";
const DAY = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
const STEPS = "اذهب إلى البئر.\nاتبع الجدار إلى اليسار.\nانتظر عند البيت الأبيض.";
const PLAN = {
  steps: STEPS, zone: "Europe/Kyiv", opens: `${DAY}T04:10`, closes: `${DAY}T04:40`,
  again_opens: `${DAY}T05:10`, again_closes: `${DAY}T05:20`, they_say: "الإبريق بارد", we_say: "سنسخنه إذن",
  show: "قماش أبيض في اليد اليمنى", abort_sign: "قماش أحمر على البوابة", expires: `${DAY}T06:00`,
};
let desk;
let mariam;
let bob;

before(async () => {
  desk = await openDesk();
  mariam = await desk.open({ locale: "ar" });
  bob = await desk.open({ locale: "ru" });
  await desk.signIn(mariam, "mariam");
  await desk.signIn(bob, "bob");
});
after(() => desk.close());

/** Look at a screen in both sizes, the narrow one in both colours: nothing too wide, too small, or unsaid. */
async function look(page, name) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of size === "320" ? ["light", "dark"] : ["light"]) {
      await page.emulateMedia({ colorScheme });
      const at = `journey-${name}-${size}-${colorScheme}`;
      await lookAt(desk, page, at, { fullPage: true });
    }
  }
}

async function sees(page, path, selector) {
  for (let tries = 0; tries < 100; tries += 1) {
    await page.goto(path);
    if (await page.locator(selector).count()) return;
  }
  assert.fail(`${path} never shows ${selector}`);
}

async function next(page) {
  await Promise.all([page.waitForURL(/journey$/), page.click(".one-thing form button.first-choice")]);
}

test("a team is made, and two compare its key", async () => {
  const page = await desk.open();
  await desk.signIn(page, "alice");
  await page.goto("/teams");
  await page.fill("[name=name]", "كركي · Журавль");
  await page.click(".one-thing form button.first-choice");
  const code = (await page.textContent(".copy")).replaceAll(" ", "");
  assert.match(code, /^\d{20}$/);
  await look(page, "en-code");
  await page.context().close();
  desk.order({ team: "enrol", code });
  for (const [operator, name] of [[mariam, "ar"], [bob, "ru"]]) {
    await sees(operator, "/teams/1", "[value=same]");
    assert.match(await operator.textContent(".copy"), /^(\d{5} ){5}\d{5}$/);
    await look(operator, `${name}-compare`);
    await operator.click("[value=same]");
    await operator.waitForURL(/teams\/1$/);
  }
  await sees(bob, "/teams", ".tag.here");
  await look(bob, "ru-teams");
});

test("place, people and plan are written down, each with its mistakes in words", async () => {
  await mariam.goto("/case/3"); // what was written there is read first
  await mariam.goto(CASE);
  await look(mariam, "ar-begin");
  await mariam.goto(`${CASE}/place`);
  await mariam.fill("[name=place]", "https://maps.app.goo.gl/abc");
  await mariam.fill("[name=words]", "البيت الأبيض");
  await mariam.click("#typed button");
  await mariam.waitForSelector(".one-thing .notice.wait");
  assert.equal(await mariam.inputValue("[name=words]"), "البيت الأبيض");
  await look(mariam, "ar-place");
  await mariam.fill("[name=place]", "48.123456, 37.654321");
  await next(mariam);
  await mariam.goto(`${CASE}/people`);
  await mariam.fill("[name=number]", "3");
  await mariam.fill("[name=wounded]", "1");
  await look(mariam, "ar-people");
  await next(mariam);
  await mariam.goto(`${CASE}/plan`);
  for (const [name, value] of Object.entries(PLAN)) await mariam.fill(`[name=${name}]`, value);
  await look(mariam, "ar-plan");
  await next(mariam);
  await mariam.click("form[action$='/journey/genuine'] button");
  await mariam.waitForSelector("form[action$='/journey/not-genuine']");
  await look(mariam, "ar-planned");
});

test("the plan is sent as he will read it, and every step is ticked off", async () => {
  await mariam.goto(`${CASE}/tell`);
  assert.match(await mariam.textContent(".notice[lang=ar]"), /هذه خطتك/);
  await look(mariam, "ar-tell");
  await next(mariam);
  for (const box of await mariam.locator("[name=step]").all()) await box.check();
  await look(mariam, "ar-ticks");
  await next(mariam);
});

test("one releases it and cannot hand it over, another can", async () => {
  await look(mariam, "ar-agreed");
  await next(mariam);
  assert.equal(await mariam.locator("[name=team]").count(), 0);
  await look(mariam, "ar-first");
  await bob.goto(CASE);
  await bob.check("[name=team]");
  await look(bob, "ru-second");
  await next(bob);
  await look(bob, "ru-out");
});

test("what the team has is taken back, changed, and released by two again", async () => {
  await bob.goto(`${CASE}/anew`);
  await look(bob, "ru-anew");
  await next(bob);
  await look(bob, "ru-taken-back");
  await mariam.goto(`${CASE}/people`);
  await mariam.fill("[name=number]", "2");
  await next(mariam);
  await mariam.goto(`${CASE}/tell`);
  await next(mariam);
  assert.equal(await mariam.locator("[name=step]:checked").count(), 0);
  for (const box of await mariam.locator("[name=step]").all()) await box.check();
  await next(mariam);
  await next(mariam);
  for (const [operator, name] of [[mariam, "ar"], [bob, "ru"]]) {
    await operator.goto("/");
    assert.equal(await operator.locator("#tags-3 .tag.wait").count(), 1, "a second person must release");
    await look(operator, `${name}-queue`);
  }
  await bob.goto("/case/3");
  assert.match(await bob.textContent("#case-tags"), /второй оператор должен разрешить/);
  await look(bob, "ru-case");
  await bob.goto(CASE);
  await bob.check("[name=team]");
  await next(bob);
});

test("the team and an operator write to each other in their own words", async () => {
  desk.order({ team: "text", text: "كم نقالة نأخذ؟" });
  await sees(mariam, "/teams/1", ".one-thing ul p");
  await mariam.fill("[name=text]", "خذوا نقالة معكم.");
  await mariam.click("form[action$=write] button");
  await mariam.waitForURL(/teams\/1$/);
  assert.match(await mariam.textContent(".one-thing ul"), /خذوا نقالة معكم/);
  await look(mariam, "ar-to-team");
});

test("the team takes it, and only its signed word says that they arrived", async () => {
  desk.order({ team: "accept" });
  await sees(bob, CASE, "form[action$=set-out] .first-choice");
  await look(bob, "ru-taken");
  await next(bob);
  assert.doesNotMatch(await bob.textContent("main"), /сдача подтверждена/);
  desk.order({ team: "arrived", people: 1 });
  await sees(mariam, CASE, ".along > .notice.wait");
  await look(mariam, "ar-fewer");
  await mariam.goto("/case/3");
  assert.match(await mariam.textContent("#case-tags"), /وصل: 1 من 2/);
  await look(mariam, "ar-fewer-case");
  const alice = await desk.open();
  await desk.signIn(alice, "alice");
  await alice.goto("/case/3");
  assert.match(await alice.textContent(".talk .notice.wait"), /Arrived: 1 of 2/);
  await look(alice, "en-fewer-case");
  await alice.context().close();
  desk.order({ team: "arrived" });
  await sees(bob, CASE, ".along > p > .tag.here");
  assert.match(await bob.textContent("main"), /сдача подтверждена/);
  await look(bob, "ru-arrived");
  await mariam.goto(CASE);
  assert.match(await mariam.textContent("main"), /ألقى السلاح، وتأكّد ذلك/);
  await look(mariam, "ar-arrived");
});

test("abort says in plain words what happens", async () => {
  await bob.goto(`${CASE}/abort`);
  await look(bob, "ru-abort");
});

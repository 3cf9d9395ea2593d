// From a place to a plan by the desk's own search, in Arabic and Russian, wide and narrow; pictures of
// each step are kept in test-output/desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { lookAt } from "./looked_at.mjs";
import { ink, listenToLetters, stands } from "./looked_at_map.mjs";
import { EXTRACT, openDesk } from "./opened_desk.mjs";

const skip = EXTRACT ? false : "no shared/data/roads/liechtenstein.osm.pbf in a folder above the checkout";
const SIZES = { 1280: { width: 1280, height: 800 }, 320: { width: 320, height: 640 } };
const CASE = "/case/3/journey";
const later = (hours) => `${new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16)}Z`;
const TOLD = { source: "field team 2", as_of: later(-1) };
const point = (lon, lat, own) => ({ type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { ...TOLD, ...own } });
const file = (...features) => JSON.stringify({ type: "FeatureCollection", features });
const POINTS = file(
  point(9.524, 47.109, { name: "Triesen, school", service_minutes: 5, people: 30,
    windows: [{ from: later(2), to: later(3) }, { from: later(4), to: later(5) }] }),
  point(9.5096, 47.165, { name: "مطحنة شان", people: 12, source: "field team 4", as_of: later(-50) }),
);
const HAZARDS = file(point(9.5215, 47.128, { name: "battery", radius_m: 900,
  rate_per_minute: { low: 0.0005, likely: 0.003, high: 0.01 }, windows: [{ from: later(-1), to: later(3) }] }));
let desk;
let mariam;
let bob;

before(async () => {
  if (skip) return;
  desk = await openDesk({ extract: EXTRACT, roads: true });
  mariam = await desk.open({ locale: "ar" });
  await mariam.addInitScript(listenToLetters);
  bob = await desk.open({ locale: "ru" });
  await desk.signIn(mariam, "mariam");
  await desk.signIn(bob, "bob");
});
after(() => desk?.close());

/** Look at a screen in both sizes, the narrow one in both colours; a map is waited for. */
async function look(page, name, sizes = Object.keys(SIZES)) {
  for (const size of sizes) {
    await page.setViewportSize(SIZES[size]);
    for (const colorScheme of size === "320" ? ["light", "dark"] : ["light"]) {
      await page.emulateMedia({ colorScheme });
      if (await page.isVisible("#map")) await standsAgain(page);
      await lookAt(desk, page, `ways-${name}-${size}-${colorScheme}`, { fullPage: true });
    }
  }
}

/** Whole again, after its colours or its size have changed. */
async function standsAgain(page) {
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
  await stands(page);
}

async function bring(page, path, name, text) {
  await page.goto(path);
  await page.fill("[name=name]", name);
  await page.fill("[name=geojson]", text);
  await Promise.all([page.waitForURL(/map$/), page.click("#typed button.first-choice")]);
}

async function writeDown(page, path, fields) {
  await page.goto(path);
  for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value);
  await Promise.all([page.waitForURL(/journey$/), page.click("#typed button.first-choice")]);
}

async function choose(page) {
  await Promise.all([page.waitForURL(/plan$/), page.click(".way button.first-choice")]);
}

test("reception points are brought as a file, and a mistake is named", { skip }, async () => {
  await mariam.goto("/map/points");
  await mariam.fill("[name=name]", "الفريق ٢");
  await mariam.fill("[name=geojson]", POINTS.replace('"people":12', '"people":0'));
  await mariam.click("#typed button.first-choice");
  await mariam.waitForSelector("#geojson_error");
  await look(mariam, "ar-points-refused");
  await bring(mariam, "/map/points", "الفريق ٢", POINTS);
  await bring(mariam, "/map/layer", "guns", HAZARDS);
  assert.match(await mariam.textContent("#point-lists .hazard-layer"), /مطحنة شان/);
});

const stateOf = (page, name) => page.locator("[data-point]", { hasText: name }).locator("[data-state]").textContent();

test("a point is moved to another hour by its form, and the map says when somebody is there", { skip }, async () => {
  await stands(mariam);
  const [mill, school] = ["مطحنة شان", "Triesen, school"];
  // Its first letter is drawn as one that begins a word.
  await mariam.waitForFunction(() => globalThis.letters.has("\ufee3"));
  assert.deepEqual([await stateOf(mariam, mill), await stateOf(mariam, school)], ["مفتوحة في هذه الساعة", "تُفتح لاحقًا"]);
  await mariam.locator("[data-point]", { hasText: school }).locator("[data-show]").click();
  assert.match(await mariam.textContent("#point-said"), /Triesen, school.*تُفتح لاحقًا.*UTC/);
  await mariam.locator("#hour").fill("2");
  assert.match(await mariam.textContent("#point-said"), /مفتوحة في هذه الساعة/);
  assert.equal(await stateOf(mariam, school), "مفتوحة في هذه الساعة");
  await look(mariam, "ar-points");
  await mariam.locator("[data-point]", { hasText: school }).locator("a").click();
  await stands(mariam);
  const opens = mariam.locator("[name=hours-0-opens]");
  const was = await opens.inputValue();
  await opens.fill("ten past four");
  await mariam.click("#typed button.first-choice");
  await mariam.waitForSelector("#id_hours-0-opens_error");
  assert.equal(await mariam.locator("[name=hours-0-opens]").inputValue(), "ten past four");
  await look(mariam, "ar-point");
  await mariam.locator("[name=hours-0-opens]").fill(was);
  await mariam.locator("[name=people]").fill("31");
  await Promise.all([mariam.waitForURL(/map$/), mariam.click("#typed button.first-choice")]);
  assert.match(await mariam.locator("[data-point]", { hasText: school }).textContent(), /31/);
});

test("a point that is written down comes onto an open map, is pressed there, and goes again", { skip }, async () => {
  await bob.setViewportSize(SIZES[1280]);
  await bob.goto("/map/point");
  await stands(bob);
  await bob.locator("#map canvas").click({ position: { x: 300, y: 300 } });
  await bob.waitForSelector("#found [data-lat]");
  const fields = { name: "Старая мельница", zone: "Europe/Vaduz", source: "group 7", as_of: "2026-03-01T12:00", layer_name: "ночь", "hours-0-opens": "04:30", "hours-0-closes": "04:31" };
  for (const [name, value] of Object.entries(fields)) await bob.fill(`[name=${name}]`, value);
  await bob.selectOption("[name=layer]", "");
  await bob.selectOption("[name=hours-0-day]", "once");
  await bob.fill("[name=hours-0-date]", "2026-03-01");
  await look(bob, "ru-point", ["320"]);
  await bob.setViewportSize(SIZES[1280]);
  await stands(mariam);
  await Promise.all([bob.waitForURL(/map$/), bob.click("#typed button.first-choice")]);
  await mariam.waitForFunction(() => document.getElementById("points-changed").textContent);
  await mariam.mouse.move(0, 0);
  await mariam.locator("#hour").focus();
  const shown = mariam.locator("[data-point]", { hasText: "Старая мельница" });
  await shown.waitFor();
  assert.equal(await stateOf(mariam, "Старая мельница"), "مغلقة");
  await shown.locator("[data-show]").click();
  await stands(mariam);
  const { width, height } = await mariam.locator("#map canvas").boundingBox();
  await mariam.locator("#map canvas").click({ position: { x: width / 2, y: height / 4 } });
  assert.ok(await mariam.isHidden("#point-said"), "nothing is pressed there");
  await mariam.locator("#map canvas").click({ position: { x: width / 2 + 6, y: height / 2 - 6 } });
  assert.match(await mariam.textContent("#point-said"), /Старая мельница.*مغلقة.*2026-03-01 04:30 – 04:31 UTC\+01:00/);
  await mariam.locator("#map canvas").click({ position: { x: width / 2, y: height / 4 } });
  await mariam.keyboard.press("Enter");
  assert.match(await mariam.textContent("#point-said"), /Старая мельница/);
  await bob.locator("[data-point]", { hasText: "Старая мельница" }).locator("a").click();
  await Promise.all([bob.waitForURL(/map$/), bob.click("form[action$=remove] button")]);
  assert.equal(await bob.locator("[data-point]", { hasText: "Старая мельница" }).count(), 0);
});

test("the question is asked, and the search says what it does until there is something to see", { skip }, async () => {
  await mariam.goto("/case/3");
  await writeDown(mariam, `${CASE}/people`, { number: "3", wounded: "1" });
  await look(mariam, "ar-next");
  await mariam.click("a.first-choice");
  await mariam.fill("[name=place]", "https://www.openstreetmap.org/#map=15/47.141/9.521");
  await mariam.fill("[name=zone]", "Europe/Vaduz");
  await mariam.click("#typed button.first-choice");
  await mariam.waitForSelector("#id_within_error");
  await look(mariam, "ar-ask");
  await mariam.fill("[name=place]", "47.141, 9.521");
  await mariam.click("#typed button.first-choice");
  await mariam.waitForSelector("#ways-bar progress");
  await look(mariam, "ar-searching");
  await mariam.waitForSelector("#ways-said a.first-choice", { timeout: 120_000 });
  await look(mariam, "ar-ended");
  await mariam.click("#ways-said a.first-choice");
  await mariam.waitForSelector(".way");
  for (const each of await mariam.locator(".way summary").all()) await each.click();
  await look(mariam, "ar-ways");
  await mariam.setViewportSize(SIZES[1280]);
  await mariam.goto(CASE);
  const told = await mariam.evaluate(async (path) => (await fetch(path)).json(), `${CASE}/ways.json`);
  assert.ok(told.ways.length >= 1);
  await drawn(mariam, told.ways.length);
  assert.equal(await mariam.locator("#ways .here").count(), 0);
  await mariam.goto(`${CASE}/ways`);
  await bob.goto(`${CASE}/ways`);
  await look(bob, "ru-ways");
});

/** So many ways stand beneath the map; the first is a line on it, and no dot. */
async function drawn(page, many) {
  await stands(page);
  assert.equal(await page.locator("#ways li").count(), many);
  const { reach } = await ink(page, "way-1");
  assert.ok(reach > 150, `the first way reaches over ${reach} pixels`);
}
test("what counts where nobody reported is shown, and changed with its mistake named", { skip }, async () => {
  assert.match(await bob.textContent("#no-data"), /0\.6/);
  await bob.goto("/map/no-data");
  await bob.fill("[name=likely]", "9");
  await bob.click("#typed button.first-choice");
  await bob.waitForSelector("#id_likely_error");
  await look(bob, "ru-no-data");
  await mariam.goto("/map/no-data");
  await look(mariam, "ar-no-data");
  await mariam.goto(`${CASE}/ways`);
});

test("what was found before a hazard changed can't be chosen", { skip }, async () => {
  await bring(bob, "/map/layer", "more", HAZARDS);
  await mariam.click(".way button.first-choice");
  await mariam.waitForSelector("[role=alert]");
  assert.equal(await mariam.locator(".way form").count(), 0);
  await look(mariam, "ar-stale");
  await mariam.click("form[action$=search] button");
  await mariam.waitForSelector("#ways-said a.first-choice", { timeout: 120_000 });
  await mariam.click("#ways-said a.first-choice");
});

test("a chosen way is a plan that is mended, and told", { skip }, async () => {
  await mariam.setViewportSize(SIZES[1280]);
  await stands(mariam);
  const before = await ink(mariam, "text");
  await choose(mariam);
  assert.match(await mariam.inputValue("[name=steps]"), /ابقَ عليه/);
  assert.match(await mariam.inputValue("[name=begins]"), /امشِ نحو/);
  assert.match(await mariam.inputValue("[name=sets_out]"), /T\d\d:\d\d$/);
  await look(mariam, "ar-plan");
  const words = { they_say: "الإبريق بارد", we_say: "سنسخنه إذن", abort_sign: "قماش أحمر على البوابة" };
  for (const [name, value] of Object.entries(words)) await mariam.fill(`[name=${name}]`, value);
  await Promise.all([mariam.waitForURL(/journey$/), mariam.click("#typed button.first-choice")]);
  await look(mariam, "ar-chosen");
  await mariam.setViewportSize(SIZES[1280]);
  await mariam.reload();
  await stands(mariam);
  assert.match(await mariam.locator("#ways li").first().textContent(), /الطريق المختار/);
  assert.equal(await mariam.locator("#ways .here").count(), 1);
  const after = await ink(mariam, "text");
  assert.ok(after.pixels > before.pixels + 500, `an outline: ${before.pixels}, then ${after.pixels}`);
  await mariam.goto(`${CASE}/tell`);
  assert.match(await mariam.textContent(".notice[lang=ar]"), /انطلق/);
  await Promise.all([mariam.waitForURL(/journey$/), mariam.click(".one-thing form button.first-choice")]);
  await bob.goto(CASE);
  await look(bob, "ru-told");
});

test("a road that is shelled since reaches who told the plan, until somebody has looked", { skip }, async () => {
  const rate = { low: 0.002, likely: 0.02, high: 0.1 };
  const shelled = { name: "shelled", radius_m: 500, rate_per_minute: rate };
  await bring(bob, "/map/layer", "shelled", file(point(9.524, 47.109, shelled), point(9.5096, 47.165, shelled)));
  await mariam.goto(CASE);
  await mariam.waitForSelector(".notice.danger[role=alert]");
  await look(mariam, "ar-danger");
  await bob.goto("/");
  assert.match(await bob.textContent("#queue-list"), /опасность на пути изменилась/);
  await lookAt(desk, bob, "ways-ru-danger-queue-1280");
  await bob.goto(CASE);
  await look(bob, "ru-danger");
  await Promise.all([bob.waitForURL(/journey$/), bob.click("form[action$=stands] button")]);
  assert.equal(await bob.locator(".notice.danger").count(), 0);
  await look(bob, "ru-stands");
});

test("who releases it as the second sees the chosen way alone", { skip }, async () => {
  for (const tick of await mariam.locator("[name=step]").all()) await tick.check();
  await mariam.click("form[action$=repeated] button");
  await mariam.click("form[action$='/release'] button");
  await mariam.waitForSelector("form[action$=not-release]");
  await bob.setViewportSize(SIZES[1280]);
  await bob.goto(CASE);
  await drawn(bob, 1);
  assert.match(await bob.textContent("#ways li"), /выбранный путь/);
  assert.equal((await ink(bob, "way-2")).pixels + (await ink(bob, "way-3")).pixels, 0);
  await look(bob, "ru-release", ["1280"]);
});

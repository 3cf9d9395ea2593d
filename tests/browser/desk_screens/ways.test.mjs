// From a place to a plan by the desk's own search, in Arabic and Russian, wide and narrow; pictures of
// each step are kept in test-output/desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { lookAt } from "./looked_at.mjs";
import { EXTRACT, openDesk } from "./opened_desk.mjs";

const skip = EXTRACT ? false : "no shared/data/roads/liechtenstein.osm.pbf in a folder above the checkout";
const SIZES = { 1280: { width: 1280, height: 800 }, 320: { width: 320, height: 640 } };
const CASE = "/case/3/journey";
const later = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();
const TOLD = { source: "field team 2", as_of: later(-1) };
const point = (lon, lat, own) => ({ type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { ...TOLD, ...own } });
const file = (...features) => JSON.stringify({ type: "FeatureCollection", features });
const POINTS = file(
  point(9.524, 47.109, { name: "Triesen, school", service_minutes: 5, people: 30,
    windows: [{ from: later(2), to: later(3) }, { from: later(4), to: later(5) }] }),
  point(9.5096, 47.165, { name: "مطحنة شان", people: 12 }),
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
  bob = await desk.open({ locale: "ru" });
  await desk.signIn(mariam, "mariam");
  await desk.signIn(bob, "bob");
});
after(() => desk?.close());

/** Look at a screen in both sizes, the narrow one in both colours. */
async function look(page, name) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of size === "320" ? ["light", "dark"] : ["light"]) {
      await page.emulateMedia({ colorScheme });
      await lookAt(desk, page, `ways-${name}-${size}-${colorScheme}`, { fullPage: true });
    }
  }
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
  assert.match(await mariam.textContent("#points-title ~ .hazard-layer"), /مطحنة شان/);
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
  await bob.goto(`${CASE}/ways`);
  await look(bob, "ru-ways");
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
  await choose(mariam);
  assert.match(await mariam.inputValue("[name=steps]"), /ابقَ عليه/);
  assert.match(await mariam.inputValue("[name=begins]"), /امشِ نحو/);
  assert.match(await mariam.inputValue("[name=sets_out]"), /T\d\d:\d\d$/);
  await look(mariam, "ar-plan");
  const words = { they_say: "الإبريق بارد", we_say: "سنسخنه إذن", abort_sign: "قماش أحمر على البوابة" };
  for (const [name, value] of Object.entries(words)) await mariam.fill(`[name=${name}]`, value);
  await Promise.all([mariam.waitForURL(/journey$/), mariam.click("#typed button.first-choice")]);
  await look(mariam, "ar-chosen");
  await mariam.goto(`${CASE}/tell`);
  assert.match(await mariam.textContent(".notice[lang=ar]"), /انطلق/);
  await Promise.all([mariam.waitForURL(/journey$/), mariam.click(".one-thing form button.first-choice")]);
  await bob.goto(CASE);
  await look(bob, "ru-told");
});

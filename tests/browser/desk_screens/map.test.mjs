// The map is drawn from the desk's own tiles and asks nobody else; what is on it can be typed and is
// said as text; Arabic names are shaped.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hasNoBarrier as isHeard, lookAt } from "./looked_at.mjs";
import { fillIn, likeness, listenToLetters, redness, show, stands } from "./looked_at_map.mjs";
import { HOUR, START, WAYS } from "./made_up_ways.mjs";
import { EXTRACT, openDesk } from "./opened_desk.mjs";

const VILLAGE = "14px system-ui, Noto Sans, Noto Sans Arabic, sans-serif"; // as its names are drawn
const SMALL = { width: 320, height: 720 };
const skip = EXTRACT ? false : "no shared/data/roads/liechtenstein.osm.pbf in a folder above the checkout";
let desk;
let alice;

const MIB = 1024 * 1024;
const JOURNEY = "/case/3/journey";

async function openMap(name, options = {}) {
  const page = await desk.open(options);
  await page.addInitScript(listenToLetters);
  await desk.signIn(page, name);
  await look(page, "/map");
  return page;
}

async function look(page, path) {
  await page.goto(path);
  await stands(page);
}

async function hasNoBarrier(page, name) {
  await page.waitForLoadState(); // before its styles are there nothing has its size
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name}: wider than the screen`);
  const small = await page.evaluate(() => [...document.querySelectorAll("#screen button, #screen .button, #screen .do a")]
    .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 43.5).map((each) => each.outerHTML.slice(0, 80)));
  assert.deepEqual(small, [], `${name}: too small to touch`);
  await isHeard(page, name);
}

const letters = (page) => page.evaluate(() => [...globalThis.letters].join(""));
const wait = (page, told) => page.waitForFunction(told);

before(async () => {
  if (skip) return;
  desk = await openDesk({ extract: EXTRACT });
  alice = await openMap("alice");
}, { timeout: 120_000 });
after(() => desk?.close());

test("the land is drawn from the desk's own tiles, and the policy stops nothing", { skip }, async () => {
  await show(alice, "47.1410 N 9.5209 E");
  await stands(alice);
  await wait(alice, () => [...globalThis.letters].join("").includes("V"));
  await desk.picture(alice, "map-en");
  assert.deepEqual(await alice.evaluate(() => globalThis.violations), []);
  const asked = await alice.evaluate(() => performance.getEntriesByType("resource").map((each) => new URL(each.name).pathname));
  assert.ok(asked.includes("/map/tiles"));
  assert.ok(asked.every((path) => path.startsWith("/static/") || path.startsWith("/map") || path.startsWith("/live")), asked.join());
});

test("the page may ask nobody but the desk, and neither it nor the worker may compile WebAssembly", { skip }, async () => {
  const mariam = await desk.open({ mayTryAbroad: true });
  await mariam.addInitScript(listenToLetters);
  await desk.signIn(mariam, "mariam");
  await look(mariam, "/map");
  const module = [0, 97, 115, 109, 1, 0, 0, 0]; // the least that is one
  const tried = await mariam.evaluate(async (bytes) => {
    const abroad = await fetch("http://127.0.0.1:1/").then(() => "answered", (refused) => refused.name);
    let compiled = "compiled";
    try { new WebAssembly.Module(new Uint8Array(bytes)); } catch (refused) { compiled = refused.name; }
    return [abroad, compiled];
  }, module);
  assert.deepEqual(tried, ["TypeError", "CompileError"]);
  await mariam.waitForFunction(() => globalThis.violations.includes("connect-src http://127.0.0.1:1/"));
  const worker = await mariam.locator("#map").getAttribute("data-worker");
  for (const path of ["/map", worker]) {
    const policy = await mariam.evaluate(async (each) => (await fetch(each)).headers.get("Content-Security-Policy"), path);
    assert.match(policy, /(?:^|; *)connect-src 'self'(?:;|$)/, path);
    assert.doesNotMatch(policy, /unsafe|blob:|\*/, path);
  }
  await mariam.context().close();
});

test("tiles come in pieces, to who is signed in, and nothing beside them", { skip }, async () => {
  const ask = (range) => alice.evaluate(async (asked) => {
    const answer = await fetch("/map/tiles", { headers: asked ? { Range: asked } : {} });
    return [answer.status, answer.headers.get("Content-Range"), (await answer.arrayBuffer()).byteLength];
  }, range);
  const [status, said, length] = await ask("bytes=0-126");
  assert.deepEqual([status, length], [206, 127]);
  assert.match(said, /^bytes 0-126\/\d+$/);
  assert.equal((await ask("bytes=999999999-"))[0], 416);
  assert.equal((await ask(null))[0], 416);
  const stranger = await desk.open();
  await stranger.goto("/map/tiles");
  assert.match(stranger.url(), /\/sign-in\?next=/);
  await stranger.context().close();
});

test("Arabic names are shaped, run from right to left, and stand beneath the local ones", { skip }, async () => {
  const mariam = await openMap("mariam");
  await show(mariam, "47.1410, 9.5209");
  // Of the word for Vaduz: its first letter as one that begins a word, its dal as one that ends one.
  await wait(mariam, () => globalThis.letters.has("\ufed3") || globalThis.letters.has("\ufeaa"));
  await stands(mariam);
  assert.doesNotMatch(await letters(mariam), /\u0641/);
  const drawn = ["\ufeaf", "\ufeed", "\ufea9", "\ufe8e", "\ufed3"]; // from the left: the word's first letter is the last
  const [right, wrong] = [await likeness(mariam, drawn, VILLAGE), await likeness(mariam, drawn.toReversed(), VILLAGE)];
  assert.ok(right > 0.8 && right > wrong + 0.3, `from right to left: ${right} alike; from left to right: ${wrong}`);
  await desk.picture(mariam, "map-ar");
  assert.deepEqual(await mariam.evaluate(() => globalThis.violations), []);
  await mariam.context().close();
});

test("what can't be read as a place is refused in words and kept", { skip }, async () => {
  await show(alice, "beside the mill");
  assert.match(await alice.textContent("#found"), /no form of coordinates/);
  assert.equal(await alice.inputValue("#written"), "beside the mill");
  await show(alice, "https://www.openstreetmap.org/?mlat=47.1660&mlon=9.5100#map=15/47.1/9.5");
  await wait(alice, () => document.querySelector("#found [data-lat]"));
  assert.match(await alice.textContent("#found"), /47\.166000, 9\.510000/);
  assert.equal(new URL(alice.url()).search, "");
});

test("a press on the map, or Enter, picks a place", { skip }, async () => {
  const before = await alice.textContent("#found");
  await alice.locator("#map canvas").click({ position: { x: 200, y: 200 } });
  await alice.waitForFunction((old) => document.getElementById("found").textContent !== old, before);
  const pressed = await alice.textContent("#found");
  await alice.locator("#map canvas").focus();
  await alice.keyboard.press("Enter");
  await alice.waitForFunction((old) => document.getElementById("found").textContent !== old, pressed);
});

test("a hazard is drawn, written down, said in words, and counts at its hours", { skip }, async () => {
  await look(alice, "/map/zone");
  for (const [x, y] of [[200, 200], [400, 200], [300, 400]]) await alice.locator("#map canvas").click({ position: { x, y } });
  assert.equal((await alice.inputValue("#typed [name=points]")).trim().split("\n").length, 3);
  await fillIn(alice, {
    layer_name: "from team 2", name: "battery", low: "1", likely: "30", high: "200", hours: "18:00-06:00",
    zone: "Europe/Kyiv", source: "field team 2", as_of: "2026-03-01T12:00",
  });
  await stands(alice);
  await desk.picture(alice, "map-zone-drawn", { fullPage: true });
  await alice.click("#typed button.first-choice");
  await alice.waitForURL(/\/map$/);
  await stands(alice);
  const said = await alice.textContent(".zones");
  for (const words of ["battery", "1 in 1000", "1 in 5", "in an hour inside", "18:00–06:00 Europe/Kyiv", "field team 2", "Older than a day"]) assert.ok(said.includes(words), `${words} in ${said}`);
  const states = new Set();
  for (let hour = 0; hour < 24; hour += 1) {
    await alice.locator("#hour").fill(String(hour));
    states.add(await alice.textContent(".zones [data-counts]"));
  }
  assert.deepEqual([...states].sort(), ["counts at this hour", "does not count at this hour"]);
  for (let hour = 0; await alice.textContent(".zones [data-counts]") !== "counts at this hour"; hour += 1) await alice.locator("#hour").fill(String(hour));
  await alice.click("[data-show]");
  assert.ok(await redness(alice) > 0.05, "what counts is drawn");
  await desk.picture(alice, "map-zones");
  await alice.uncheck("[data-layer]");
  assert.ok(await redness(alice) < 0.01, "a layer that is switched off is not");
  await alice.check("[data-layer]");
});

test("a colleague opens it again and finds what was drawn", { skip }, async () => {
  const bob = await openMap("bob", { colorScheme: "dark" });
  await bob.click("[data-show]");
  await stands(bob);
  await hasNoBarrier(bob, "dark");
  await desk.picture(bob, "map-ru-dark", { fullPage: true });
  await bob.click(".zones a");
  await stands(bob);
  assert.equal((await bob.inputValue("#typed [name=points]")).trim().split("\n").length, 3);
  assert.equal(await bob.inputValue("#typed [name=likely]"), "30");
  await bob.fill("#typed [name=likely]", "500");
  await bob.click("#typed button.first-choice");
  await bob.waitForSelector("#id_likely_error");
  assert.equal(await bob.inputValue("#typed [name=likely]"), "500");
  await stands(bob);
  await desk.picture(bob, "map-zone-ru-dark", { fullPage: true });
  await bob.context().close();
});

test("a corner is moved by dragging and removed, and without a mouse too", { skip }, async () => {
  const field = alice.locator("#typed [name=points]");
  const lines = async () => (await field.inputValue()).trim().split("\n");
  const canvas = alice.locator("#map canvas");
  const { x: left, y: top } = await look(alice, "/map/zone").then(() => canvas.boundingBox());
  for (const [x, y] of [[200, 200], [400, 200], [400, 400], [200, 400]]) await canvas.click({ position: { x, y } });
  const drawn = await lines();
  await alice.mouse.move(left + 402, top + 201);
  await alice.mouse.down();
  await alice.mouse.move(left + 450, top + 150, { steps: 4 });
  await alice.mouse.up();
  const dragged = await lines();
  assert.notEqual(dragged[1], drawn[1]);
  assert.deepEqual(dragged.with(1, drawn[1]), drawn, "the others stay, and so does the map");
  await canvas.click({ position: { x: 450, y: 150 } });
  assert.equal(await alice.textContent("[data-corners] output"), "Point 2 of 4");
  await stands(alice);
  await desk.picture(alice, "map-corner-chosen");
  await alice.click("[data-remove]");
  assert.deepEqual(await lines(), dragged.toSpliced(1, 1));
  assert.ok(await alice.isDisabled("[data-remove]"));
  await alice.focus("[data-next]");
  for (let press = 0; press < 2; press += 1) await alice.keyboard.press("Enter");
  assert.equal(await alice.textContent("[data-corners] output"), "Point 2 of 3");
  await canvas.focus();
  await alice.keyboard.press("ArrowRight");
  await stands(alice);
  await alice.focus("[data-to-middle]");
  await alice.keyboard.press("Enter");
  const [before, moved] = [dragged.toSpliced(1, 1), await lines()];
  assert.ok(Number(moved[1].split(", ")[1]) > Number(before[1].split(", ")[1]) + 0.001, "to the east");
  assert.deepEqual(moved.with(1, before[1]), before);
  await canvas.focus();
  await alice.keyboard.press("Delete");
  assert.deepEqual(await lines(), before.toSpliced(1, 1));
});

test("a layer that is wrong is refused at its feature and field, and nothing of it is lost", { skip }, async () => {
  const olena = await desk.open();
  await desk.signIn(olena, "olena");
  await olena.goto("/map/layer");
  const layer = { type: "FeatureCollection", features: [{ type: "Feature", geometry: { type: "LineString", coordinates: [[9.52, 47.13], [9.53, 47.15]] }, properties: { per_crossing: 2, source: "x", as_of: "2026-03-01T12:00:00Z" } }] };
  await olena.fill("[name=name]", "a");
  await olena.fill("[name=geojson]", JSON.stringify(layer));
  await olena.click("#typed button");
  assert.match(await olena.textContent("#geojson_error"), /per_crossing/);
  assert.equal(await olena.inputValue("[name=geojson]"), JSON.stringify(layer));
  await hasNoBarrier(olena, "layer");
  await desk.picture(olena, "map-layer-uk", { fullPage: true });
  const told = { source: "field team 2", as_of: new Date().toISOString() };
  const rates = { rate_per_minute: 0.003, ...told };
  const night = [{ from: "2031-01-01T00:00:00Z", to: "2031-01-02T00:00:00Z" }];
  const square = (lon, lat) => ({ type: "Polygon", coordinates: [[[lon, lat], [lon + 0.03, lat], [lon + 0.03, lat + 0.03], [lon, lat + 0.03], [lon, lat]]] });
  const feature = (geometry, properties) => ({ type: "Feature", geometry, properties });
  const kinds = [
    feature(square(9.5, 47.15), { ...rates, name: "міни", closed: true }),
    feature(square(9.56, 47.15), { ...rates, name: "пізніше", windows: night }),
    feature({ type: "Point", coordinates: [9.515, 47.12] }, { ...rates, name: "батарея", radius_m: 1500 }),
    feature(square(9.505, 47.12), { ...rates, name: "fires by turns", windows: [{ from: new Date((START + 2 * HOUR) * 1000).toISOString(), to: new Date((START + 4 * HOUR) * 1000).toISOString() }] }),
    feature({ type: "LineString", coordinates: [[9.55, 47.1], [9.59, 47.13]] }, { ...told, name: "блокпост", per_crossing: { low: 0.01, likely: 0.05, high: 0.2 } }),
  ];
  await olena.fill("[name=geojson]", JSON.stringify({ type: "FeatureCollection", features: kinds }));
  await olena.click("#typed button");
  await olena.waitForURL(/\/map$/);
  await stands(olena);
  assert.equal(await olena.locator(".resting").count() >= 1, true);
  await olena.locator("[data-zone]", { has: olena.getByText("міни", { exact: true }) }).locator("[data-show]").click();
  for (let out = 0; out < 2; out += 1) { await stands(olena); await olena.click("[data-zoom=out]"); }
  await stands(olena);
  await desk.picture(olena, "map-kinds-uk", { fullPage: true });
  await olena.context().close();
});

async function openJourney(name, options = {}) {
  const page = await desk.open(options);
  await page.addInitScript(listenToLetters);
  await page.route("**/journey/ways.json", (route) => route.fulfill({ json: WAYS }));
  await desk.signIn(page, name);
  return page;
}

async function lookTo(page, minutes) {
  await page.locator("#hour").fill(String(minutes / 15));
  await stands(page);
  return page.locator("#ways .tag").allTextContents();
}

let mariam;

test("a press on the map writes the place into the form, and the desk reads what is typed", { skip }, async () => {
  mariam = await openJourney("mariam");
  await mariam.goto("/case/3"); // what was written there is read first
  await look(mariam, `${JOURNEY}/place`);
  const field = mariam.locator("[name=place]");
  await mariam.locator("#map canvas").click({ position: { x: 300, y: 300 } });
  await mariam.waitForSelector("#found [data-lat]");
  assert.match(await field.inputValue(), /^47\.\d{6}, 9\.\d{6}$/);
  assert.equal((await mariam.textContent("#found .coordinates")).trim(), await field.inputValue());
  await field.fill("47°08'27.6\"N 9°31'15.2\"E");
  await field.press("Tab");
  await mariam.waitForSelector("#found [data-near]:not([hidden])");
  assert.match(await mariam.textContent("#found .coordinates"), /^47\.14100\d, 9\.52088\d$/);
  await stands(mariam);
  await lookAt(desk, mariam, "journey-place-map-ar", { fullPage: true });
  await field.fill("beside the mill");
  await field.press("Tab");
  await mariam.waitForSelector("#found .notice");
  assert.equal(await field.inputValue(), "beside the mill");
  await field.fill("47.166, 9.51");
  await mariam.click("#typed button.first-choice");
  await mariam.waitForURL(/journey$/);
  assert.match(await mariam.textContent(".facts"), /47\.166000, 9\.510000/);
});

test("the journey shows its ways, and where people and hazards are at a moment", { skip }, async () => {
  const page = mariam;
  await stands(page);
  assert.deepEqual(await lookTo(page, 0), ["لم ينطلقوا بعد", "لم ينطلقوا بعد", "لم ينطلقوا بعد"]);
  const before = await page.locator("#map").screenshot();
  assert.deepEqual(await lookTo(page, 90), ["في الطريق", "ينتظرون في الطريق", "لم ينطلقوا بعد"]);
  assert.ok(!before.equals(await page.locator("#map").screenshot()), "they have moved");
  await lookAt(desk, page, "journey-map-ar");
  await page.emulateMedia({ colorScheme: "dark" });
  await stands(page);
  await desk.picture(page, "journey-map-ar-dark", { fullPage: true });
  assert.deepEqual(await lookTo(page, 210), ["وصلوا", "وصلوا", "وصلوا"]);
  await page.click("details.hazards > summary");
  const [said, counted] = [new Set(), new Set()];
  for (let minutes = 0; minutes < 6 * 60; minutes += 60) {
    await page.locator("#hour").fill(String(minutes / 15));
    said.add(await page.getAttribute("#hour", "aria-valuetext"));
    counted.add(await page.locator("[data-zone]", { hasText: "fires by turns" }).locator("[data-counts]").textContent());
  }
  assert.equal(said.size, 6);
  assert.deepEqual([...counted].sort(), ["لا يسري في هذه الساعة", "يسري في هذه الساعة"]);
  assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
  const asked = await page.evaluate(() => performance.getEntriesByType("resource").map((each) => each.name));
  assert.deepEqual(asked.filter((address) => !address.startsWith(desk.told.address)), []);
  await page.context().close();
});

test("on 320 pixels the journey's map is folded and comes after the text", { skip }, async () => {
  const bob = await openJourney("bob", { viewport: SMALL, colorScheme: "dark" });
  await bob.goto("/case/3");
  await bob.goto(JOURNEY);
  assert.ok(await bob.isHidden("#map"));
  await lookAt(desk, bob, "journey-map-ru-320-folded", { fullPage: true });
  await bob.click("details.beside > summary");
  await stands(bob);
  const top = (selector) => bob.locator(selector).evaluate((each) => each.getBoundingClientRect().top);
  assert.ok(await top("#map") > await top(".along"));
  await lookTo(bob, 90);
  await lookAt(desk, bob, "journey-map-ru-320", { fullPage: true });
  await bob.context().close();
});

test("what a colleague changes comes onto an open map, and view and drawing stay", { skip }, async () => {
  const [bob, olena] = [await desk.open(), await desk.open()];
  await desk.signIn(bob, "bob");
  await desk.signIn(olena, "olena");
  await look(bob, "/map/zone");
  await bob.click("[data-zoom=in]");
  await stands(bob);
  await bob.locator("#map canvas").focus();
  await bob.keyboard.press("Enter");
  await bob.fill("#typed [name=name]", "half written");
  await look(alice, "/map");
  await alice.locator("[data-layer]").first().uncheck();
  const layers = await alice.locator("[data-layer]").count();
  const redder = await redness(bob);
  await olena.goto("/map/layer");
  const told = { source: "field team 3", as_of: new Date().toISOString(), rate_per_minute: 0.02, name: "fresh fire" };
  const square = [[9, 47], [10, 47], [10, 47.4], [9, 47.4], [9, 47]];
  const layer = { type: "FeatureCollection", features: [{ type: "Feature", geometry: { type: "Polygon", coordinates: [square] }, properties: told }] };
  const file = (text) => ({ name: "team.geojson", mimeType: "application/geo+json", buffer: Buffer.from(text) });
  await olena.setInputFiles("#file", file(" ".repeat(5 * MIB + 1)));
  await olena.waitForSelector("[data-layer-file] [role=alert]:not([hidden])");
  assert.equal(await olena.inputValue("[name=geojson]"), "");
  const refused = await olena.evaluate(async (size) => {
    const answer = await fetch("/map/layer", { method: "POST", body: "x".repeat(size) });
    return [answer.status, await answer.text()];
  }, 11 * MIB);
  assert.equal(refused[0], 413);
  assert.match(refused[1], /Шар небезпек — щонайбільше 5 МБ/);
  await olena.fill("[name=name]", "team 3");
  await olena.setInputFiles("#file", file(JSON.stringify(layer) + " ".repeat(MIB)));
  await olena.waitForFunction(() => document.querySelector("[name=geojson]").value);
  await olena.click("#typed button.first-choice");
  await olena.waitForURL(/\/map$/);
  await olena.context().close();
  await alice.waitForFunction(() => document.getElementById("hazards-changed").textContent);
  assert.equal(await alice.locator("[data-layer]").count(), layers, "nothing moves under a finger");
  await alice.mouse.move(0, 0);
  await alice.locator("#hour").focus();
  await alice.waitForFunction((count) => document.querySelectorAll("[data-layer]").length === count + 1, layers);
  assert.match(await alice.locator(".zones").last().textContent(), /fresh fire/);
  assert.equal(await alice.locator("[data-layer]").first().isChecked(), false);
  await alice.locator("[data-layer]").first().check();
  await stands(bob);
  for (let tries = 0; await redness(bob) < redder + 0.2; tries += 1) assert.ok(tries < 100, "the new hazard never came onto the map");
  await bob.locator("#map canvas").focus();
  await bob.keyboard.press("Enter");
  const points = (await bob.inputValue("#typed [name=points]")).trim().split("\n");
  assert.equal(points.length, 2);
  assert.equal(points[0], points[1]);
  assert.equal(await bob.inputValue("#typed [name=name]"), "half written");
  await bob.context().close();
});

async function movesByFinger(page) {
  const { x, y } = await page.locator("#map").boundingBox();
  for (const [across, down] of [[60, 60], [200, 60]]) await page.touchscreen.tap(x + across, y + down);
  const lines = async () => (await page.inputValue("#typed [name=points]")).trim().split("\n");
  const before = await lines();
  const finger = await page.context().newCDPSession(page);
  const touch = (type, ...points) => finger.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([across, down]) => ({ x: x + across, y: y + down })) });
  await touch("touchStart", [190, 70]);
  for (const at of [[190, 100], [190, 150]]) await touch("touchMove", at);
  await page.waitForTimeout(100); // a finger rests before it lifts; what is flung swallows the next press
  await touch("touchEnd");
  const after = await lines();
  assert.equal(after.length, 2);
  assert.equal(after[0], before[0]);
  assert.ok(Number(after[1].split(",")[0]) < Number(before[1].split(",")[0]), "to the south");
  await page.touchscreen.tap(x + 190, y + 150);
  await page.waitForSelector("[data-remove]:enabled");
}

for (const [name, language] of [["mariam", "ar"], ["bob", "ru"]]) {
  test(`everything fits 320 pixels: ${language}`, { skip }, async () => {
    const page = await openMap(name, { viewport: SMALL, hasTouch: true });
    await hasNoBarrier(page, "map");
    await desk.picture(page, `map-${language}-320`, { fullPage: true });
    await look(page, "/map/zone");
    await hasNoBarrier(page, "zone");
    await desk.picture(page, `map-zone-${language}-320`, { fullPage: true });
    await movesByFinger(page);
    await page.context().close();
  });
}

test("without a script the map's hazards and places are there as text", { skip }, async () => {
  const page = await desk.open({ javaScriptEnabled: false });
  await desk.signIn(page, "alice");
  await page.goto("/map");
  assert.match(await page.textContent(".zones"), /battery/);
  await page.fill("#written", "47.1410, 9.5209");
  await page.click("#place button");
  assert.match(await page.textContent("#found"), /47\.141000, 9\.520900/);
  await page.context().close();
});

test("who left his place leaves no map on it", { skip }, async () => {
  desk.order({ shift: 31 * 60 });
  await alice.waitForSelector("#signed-out:not([hidden])");
  assert.ok(await alice.isHidden("#map"));
  assert.ok(await alice.isHidden(".zones"));
});

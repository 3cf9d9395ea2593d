import { EXTRACT, openDesk } from "./opened_desk.mjs";
import { stands } from "./looked_at_map.mjs";
const desk = await openDesk({ extract: EXTRACT });
try {
const later = (h) => `${new Date(Date.now() + h * 3_600_000).toISOString().slice(0, 16)}Z`;
const TOLD = { source: "field team 2", as_of: later(-1) };
const point = (lon, lat, own) => ({ type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { ...TOLD, ...own } });
const POINTS = JSON.stringify({ type: "FeatureCollection", features: [
  point(9.524, 47.109, { name: "Triesen, school", service_minutes: 5, people: 30, windows: [{ from: later(2), to: later(3) }, { from: later(4), to: later(5) }] }),
  point(9.5096, 47.165, { name: "مطحنة شان", people: 12 }),
  point(9.5296, 47.155, { name: "Старая мельница", people: 12, windows: [{ from: later(-4), to: later(-2) }] }),
] });
const page = await desk.open({ locale: "ar" });
page.on("console", (m) => console.log(m.text()));
await desk.signIn(page, "mariam");
await page.goto("/map/points");
await page.fill("[name=name]", "الفريق ٢");
await page.fill("[name=geojson]", POINTS);
await page.click("#typed button.first-choice");
await page.waitForURL(/map$/);
await stands(page);
await page.click("[data-show='point-1-1']");
await page.click("[data-zoom=out]");
await page.click("[data-zoom=out]");
await stands(page);
await desk.picture(page, "zz-map-ar");
await page.click("a[href='/map/points/1/point/1']");
await stands(page);
await desk.picture(page, "zz-point-ar", { fullPage: true });
const bob = await desk.open({ locale: "ru", colorScheme: "dark", viewport: { width: 320, height: 640 } });
await desk.signIn(bob, "bob");
await bob.goto("/map");
await stands(bob);
await bob.click("[data-show='point-1-3']");
await stands(bob);
await desk.picture(bob, "zz-map-ru-320-dark", { fullPage: true });
await bob.goto("/map/point");
await desk.picture(bob, "zz-point-ru-320-dark", { fullPage: true });
} finally { await desk.close().catch((e) => console.log(e)); }

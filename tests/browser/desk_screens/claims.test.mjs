// Reports of others at the desk: pasted, decided, tied, and a letter, in Arabic and English, narrow and
// wide; pictures are kept in test-output/desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { lookAt } from "./looked_at.mjs";
import { openDesk } from "./opened_desk.mjs";

const SIZES = { 1280: { width: 1280, height: 800 }, 320: { width: 320, height: 640 } };
const ENGLISH = `A way home
20 January 2023
More than 6,500 soldiers have contacted the “Way Home” hotline, according to The Guardian.
Abbas Harun left in 2018 and has lived abroad since 2010. Adham Harun is a consultant.`;
const ARABIC = "قال ممثل عن خط ساخن سُمي بـ«طريق العودة» لصحيفة الغارديان إن 6543 جنديًا استسلموا خلال أربعة أشهر.";
let desk;
let alice;
let mariam;

before(async () => {
  desk = await openDesk();
  alice = await desk.open({ viewport: SIZES[320] });
  mariam = await desk.open({ locale: "ar" });
  await desk.signIn(alice, "alice");
  await desk.signIn(mariam, "mariam");
});
after(() => desk?.close());

/** Look at a screen narrow, and where it is worth it wide and in the dark as well. */
async function look(page, name, { all = false } = {}) {
  for (const [size, colorScheme] of all ? [["1280", "light"], ["320", "dark"], ["320", "light"]] : [["320", "light"]]) {
    await page.setViewportSize(SIZES[size]);
    await page.emulateMedia({ colorScheme });
    await lookAt(desk, page, `claims-${name}-${size}-${colorScheme}`, { fullPage: true });
  }
}

const press = (page, button, goal) => Promise.all([page.waitForURL(goal), page.click(button)]);

async function paste(page, text, outlet) {
  await page.goto("/claims/report");
  await page.fill("#id_report", text);
  await press(page, "#typed button.first-choice", /report\/\d+$/);
  await page.fill("#id_outlet", outlet);
  return page;
}

test("a report is pasted, its guesses corrected, and a claim read as it stands", async () => {
  await alice.goto("/claims/report");
  await alice.setInputFiles("#file", { name: "a.html", mimeType: "text/html", buffer: Buffer.from("<!doctype html><html></html>") });
  await alice.waitForFunction(() => document.getElementById("id_report").value);
  await alice.click("#typed button.first-choice");
  await alice.waitForSelector("#id_report_error");
  await look(alice, "en-refused");
  await paste(alice, ENGLISH, "The Bulletin");
  assert.equal(await alice.inputValue("#id_day"), "2023-01-20");
  await look(alice, "en-report", { all: true });
  await press(alice, "details[open] form button", /report\/\d+$/);
  await press(alice, "[name=decision][value=confirm]", /#claim-/);
  await alice.waitForSelector(".way .tag.here");
  await alice.click("a[href$='/write']");
  await alice.fill("#id_quote", "It snowed.");
  await alice.fill("#id_amount", "2018");
  await alice.fill("#id_number", "3");
  await alice.click("#typed button.first-choice");
  await alice.waitForSelector("#id_quote_error");
  await look(alice, "en-write-wrong");
});

test("an Arabic report contradicts it, once names are tied; the letter is in its language", async () => {
  await paste(mariam, ARABIC, "النشرة");
  await press(mariam, "details[open] form button", /report\/\d+$/);
  await mariam.click("section.way details summary");
  await look(mariam, "ar-report", { all: true });
  await mariam.goto("/claims");
  await mariam.click("a[href='/claims/names']");
  await look(mariam, "ar-names");
  for (const name of ["طريق العودة", "الغارديان"]) {
    await mariam.click(`.staff form:has([name=second][value="${name}"]) button`);
    await mariam.waitForSelector(`.staff form:has([name=untie]):has([value="${name}"])`);
  }
  await mariam.goto("/claims");
  assert.equal(await mariam.locator("section.way").first().locator(".danger").count(), 1, "the worst on top");
  await mariam.locator("section.way").first().locator("a[href*='#claim-']").nth(1).click();
  await mariam.waitForURL(/#claim-/);
  await mariam.click("a[href$='/mend']");
  await mariam.fill("#id_number", "");
  await mariam.click("#typed button.first-choice");
  await mariam.waitForSelector("#id_number_error");
  await look(mariam, "ar-mend-wrong");
  await mariam.fill("#id_number", "6543");
  await mariam.fill("#id_reason", "قرأته");
  await press(mariam, "#typed button.first-choice", /#claim-/);
  await mariam.goto("/claims");
  await look(mariam, "ar-read", { all: true });
  await press(mariam, "a[href^='/claims/letter/']", /letter/);
  assert.match(await mariam.textContent(".copy"), /إلى هيئة تحرير «النشرة» المحترمة/);
  await look(mariam, "ar-letter");
  await alice.goto("/claims");
  await look(alice, "en-read");
});

// Looks at every screen of the desk: in four languages, wide and narrow, light and dark.
// Pictures are kept in test-output/desk; it asserts what a picture cannot show.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fits, lookAt } from "./looked_at.mjs";
import { openDesk } from "./opened_desk.mjs";

const SIZES = { 1280: { width: 1280, height: 800 }, 320: { width: 320, height: 640 } };
const OPERATORS = { en: "alice", ar: "mariam", ru: "bob", uk: "olena" };
let desk;

before(async () => { desk = await openDesk({ figures: true }); });
after(() => desk.close());

async function look(page, name, more) {
  await desk.picture(page, name, more);
  await fits(page, name);
}

// What belongs to the people at the desk: one thing on each page, whatever the length of it.
async function lookAtStaff(page, at) {
  const whole = { fullPage: true };
  await page.goto("/operators");
  await look(page, `${at}-operators`, whole);
  const [box, label] = await page.evaluate(() => ["#id_is_administrator", "label[for=id_is_administrator]"]
    .map((each) => document.querySelector(each).getBoundingClientRect().toJSON()));
  assert.ok(box.top < label.bottom && label.top < box.bottom, `${at}: the box stands beside its words`);
  await page.click(".staff a.button");
  await page.waitForSelector(".plain-words");
  await look(page, `${at}-shut-out`, whole);
  await page.goto("/password");
  await look(page, `${at}-password`, whole);
  await page.goto("/audit");
  await look(page, `${at}-audit`, whole);
}

async function lookAround(page, language, at, narrow) {
  await page.goto(desk.told.first);
  await look(page, `${at}-first`);
  await page.goto("/sign-in");
  await look(page, `${at}-sign-in`);
  await desk.signIn(page, OPERATORS[language]);
  await look(page, `${at}-queue`);
  await lookAtStaff(page, at);
  if (language === "en") {
    await page.goto("/operators");
    await page.click(".one-thing form button.first-choice");
    await page.waitForSelector(".copy");
    await look(page, `${at}-invite`);
    await page.click(".menu summary");
    await look(page, `${at}-menu`);
    await page.goto("/case/99");
    await look(page, `${at}-no-such-case`);
  }
  await page.goto("/case/3");
  await page.waitForFunction(() => !document.querySelector("[data-keys]").hidden);
  await look(page, `${at}-case`);
  if (narrow) {
    await page.click("[data-tab=person]");
    await look(page, `${at}-person`);
    await page.click("[data-tab=queue]");
    await look(page, `${at}-case-queue`);
  }
  await page.click("[data-keys]");
  await look(page, `${at}-keys`);
  assert.equal(await page.evaluate(() => document.getElementById("keys").scrollTop), 0, `${at}: keys from their beginning`);
  assert.equal(await page.evaluate(() => document.activeElement.id), "keys-title");
}

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"]) {
    for (const language of Object.keys(OPERATORS)) {
      const at = `${language}-${size}-${colorScheme}`;
      test(`the screens fit and can be touched: ${at}`, async () => {
        const page = await desk.open({ viewport, colorScheme, locale: language });
        await lookAround(page, language, at, size === "320");
        await page.context().close();
      });
    }
  }
}

// In each language: the figure's number said of something else, typed and sent by keyboard.
test("published figures are said, and a text is looked over", async () => {
  const page = await desk.open({ viewport: SIZES[320] });
  await desk.signIn(page, OPERATORS.en);
  for (const language of Object.keys(OPERATORS)) {
    await page.goto("/figures");
    await page.evaluate((code) => document.querySelector(`.languages [value=${code}]`).click(), language);
    await page.waitForFunction((code) => document.documentElement.lang === code, language);
    await page.emulateMedia({ colorScheme: language === "uk" ? "dark" : "light" });
    const number = await page.evaluate(() => /\d,?\d{3}|\d{3}/.exec(document.querySelector(".copy[lang=en]").textContent)[0]);
    await page.focus("#id_text");
    await page.keyboard.type(`${number} soldiers surrendered.`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[role=status] .notice.danger q");
    const running = page.locator("section", { has: page.locator("#figure-1") });
    for (const summary of await running.locator("summary").all()) await summary.click();
    await lookAt(desk, page, `${language}-320-figures`, { fullPage: true });
    if (["en", "ar"].includes(language)) {
      await page.setViewportSize(SIZES[1280]);
      await lookAt(desk, page, `${language}-1280-figures`, { fullPage: true });
      await page.setViewportSize(SIZES[320]);
    }
  }
  await page.context().close();
});

// Who speaks for the hotline sees what is due tomorrow, and copies the line in the press's language.
test("a spokesperson sees figures before their day, and copies a quotation", async () => {
  for (const language of ["en", "ar"]) {
    const page = await desk.open({ viewport: SIZES[320], permissions: ["clipboard-read", "clipboard-write"] });
    await desk.signIn(page, OPERATORS[language]);
    await page.goto("/figures");
    await page.evaluate((code) => document.querySelector(`.languages [value=${code}]`).click(), language);
    await page.waitForFunction((code) => document.documentElement.lang === code, language);
    await page.click("form[action='/figures/early'] button");
    await page.waitForSelector(".one-thing .notice.wait");
    await page.click("section summary");
    const quoted = page.locator(".brought", { has: page.locator("[lang=uk].copy") }).first();
    await quoted.locator("[data-copy]").click();
    await quoted.locator("[data-copied]").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, (await quoted.locator(".copy").textContent()).trim());
    assert.match(copied, /^З .+ звернулися приблизно/);
    await lookAt(desk, page, `${language}-320-figures-early`, { fullPage: true });
    await page.context().close();
  }
});

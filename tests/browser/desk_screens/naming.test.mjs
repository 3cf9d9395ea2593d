// Looks at the screens for an address that a person named, and for merging a case by its number.
// Pictures are kept in test-output/desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { lookAt } from "./looked_at.mjs";
import { openDesk } from "./opened_desk.mjs";

const SIZES = { 1280: { width: 1280, height: 800 }, 320: { width: 320, height: 640 } };
const OPERATORS = { ar: "mariam", en: "alice", ru: "bob", uk: "olena" };
const LOOKED_AT = [
  ["ar", 320, "light"], ["ar", 1280, "dark"], ["ru", 320, "dark"], ["uk", 1280, "light"], ["en", 320, "light"],
];
let desk, numbers = 0;

before(async () => { desk = await openDesk(); });
after(() => desk.close());

const look = (page, name) => lookAt(desk, page, name, { fullPage: true });

async function name(page, number, address) {
  await page.goto(`/case/${number}/name`);
  await page.selectOption("[name=line]", "signal");
  await page.fill("[name=address]", address);
  await page.click("main button.first-choice");
}

for (const [language, size, colorScheme] of LOOKED_AT) {
  const [at, viewport, operator] = [`${language}-${size}-${colorScheme}`, SIZES[size], OPERATORS[language]];
  test(`a named address and two cases of one person can be read and decided: ${at}`, async () => {
    const page = await desk.open({ viewport, colorScheme, locale: language });
    await desk.signIn(page, operator);
    await page.goto("/case/2/name");
    await look(page, `${at}-name`);
    await name(page, 2, "050 123 45 67");
    await page.waitForSelector("#id_address_error");
    assert.equal(await page.inputValue("[name=address]"), "050 123 45 67");
    await look(page, `${at}-name-wrong`);
    numbers += 1;
    await name(page, 2, `+38050123${4000 + numbers}`);
    await page.waitForURL(/person$/);
    await page.locator("#reached-title").scrollIntoViewIfNeeded();
    await look(page, `${at}-named`);
    await name(page, 1, `+38050123${4000 + numbers}`);
    await page.waitForSelector("#elsewhere");
    await look(page, `${at}-name-elsewhere`);
    await page.goto("/case/1/merge");
    await page.fill("[name=case]", "99");
    await page.click("main button.first-choice");
    await page.waitForSelector("#id_case_error");
    await look(page, `${at}-merge-wrong`);
    await page.fill("[name=case]", "4");
    await page.click("main button.first-choice");
    await page.waitForSelector(".brief");
    assert.equal(await page.locator(".brief").count(), 2);
    await look(page, `${at}-merging`);
    await page.goto("/case/2/person");
    await page.locator("form[action$=take-back] button").first().click();
    await page.waitForURL(/person$/);
    await page.context().close();
  });
}

test("who was named gets the first words by one press, and his answer lands in the case", async () => {
  const page = await desk.open();
  await desk.signIn(page, "alice");
  await name(page, 5, "+380 50 765-43-21");
  await page.waitForURL(/person$/);
  const way = page.locator(".reached li", { hasText: "+380507654321" });
  await way.locator("button", { hasText: "Send these first words" }).click();
  await page.waitForSelector(".item.reply >> text=Hello. We were given");
  await page.waitForSelector("text=Signal: waits here for the line");
  desk.order({ signal: "+380507654321", text: "Who is it?", lang: "en" });
  await page.waitForSelector('[data-shows="items"]:not([hidden])');
  await page.click('[data-shows="items"]');
  await page.waitForSelector(".item >> text=Who is it?");
});

test("other first words are stopped, kept, and asked of a colleague", async () => {
  const page = await desk.open();
  await desk.signIn(page, "alice");
  await name(page, 4, "+380 50 765-43-22");
  await page.waitForURL(/person$/);
  await page.goto("/case/4");
  await page.fill("#text", "Your brother asked us");
  if (!await page.isChecked("#other-ways")) await page.check("#other-ways");
  await page.locator(".way-out", { hasText: "Signal" }).locator("input").check();
  await page.click("#reply button.first-choice");
  await page.waitForSelector("#against");
  assert.equal(await page.inputValue("#text"), "Your brother asked us");
  await desk.picture(page, "en-1280-light-named-against");
  await page.click("#reply button[name=ask]");
  await page.waitForSelector("#releases details");
});

test("two cases are merged by a number without script, and separated again", async () => {
  const page = await desk.open({ javaScriptEnabled: false });
  await desk.signIn(page, "alice");
  await page.goto("/case/1/person");
  await page.click('a[href="/case/1/merge"]');
  await page.fill("[name=case]", "4");
  await page.click("main button.first-choice");
  await page.click("button[name=confirmed]");
  await page.waitForURL(/person$/);
  await page.click("text=Separate case 4");
  await page.waitForURL(/person$/);
  assert.equal(await page.locator("text=Separate case 4").count(), 0);
});

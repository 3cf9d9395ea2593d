// Looks at what belongs to several people and to relatives: in Arabic and Russian, wide and narrow,
// light and dark. Pictures are kept in test-output/desk. Case 3 becomes a group's, case 1 asks about it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { lookAt } from "./looked_at.mjs";
import { openDesk } from "./opened_desk.mjs";

const SIZES = { 1280: { width: 1280, height: 800 }, 320: { width: 320, height: 640 } };
const OPERATORS = { ar: "mariam", ru: "bob" };
const NAMES = ["داود، الجريح", "Karim <b>, his brother, with a very long description of himself"];
let desk;

before(async () => {
  desk = await openDesk();
  const page = await desk.open();
  await desk.signIn(page, "alice");
  for (const name of NAMES) {
    await page.goto("/case/3/member");
    await page.fill("[name=label]", name);
    await page.fill("[name=notes]", "ندبة فوق العين اليسرى");
    await page.click("#typed button");
    await page.waitForURL(/person$/);
  }
  await page.goto("/case/1/relate");
  await page.fill("[name=case]", "3");
  await page.click("#typed button");
  await page.waitForURL(/person$/);
  await page.goto("/case/3/relation/1");
  await page.check("[name=permits][value=alive]");
  await page.fill("[name=wording]", "قولوا لأمي إني حي");
  await page.click("#typed button");
  await page.waitForSelector("blockquote");
  await page.context().close();
});
after(() => desk.close());

const look = (page, name, more) => lookAt(desk, page, name, more);

test("who said it is heard too, once it is known", async () => {
  const page = await desk.open();
  await desk.signIn(page, "alice");
  await page.goto("/case/3");
  assert.match(await page.textContent(".item.message .beneath"), /not known which of them/);
  await page.goto("/case/3/person");
  await page.selectOption("#page-3", { label: NAMES[0] });
  await page.click(".whose-way button");
  await page.goto("/case/3");
  assert.match(await page.textContent(".item.message .beneath"), new RegExp(`said by\\s+${NAMES[0]}`));
  await page.context().close();
});

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [language, operator] of Object.entries(OPERATORS)) {
      const at = `${language}-${size}-${colorScheme}`;
      test(`people and relatives can be read, touched and decided: ${at}`, async () => {
        const page = await desk.open({ viewport, colorScheme, locale: language });
        await desk.signIn(page, operator);
        await page.goto("/case/3");
        await look(page, `${at}-people-case`);
        await page.goto("/case/3/person");
        await page.locator("#people-title").scrollIntoViewIfNeeded();
        await look(page, `${at}-people-person`);
        await page.goto("/case/1");
        await look(page, `${at}-people-relative`);
        await page.goto("/case/3/member/1");
        await look(page, `${at}-people-member`, { fullPage: true });
        await page.goto("/case/3/relation/1");
        await look(page, `${at}-people-relation`, { fullPage: true });
        await page.context().close();
      });
    }
  }
}

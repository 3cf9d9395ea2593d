// Looks at every screen of the desk: in four languages, wide and narrow, light and dark.
// Usage: node screens.mjs FOLDER-FOR-PICTURES [PYTHON]. It asserts what a picture cannot.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { openDesk } from "./opened_desk.mjs";

const folder = process.argv[2];
const python = process.argv[3] ?? "python3";
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 320, height: 640 };

await mkdir(folder, { recursive: true });
const desk = await openDesk(python);

let taken = 0;
async function look(page, name) {
  await page.screenshot({ path: `${folder}/${name}.png` });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${name} is ${overflow} px too wide`);
  taken += 1;
}

try {
  for (const [size, viewport] of [["1280", WIDE], ["320", NARROW]]) {
    for (const scheme of ["light", "dark"]) {
      for (const [language, name] of [["en", "alice"], ["ar", "mariam"], ["ru", "bob"], ["uk", "olena"]]) {
        if (language === "uk" && scheme === "dark") continue;
        const page = await desk.open({ viewport, colorScheme: scheme, locale: language });
        const at = `${language}-${size}-${scheme}`;
        await page.goto(desk.told.first);
        await look(page, `${at}-first`);
        await page.goto("/sign-in");
        await look(page, `${at}-sign-in`);
        await desk.signIn(page, name);
        await look(page, `${at}-queue`);
        await page.goto("/case/3");
        await page.waitForTimeout(150);
        await look(page, `${at}-case`);
        if (size === "320") {
          await page.click("[data-tab=person]");
          await look(page, `${at}-person`);
          await page.click("[data-tab=queue]");
          await look(page, `${at}-case-queue`);
        }
        if (language === "en") {
          await page.goto("/operators");
          await page.click("button.first-choice");
          await look(page, `${at}-invite`);
          await page.click(".menu summary");
          await look(page, `${at}-menu`);
          await page.goto("/case/99");
          await look(page, `${at}-no-such-case`);
          await page.goto("/case/3");
        }
        await page.click("[data-keys]");
        await look(page, `${at}-keys`);
        await page.context().close();
      }
    }
  }
  console.log(`${taken} pictures in ${folder}`);
} finally {
  await desk.close();
}

// What every screen of the desk is held to, whoever looks at it: not too wide, to be touched, heard.
import assert from "node:assert/strict";
import { AXE } from "../page/harness.js";

const TOUCHED = "button, summary, select, .button, .way-out, .tick, input:not([type=hidden]), textarea";

/** What a screen reader or a tired eye would stumble over. */
export async function hasNoBarrier(page, name) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map((each) => `${name}: ${each.id} ${each.nodes[0].html}`), []);
}

/** Nothing is wider than the window, and what is pressed is 44 px high. */
export async function fits(page, name) {
  await page.waitForLoadState(); // before its styles are there nothing has its size
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${name} is ${overflow} px too wide`);
  const small = await page.evaluate((touched) => [...document.querySelectorAll(touched)]
    .filter((each) => each.checkVisibility() && !["checkbox", "radio"].includes(each.type))
    .filter((each) => each.getBoundingClientRect().height < 43.5).map((each) => each.outerHTML.slice(0, 80)), TOUCHED);
  assert.deepEqual(small, [], `${name}: too small to touch`);
}

/** A picture of a screen that is held to all of that. */
export async function lookAt(desk, page, name, more = {}) {
  await desk.picture(page, name, more);
  await fits(page, name);
  await hasNoBarrier(page, name);
}

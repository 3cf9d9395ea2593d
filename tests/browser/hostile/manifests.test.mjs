/**
 * A front that drops, repeats, reorders or swaps manifests: no message is sealed to a stranger, and
 * a conversation that has begun goes on with what the desk signed.
 */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { EN, Siege } from './siege.mjs';

const LIMIT = { timeout: 180_000 };
/** A page asks for the manifest again at its twenty-first beat: within these seconds. */
const SECOND_MANIFEST = 310;
const KEPT = EN.stateKept.split('{')[0];
let siege;

before(async () => {
  siege = await Siege.begin(['drop-manifests', 'repeat-manifests:1', 'reorder-manifests:0:1000', 'swap-manifests']);
});
after(() => siege?.end());

/** Nothing leaves: there is nobody to seal it to. */
async function keepsTheMessage(behaviour, text, notice) {
  const caller = await siege.caller(behaviour, text);
  await caller.window.sees(notice);
  await caller.window.sees(KEPT);
  const operator = await siege.operator.beside();
  await operator.window.go(siege.hotline.desk);
  assert.ok(!(await operator.window.page.content()).includes(text));
  assert.equal(await caller.claimedDelivery(), false);
  assert.equal(await caller.hasSaid(EN.stateFront), false);
  assert.ok((await siege.deeds(behaviour)) > 0);
}

/** Five minutes go by quickly, for both at once, when both have had their answers. */
const answered = [];
function fiveMinutesLater() {
  const passed = new Promise((done) => answered.push(done));
  if (answered.length === 2) void hurry().then(() => answered.forEach((done) => done()));
  return passed;
}
async function hurry() {
  for (let at = 0; at < SECOND_MANIFEST; at += 5) await siege.pass(5);
}

/** Everything works with the manifest that the page has; the older one is refused. */
async function goesOnWithWhatItHas(behaviour, text) {
  const caller = await siege.caller(behaviour, text);
  const operator = await siege.operator.beside();
  await operator.findCase(text);
  await operator.answer(`An answer to: ${text}`);
  await caller.seeTalk();
  await caller.window.sees(`An answer to: ${text}`);
  await fiveMinutesLater();
  await caller.window.sees(EN.oldManifest);
  assert.deepEqual(await caller.states(), [EN.stateSeen]);
  assert.deepEqual(await caller.answers(), [`An answer to: ${text}`]);
  assert.ok((await siege.deeds(behaviour)) > 0);
}

describe('a front that plays with manifests', { concurrency: 4 }, () => {
  test(`drops them: the caller reads “${EN.serverUnready}” and “${KEPT}…”`, LIMIT, () =>
    keepsTheMessage('drop-manifests', 'There is no manifest.', EN.serverUnready));

  test(`swaps them for its own: the caller reads “${EN.foreignServer}” and “${KEPT}…”`, LIMIT, () =>
    keepsTheMessage('swap-manifests', 'There is a false manifest.', EN.foreignServer));

  test(`repeats an old one: the caller reads “${EN.oldManifest}” and goes on`, LIMIT, () =>
    goesOnWithWhatItHas('repeat-manifests', 'Always the same manifest.'));

  test(`reorders them: the caller reads “${EN.oldManifest}” and goes on`, LIMIT, () =>
    goesOnWithWhatItHas('reorder-manifests', 'Old and new manifests in turn.'));
});

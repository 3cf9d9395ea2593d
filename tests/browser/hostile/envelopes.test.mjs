/**
 * A front that drops, repeats, reorders or swaps envelopes: what the caller is told and what the
 * operator sees. "The desk has it" stands on a page only when the desk has it.
 */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { until } from '../first_contact/people.mjs';
import { EN, Siege } from './siege.mjs';

const LIMIT = { timeout: 180_000 };
const AGAIN = EN.stateAgain.split('{')[0];
let siege;

before(async () => {
  siege = await Siege.begin(['drop-envelopes:1', 'repeat-envelopes', 'reorder-envelopes:1', 'swap-envelopes']);
});
after(() => siege?.end());

/** Three minutes go by for everybody at once, when those who wait for that are there. */
const waiting = [];
function threeMinutesLater() {
  const passed = new Promise((done) => waiting.push(done));
  if (waiting.length === 2)
    siege.hotline.order({ do: 'clock', seconds: (siege.moved += 200) }).then(() => waiting.forEach((done) => done()));
  return passed;
}

describe('a front that plays with envelopes', { concurrency: 4 }, () => {
  test(`drops them: the caller reads “${EN.stateFront}”, then “${AGAIN}…”`, LIMIT, async () => {
    const caller = await siege.caller('drop-envelopes', 'Dropped on the way.');
    await caller.seeTalk();
    await caller.window.sees(EN.stateFront);
    await threeMinutesLater();
    await caller.window.sees(AGAIN);
    const operator = await siege.operator.beside();
    await operator.window.go(siege.hotline.desk);
    assert.ok(!(await operator.window.page.content()).includes('Dropped on the way.'));
    assert.ok((await siege.deeds('drop-envelopes')) > 0);
    assert.equal(await caller.claimedDelivery(), false);
  });

  test(`repeats them: the operator reads each once, the caller reads “${EN.stateDesk}”`, LIMIT, async () => {
    const caller = await siege.caller('repeat-envelopes', 'Repeated on the way.');
    const operator = await siege.operator.beside();
    await operator.findCase('Repeated on the way.');
    await caller.seeTalk();
    await caller.window.sees(EN.stateSeen);
    await operator.answer('An answer to a repeated message.');
    await caller.window.sees('An answer to a repeated message.');
    assert.deepEqual(await operator.messages(), ['Repeated on the way.']);
    assert.deepEqual(await caller.answers(), ['An answer to a repeated message.']);
    assert.ok((await siege.deeds('repeat-envelopes')) > 0);
  });

  test('reorders them: the operator reads them in the order in which they were written', LIMIT, async () => {
    const caller = await siege.caller('reorder-envelopes', 'First of two.');
    await caller.send('Second of two.');
    await caller.seeTalk();
    await until('both delivered', async () =>
      (await caller.states()).every((state) => [EN.stateDesk, EN.stateSeen].includes(state)));
    const operator = await siege.operator.beside();
    await operator.findCase('of two.');
    assert.deepEqual(await operator.messages(), ['First of two.', 'Second of two.']);
    assert.equal(await operator.window.page.locator('.gap').count(), 0);
    assert.ok((await siege.deeds('reorder-envelopes')) > 0);
  });

  test(`swaps their halves: the caller reads “${EN.stateFront}”, the operator that envelopes did not open`, LIMIT, async () => {
    const caller = await siege.caller('swap-envelopes', 'Swapped on the way.');
    await caller.seeTalk();
    await caller.window.sees(EN.stateFront);
    const operator = await siege.operator.beside();
    await operator.window.go(siege.hotline.desk);
    await until('the operator is told', async () =>
      /\d+ envelopes did not open/.test(await operator.window.page.locator('body').innerText()));
    await threeMinutesLater();
    await caller.window.sees(AGAIN);
    await operator.window.go(siege.hotline.desk);
    assert.ok(!(await operator.window.page.content()).includes('Swapped on the way.'));
    assert.equal(await caller.claimedDelivery(), false);
  });
});

/**
 * A front that drops, repeats, reorders or swaps buckets: the desk has every message, and a page
 * that cannot know it does not say so.
 */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { until } from '../first_contact/people.mjs';
import { EN, Siege } from './siege.mjs';

const LIMIT = { timeout: 180_000 };
let siege;

before(async () => {
  siege = await Siege.begin(['drop-buckets', 'repeat-buckets:1', 'reorder-buckets:1', 'swap-buckets']);
});
after(() => siege?.end());

/** The desk has it and answers; the page, which gets nothing to believe, says neither. */
async function isKeptInTheDark(behaviour, text, notice) {
  const caller = await siege.caller(behaviour, text);
  const operator = await siege.operator.beside();
  await operator.findCase(text);
  await operator.answer(`An answer to: ${text}`);
  await caller.seeTalk();
  await caller.window.sees(notice);
  await nextBeat(behaviour);
  assert.deepEqual(await caller.states(), [EN.stateFront]);
  assert.deepEqual(await caller.answers(), []);
  assert.equal(await caller.claimedDelivery(), false);
  assert.ok((await siege.deeds(behaviour)) > 0);
}

/** Until the page has asked this front once more. */
async function nextBeat(behaviour) {
  const before = await siege.deeds(behaviour);
  await until('one more beat', async () => (await siege.deeds(behaviour)) > before);
}

describe('a front that plays with buckets', { concurrency: 4 }, () => {
  test(`drops them: the caller reads “${EN.serverUnready}”`, LIMIT, () =>
    isKeptInTheDark('drop-buckets', 'Nothing comes back.', EN.serverUnready));

  test(`repeats an old one: the caller reads “${EN.oldAnswer}”`, LIMIT, () =>
    isKeptInTheDark('repeat-buckets', 'Always the same comes back.', EN.oldAnswer));

  test(`swaps what is in them: the caller reads “${EN.unsignedAnswer}”`, LIMIT, () =>
    isKeptInTheDark('swap-buckets', 'Something else comes back.', EN.unsignedAnswer));

  test(`reorders them: the caller reads “${EN.oldAnswer}”, and every answer once and in order`, LIMIT, async () => {
    const caller = await siege.caller('reorder-buckets', 'Old and new come back in turn.');
    const operator = await siege.operator.beside();
    await operator.findCase('Old and new come back in turn.');
    await operator.answer('First answer.');
    await operator.answer('Second answer.');
    await caller.seeTalk();
    await caller.window.sees(EN.oldAnswer);
    await caller.window.sees('Second answer.');
    assert.deepEqual(await caller.answers(), ['First answer.', 'Second answer.']);
    assert.deepEqual(await caller.states(), [EN.stateSeen]);
    assert.ok((await siege.deeds('reorder-buckets')) > 0);
  });
});

/** Hand-overs as a visit knows them: what is withdrawn, expired or replaced can't be taken. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { canAccept, canRefuse, canReport, handoversIn, standingIn } from '../../web/team/handovers.js';
import { vectorFile } from '../seal/vectors.js';

const [{ handover: FULL }] = JSON.parse(readFileSync(vectorFile('team'), 'utf8')).replies;
const TIME = FULL.window.from - 600;
const OTHER = `${'B'.repeat(21)}A`;
let first = 0;
const sent = (change = {}) => ({ first: (first += 1), text: '', handover: { ...FULL, ...change } });
const withdrawn = (revision, reason = 'aborted', handover = FULL.id) => ({
  first: (first += 1),
  text: '',
  withdraw: { handover, revision, reason },
});
const said = (say, revision = FULL.revision, more = {}) => ({ word: { say, handover: FULL.id, revision, ...more } });
const only = (replies, letters = [], time = TIME) => handoversIn(replies, letters, time)[0];

test('what came is offered, and can be taken or not', () => {
  const handover = only([sent()]);
  assert.equal(handover.state, 'offered');
  assert.ok(handover.open && canAccept(handover) && canRefuse(handover) && !handover.seen);
});

test('the last word of this revision is where it stands', () => {
  const words = [said('seen'), said('accept')];
  assert.equal(only([sent()], words).state, 'accepted');
  assert.ok(only([sent()], words).seen);
  words.push(said('refuse', FULL.revision, { reason: 'danger' }));
  assert.equal(only([sent()], words).state, 'refused');
  words.push(said('accept'), said('outcome', FULL.revision, { outcome: 'arrived', people: 4 }));
  const reported = only([sent()], words);
  assert.deepEqual([reported.state, reported.outcome], ['reported', 'arrived']);
  assert.ok(!canAccept(reported) && !canRefuse(reported));
  assert.equal(reported.letters.length, 4, '"seen" is nothing that a person said');
});

test('a yes to an earlier revision is none', () => {
  const words = [said('seen', 1), said('accept', 1)];
  const handover = only([sent({ revision: 1 }), sent({ revision: 2 })], words);
  assert.deepEqual([handover.revision, handover.state, handover.seen, handover.replaced], [2, 'offered', false, true]);
  assert.equal(handover.before.revision, 1, 'what it was before is known');
  assert.ok(canAccept(handover));
});

test('the highest revision counts, whichever came first, and each stands once', () => {
  const replies = [sent({ revision: 3, people: 1 }), sent({ revision: 2, people: 2 })];
  const all = handoversIn(replies, [], TIME);
  assert.deepEqual(all.map(({ revision, package: each }) => [revision, each.people]), [[3, 1]]);
});

test('what is withdrawn can not be taken, whatever was said; a later revision can', () => {
  for (const replies of [[sent(), withdrawn(2)], [withdrawn(2, 'replaced'), sent()]]) {
    for (const words of [[], [said('accept')], [said('refuse')]]) {
      const handover = only(replies, words);
      assert.ok(handover.withdrawn && !handover.open && !canAccept(handover) && !canRefuse(handover));
    }
  }
  const later = only([sent(), withdrawn(2), sent({ revision: 3 })]);
  assert.ok(later.withdrawn === null && canAccept(later));
  assert.ok(canAccept(only([sent(), withdrawn(1)])), 'an older one was taken back');
  assert.ok(canAccept(only([sent(), withdrawn(9, 'aborted', OTHER)])), 'another was taken back');
});

test('what has expired can not be taken, from its second on', () => {
  assert.ok(canAccept(only([sent()], [], FULL.expires - 1)));
  for (const time of [FULL.expires, FULL.expires + 86_400]) {
    const handover = only([sent()], [said('accept')], time);
    assert.ok(handover.expired && !canAccept(handover) && !canRefuse(handover));
  }
});

test('what happened can be said of what was spoken of, is over, or may be of an earlier visit', () => {
  assert.ok(!canReport(only([sent()]), false));
  assert.ok(!canReport(only([sent()], [said('seen')]), false));
  assert.ok(canReport(only([sent()]), true));
  assert.ok(canReport(only([sent({ revision: 1 }), sent()], [said('accept', 1)]), false));
  assert.ok(canReport(only([sent(), withdrawn(2)]), false));
  assert.ok(canReport(only([sent()], [], FULL.expires), false));
});

test('open ones stand first, the soonest first', () => {
  const { from, until } = FULL.window;
  const later = { window: { from: from + 60, until }, id: OTHER };
  const gone = { window: { from: from - 60, until }, id: `${'C'.repeat(21)}A` };
  const replies = [sent(gone), withdrawn(2, 'other', gone.id), sent(later), sent()];
  assert.deepEqual(handoversIn(replies, [], TIME).map(({ id }) => id), [FULL.id, OTHER, gone.id]);
});

test('the standing is the last that the desk told, by number', () => {
  assert.equal(standingIn([{ first: 1, text: 'x' }]), null);
  const told = [{ first: 9, standing: 'revoked' }, { first: 2, standing: 'confirmed' }];
  assert.equal(standingIn(told), 'revoked');
});

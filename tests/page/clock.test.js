/** The clock: what beats cost, and that nothing but the clock decides when they come. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apart, BEAT, Clock, SAVING_APART, STALL } from '../../web/page/clock.js';

const MINUTE = 60_000;
const BEAT_BYTES = 8_256 + 32_896;
const MANIFEST_BYTES = 8_192;

/** Run a clock for so long; each beat takes `took` ms. Gives when each began. */
function beats(clock, from, until, took = 8_500) {
  const began = [];
  let manifests = 0;
  while (clock.next < until) {
    const now = clock.next;
    assert.ok(clock.due(now));
    manifests += clock.begin(now) ? 1 : 0;
    began.push(now - from);
    clock.end(now + took);
  }
  return { began, manifests };
}

test('the first hour takes 4.6 MB', () => {
  const clock = new Clock();
  clock.start(0);
  const { began, manifests } = beats(clock, 0, 60 * MINUTE);
  assert.equal(began.length, 40 + 40 + 30);
  const bytes = began.length * BEAT_BYTES + manifests * MANIFEST_BYTES;
  assert.equal((bytes / 1e6).toFixed(1), '4.6');
});

test('beats are 15 s, then 30 s, then 60 s apart, from the beginning on', () => {
  assert.deepEqual(
    [0, 10 * MINUTE - 1, 10 * MINUTE, 30 * MINUTE - 1, 30 * MINUTE, 300 * MINUTE].map((at) => apart(at)),
    [15_000, 15_000, 30_000, 30_000, 60_000, 60_000],
  );
});

test('the first beat is at once, and the manifest comes with every twentieth', () => {
  const clock = new Clock();
  assert.equal(clock.running, false);
  clock.start(1_000);
  assert.ok(clock.due(1_000));
  const withManifest = Array.from({ length: 41 }, () => {
    const now = clock.next;
    const fetched = clock.begin(now);
    clock.end(now + 8_000);
    return fetched;
  });
  assert.deepEqual(withManifest.flatMap((is, at) => (is ? [at] : [])), [0, 20, 40]);
});

test('no beat begins within 5 s of the end of the last', () => {
  const clock = new Clock();
  clock.start(0);
  clock.begin(0);
  clock.end(40_000);
  assert.equal(clock.next, 40_000 + BEAT.rest);
  assert.equal(clock.due(44_999), false);
});

test('"keep talking" brings the quick pace back, and the far beat near', () => {
  const clock = new Clock();
  clock.start(0);
  beats(clock, 0, 40 * MINUTE);
  const now = 40 * MINUTE - 20_000;
  assert.ok(clock.slowed(now));
  clock.keepTalking(now);
  assert.equal(clock.slowed(now), false);
  assert.ok(clock.next - now <= 15_000);
  const { began } = beats(clock, now, now + 10 * MINUTE);
  assert.ok(began.length >= 39);
});

test('saving data makes a beat every two minutes, and ends when it is switched off', () => {
  const clock = new Clock();
  clock.start(0);
  clock.begin(0);
  clock.end(8_000);
  clock.save(true, 9_000);
  assert.equal(clock.next, 8_000 + SAVING_APART);
  assert.equal(apart(0, { saving: true }), SAVING_APART);
  clock.save(false, 20_000);
  assert.equal(clock.next, 35_000);
});

test('a tick that stands still makes beats 240 s apart for everybody, until it moves', () => {
  const clock = new Clock();
  clock.start(0);
  clock.begin(0);
  clock.stall(true, 8_000);
  clock.end(8_000);
  clock.begin(clock.next);
  assert.equal(clock.next, 15_000 + STALL.apart);
  clock.stall(false, 23_000);
  clock.end(23_000);
  assert.equal(clock.next, 38_000);
});

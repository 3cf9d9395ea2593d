/** Where people are on a way at a moment: before it begins, while they wait, between points, at its end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWay, whereAt } from '../../web/map/following.js';
import { metres } from '../../web/map/distance.js';

const WAY = { line: [[9, 47], [9.2, 47.1], [9.2, 47.1], [9.3, 47]], times: [100, 200, 500, 600] };

test('they stand at the beginning before they set out, and at the end after they came', () => {
  assert.deepEqual(whereAt(WAY, 99), { state: 'before', point: [9, 47] });
  assert.deepEqual(whereAt(WAY, 600), { state: 'there', point: [9.3, 47] });
  assert.deepEqual(whereAt(WAY, 10_000), { state: 'there', point: [9.3, 47] });
});

test('between two points they are as far as the time is', () => {
  const { state, point } = whereAt(WAY, 150);
  assert.equal(state, 'moves');
  assert.ok(metres(point, [9.1, 47.05]) < 1);
  assert.deepEqual(whereAt(WAY, 100).point, [9, 47]);
});

test('who waits stays where he is, from the first second to the last', () => {
  for (const moment of [200, 350, 499]) assert.deepEqual(whereAt(WAY, moment), { state: 'waits', point: [9.2, 47.1] });
  assert.equal(whereAt(WAY, 500).state, 'moves');
});

test('who waits where he begins has not set out, and who waits where the way ends is there', () => {
  const patient = { line: [[9, 47], [9, 47], [9, 47], [9.2, 47.1], [9.2, 47.1]], times: [100, 200, 300, 400, 500] };
  const states = [100, 250, 299, 300, 399, 400, 500].map((moment) => whereAt(patient, moment).state);
  assert.deepEqual(states, ['before', 'before', 'before', 'moves', 'moves', 'there', 'there']);
});

test('two points in one second are passed in it', () => {
  const quick = { line: [[9, 47], [9.1, 47], [9.2, 47], [9.3, 47]], times: [100, 200, 200, 300] };
  assert.deepEqual(whereAt(quick, 200), { state: 'moves', point: [9.2, 47] });
});

test('a way of one point is one where nobody moves', () => {
  const staying = { line: [[9, 47]], times: [100] };
  assert.equal(whereAt(staying, 50).state, 'before');
  assert.deepEqual(whereAt(staying, 100), { state: 'there', point: [9, 47] });
});

test('what has no time for each of its points is no way, and is not drawn', () => {
  assert.ok(isWay(WAY));
  for (const wrong of [undefined, {}, { line: [], times: [] }, { line: [[9, 47]], times: [] }, { line: 'x', times: 'x' }]) assert.ok(!isWay(wrong));
});

test('distances are those of the ground', () => {
  assert.ok(Math.abs(metres([9, 47], [9, 48]) - 111_320) < 1);
  assert.ok(Math.abs(metres([9, 60], [10, 60]) - 55_660) < 1);
});

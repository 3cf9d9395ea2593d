/** A way on the ground: metres and directions that somebody can walk by, and a drawing that fits. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawnOn, legOf, nearestOf, roundBelow } from '../../web/team/ground.js';

const HERE = { lat: 47, lon: 9.5 };
const METRE = 1 / 111_195;
const off = (east, north) => ({ lat: HERE.lat + north * METRE, lon: HERE.lon + (east * METRE) / Math.cos((47 * Math.PI) / 180) });

test('eight directions, each as wide as the other', () => {
  const around = [[0, 1], [1, 1], [1, 0], [1, -1], [0, -1], [-1, -1], [-1, 0], [-1, 1]];
  const towards = around.map(([east, north]) => legOf(HERE, off(east * 300, north * 300)).towards);
  assert.deepEqual(towards, ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw']);
  assert.equal(legOf(HERE, off(-100, 300)).towards, 'n');
  assert.equal(legOf(HERE, off(-150, 300)).towards, 'nw');
});

test('metres are said as they can be walked', () => {
  assert.equal(legOf(HERE, off(0, 347)).metres, 350);
  assert.equal(legOf(HERE, off(1_240, 0)).metres, 1_200);
  assert.equal(legOf(HERE, HERE).metres, 0);
});

test('the nearest point is counted from one', () => {
  assert.equal(nearestOf([HERE, off(500, 0), off(900, 0)], off(600, 50)), 2);
});

test('a drawing fits its margins, north above', () => {
  const { points, beside, height, metres } = drawnOn([HERE, off(1_000, 500)], [off(400, 600)], 280, 18);
  assert.ok(Math.abs(metres - 1_000) < 1);
  const [[left, low], [right, high]] = points;
  assert.ok(left === 18 && Math.abs(right - 262) < 0.1 && high < low && beside[0][1] === 18);
  assert.ok(low <= height - 18 + 0.1);
  const still = drawnOn([HERE, HERE], [], 280, 18);
  assert.ok(still.points.flat().every(Number.isFinite), 'one place alone is drawn, too');
});

test('the bar has a round length', () => {
  assert.deepEqual([999, 1_000, 87, 0.4].map(roundBelow), [500, 1_000, 50, 0.2]);
});

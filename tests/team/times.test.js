/** Times are said by the clock that the desk named, wherever the telephone thinks it is. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coordinatesOf, dayOf, hourOf, markedHourOf, momentOf, offsetOf, spanOf } from '../../web/team/times.js';

const EVENING = Date.UTC(2026, 0, 13, 22, 30) / 1000;
const clock = (minutes) => ({ minutes, name: 'x' });

test('hours and days are those of that clock, in digits that every keyboard has', () => {
  assert.equal(hourOf(EVENING, clock(0), 'ar'), '22:30');
  assert.equal(hourOf(EVENING, clock(180), 'ru'), '01:30');
  assert.equal(hourOf(EVENING, clock(-210), 'en'), '19:00');
  assert.match(dayOf(EVENING, clock(0), 'en'), /Tuesday.*13/);
  assert.match(dayOf(EVENING, clock(180), 'en'), /Wednesday.*14/);
  assert.doesNotMatch(momentOf(EVENING, clock(180), 'ar'), /[\u0660-\u0669]/);
});

test('a span that ends on another day says so', () => {
  const window = { from: EVENING, until: EVENING + 7_200 };
  assert.match(spanOf(window, clock(180), 'en').day, /14/);
  const { day, from, until } = spanOf(window, clock(0), 'en');
  assert.match(day, /13/);
  assert.equal(from, '22:30');
  assert.match(until, /14.*00:30/);
  assert.equal(spanOf(window, clock(180), 'en').until, '03:30');
});

test('the clock of the telephone changes nothing', () => {
  const before = process.env.TZ;
  const said = new Set();
  for (const zone of ['UTC', 'Asia/Kathmandu', 'America/St_Johns']) {
    process.env.TZ = zone;
    said.add(momentOf(EVENING, clock(180), 'ru'));
  }
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
  assert.equal(said.size, 1);
});

test('offsets and coordinates as they are read aloud', () => {
  assert.deepEqual([0, 180, 210, -210, 840].map((each) => offsetOf(clock(each))), ['+00:00', '+03:00', '+03:30', '−03:30', '+14:00']);
  assert.equal(markedHourOf(EVENING, clock(180), 'ar'), '01:30 UTC+03:00');
  assert.equal(coordinatesOf({ lat: 47.141, lon: -9.520873 }), '47.14100, -9.52087');
});

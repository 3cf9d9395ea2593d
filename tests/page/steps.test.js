/** The screens: every step can be reached and left. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextStep, STEPS } from '../../web/page/steps.js';

test('from the first screen every other is reached, and none is a trap', () => {
  const reached = new Set(['language']);
  for (const step of reached) for (const next of Object.values(STEPS[step])) reached.add(next);
  assert.deepEqual([...reached].sort(), Object.keys(STEPS).sort());
  for (const [step, events] of Object.entries(STEPS)) assert.ok(Object.keys(events).length > 0, step);
});

test('what is not in the table changes nothing', () => {
  assert.equal(nextStep('talk', 'back'), 'talk');
});

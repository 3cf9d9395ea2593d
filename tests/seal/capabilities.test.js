/** What WebCrypto lacks is found by trying, and noble's curves serve in its place. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capabilities } from '../../web/seal/curves.js';

test('each of the two runs uses the curves that it is there to test', async () => {
  const native = process.env.CURVES !== 'taken';
  assert.deepEqual(await capabilities(), { x25519: native, ed25519: native });
});

test('it looks once', async () => {
  assert.equal(await capabilities(), await capabilities());
});

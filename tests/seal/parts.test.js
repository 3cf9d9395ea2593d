/** The small parts: base64url, folding, lists, stamps, cover keys. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64url, toBase64url } from '../../web/seal/base64url.js';
import { readUint, uint } from '../../web/seal/bytes.js';
import { newPhrase, randomKeys } from '../../web/seal/phrase.js';
import { leadingZeroBits, plainStamp, workedStamp } from '../../web/seal/stamp.js';
import { fold, makeWordList } from '../../web/seal/wordlist.js';
import { sealEnvelope } from '../../web/seal/envelope.js';
import { kemKeyPair } from '../../web/seal/xwing.js';

test('base64url without padding round-trips, and nothing else is read', () => {
  for (let size = 0; size < 70; size++) {
    const raw = Uint8Array.from({ length: size }, (_, at) => (at * 37 + size) & 255);
    assert.equal(toBase64url(raw), Buffer.from(raw).toString('base64url'));
    assert.deepEqual(fromBase64url(toBase64url(raw), size), raw);
  }
  for (const wrong of ['A', 'AA=', 'AA==', 'AB', 'A A', '+/8', 'é', 'AAAAA']) {
    assert.throws(() => fromBase64url(wrong), RangeError, wrong);
  }
  assert.throws(() => fromBase64url('AAAA', 4), RangeError);
});

test('whole numbers beyond 32 bits are written whole', () => {
  assert.deepEqual([...uint(2 ** 40 + 258, 8)], [0, 0, 1, 0, 0, 0, 1, 2]);
  assert.equal(readUint(uint(2 ** 53 - 1, 8)), 2 ** 53 - 1);
});

test('folding passes over what keyboards and hands do differently', () => {
  const same = [
    ['إسلامُ', 'اسلام'],
    ['مَدْرَسَة', 'مدرسه'],
    ['مؤمن', 'مومن'],
    ['هُدًى', 'هدي'],
    ['کتاب', 'كتاب'],
    ['ســلام', 'سلام'],
    ['Ёлка', 'елка'],
    ['ґанок', 'ганок'],
    ["м'ята", 'мята'],
    ['м’ята', 'мята'],
    ['и\u0306од', 'йод'],
    ['\u200fword\u200e', 'word'],
  ];
  for (const [typed, meant] of same) assert.equal(fold(typed), fold(meant));
  assert.notEqual(fold('й'), fold('и'));
  assert.notEqual(fold('ї'), fold('і'));
});

test('a list that is not 2,048 words of different beginnings is refused', () => {
  assert.throws(() => makeWordList('en', 'one two three'), RangeError);
  const words = Array.from({ length: 2048 }, (_, at) => `same${at}`);
  assert.throws(() => makeWordList('en', words.join('\n')), RangeError);
});

test('a new phrase has 92 bits', () => {
  for (let turn = 0; turn < 50; turn++) {
    const { entropy } = newPhrase();
    assert.equal(entropy.length, 12);
    assert.equal(entropy[0] >> 4, 0);
  }
});

test('zero bits are counted', () => {
  assert.equal(leadingZeroBits(Uint8Array.of(255)), 0);
  assert.equal(leadingZeroBits(Uint8Array.of(0, 1)), 15);
  assert.equal(leadingZeroBits(new Uint8Array(32)), 256);
});

test('a stamp has 64 bytes and its own nonce', async () => {
  assert.equal(plainStamp(1e9).length, 64);
  assert.notDeepEqual(plainStamp(1e9), plainStamp(1e9));
  assert.equal((await workedStamp(1e9, new Uint8Array(32), 10)).length, 64);
});

test('cover before there is a phrase is sealed like everything else, each time anew', async () => {
  const hotline = new Uint8Array(32);
  const { publicKey: epochPk } = await kemKeyPair(new Uint8Array(32));
  const keys = await randomKeys();
  const given = { hotline, epochPk, kind: 2, messageId: new Uint8Array(16), keys, body: new Uint8Array() };
  const [one, other] = [await sealEnvelope(given), await sealEnvelope(given)];
  assert.equal(one.length, 8192);
  assert.notDeepEqual(one.slice(8), other.slice(8));
  assert.deepEqual(one.slice(0, 8), other.slice(0, 8));
});

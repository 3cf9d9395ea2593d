/**
 * What was changed on its way is refused, each by its one error and nothing else. Python does all
 * 65,536 bits of an envelope; here 2,000 of them are drawn by seed, and every boundary of a field.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromBase64url } from '../../web/seal/base64url.js';
import { BUCKET_BYTES, HEADER_BYTES, readBucket } from '../../web/seal/bucket.js';
import { padded, utf8 } from '../../web/seal/bytes.js';
import { decodeMessage, encodeMessage, envelopeInfo } from '../../web/seal/envelope.js';
import { MalformedBucket, MalformedEnvelope, MalformedManifest } from '../../web/seal/errors.js';
import { seal } from '../../web/seal/hpke.js';
import { readManifest } from '../../web/seal/manifest.js';
import { openEnvelope, openReply, replyInfo } from '../../web/seal/opening.js';
import { kemKeyPair } from '../../web/seal/xwing.js';
import { chance, fixedHotline, makeBucket, onlineKey, signer, signManifest } from './desk.js';
import { vectorFile } from './vectors.js';

const b = fromBase64url;
const read = (name) => JSON.parse(readFileSync(vectorFile(name), 'utf8'));

/** Numbers below `limit` that are the same each time (a linear congruential generator). */
function drawn(count, limit, seed = 1) {
  let state = BigInt(seed);
  return Array.from({ length: count }, () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & (2n ** 64n - 1n);
    return Number((state >> 33n) % BigInt(limit));
  });
}

function flipped(raw, bit) {
  const wrong = raw.slice();
  wrong[bit >> 3] ^= 1 << (bit & 7);
  return wrong;
}

/** The first and the last bit of each field whose ends are given in bytes. */
const boundaries = (...ends) => ends.flatMap((end) => [8 * end, 8 * end - 1]).filter((bit) => bit > 0);

async function refuses(attempt, error) {
  await assert.rejects(attempt, (thrown) => thrown instanceof error);
}

const envelope = read('envelope');
const hotline = b(envelope.hotline);
const sealed = b(envelope.cases[0].sealed);
const epoch = await kemKeyPair(b(envelope.epoch_seed));

test('an envelope with any of 2,000 bits changed', async () => {
  for (const bit of drawn(2000, 65_536)) {
    await refuses(openEnvelope(hotline, epoch, flipped(sealed, bit)), MalformedEnvelope);
  }
});

test('an envelope with a bit changed at each boundary of a field', async () => {
  const ends = [1, 8, 8 + 960, 8 + 1088, 8 + 1120, 8192 - 16];
  for (const bit of [0, 65_535, ...boundaries(...ends)]) {
    await refuses(openEnvelope(hotline, epoch, flipped(sealed, bit)), MalformedEnvelope);
  }
});

test('every truncation of an envelope, and one byte more', async () => {
  for (let size = 0; size < 8192; size++) {
    await refuses(openEnvelope(hotline, epoch, sealed.slice(0, size)), MalformedEnvelope);
  }
  await refuses(openEnvelope(hotline, epoch, padded(sealed, 8193)), MalformedEnvelope);
});

test('an envelope for another hotline or another epoch', async () => {
  await refuses(openEnvelope(new Uint8Array(32), epoch, sealed), MalformedEnvelope);
  const other = await kemKeyPair(new Uint8Array(32));
  await refuses(openEnvelope(hotline, other, sealed), MalformedEnvelope);
});

test('an envelope whose X25519 point is of small order', async () => {
  for (const point of [new Uint8Array(32), Uint8Array.of(1, ...new Uint8Array(31))]) {
    const wrong = sealed.slice();
    wrong.set(point, 8 + 1088);
    await refuses(openEnvelope(hotline, epoch, wrong), MalformedEnvelope);
  }
});

test('a plaintext that is rightly sealed and wrongly laid out', async () => {
  const message = { kind: 1, messageId: new Uint8Array(16), callerPk: new Uint8Array(1216) };
  const keys = { token: new Uint8Array(32), replyKey: new Uint8Array(32) };
  const right = encodeMessage({ ...message, ...keys, body: utf8('{}') });
  assert.equal(decodeMessage(right).body.length, 2);
  const changed = (at, ...bytes) => right.map((byte, index) => bytes[index - at] ?? byte);
  const wrongs = {
    'kind 0': changed(0, 0),
    'kind 6': changed(0, 6),
    'too long a body': changed(1297, 0xff, 0xff),
    'a body one byte too long': changed(1297, 5750 >> 8, 5750 & 255),
    'something after the body': changed(7047, 1),
    'one byte missing': right.slice(1),
    'one byte more': padded(right, 7049),
    nothing: new Uint8Array(),
  };
  for (const [name, wrong] of Object.entries(wrongs)) {
    assert.throws(() => decodeMessage(wrong), MalformedEnvelope, name);
  }
  const head = sealed.slice(0, 8);
  const short = await seal(epoch.publicKey, envelopeInfo(hotline, head), wrongs['one byte missing']);
  await refuses(openEnvelope(hotline, epoch, Uint8Array.of(...head, ...short)), MalformedEnvelope);
  const tooLong = { ...message, ...keys, body: new Uint8Array(5750) };
  assert.throws(() => encodeMessage(tooLong), RangeError);
});

const reply = read('reply');
const replyKem = await kemKeyPair(b(reply.reply_seed));
const inner = b(reply.cases[1].inner);

test('every truncation of a reply, 500 bits of it, and a bit at each boundary of a field', async () => {
  for (let size = 0; size < 2004; size++) {
    await refuses(openReply(hotline, replyKem, inner.slice(0, size)), MalformedEnvelope);
  }
  const ends = boundaries(4, 4 + 960, 4 + 1088, 4 + 1120, 2004 - 16);
  for (const bit of [0, 8 * 2004 - 1, ...ends, ...drawn(500, 8 * 2004, 3)]) {
    await refuses(openReply(hotline, replyKem, flipped(inner, bit)), MalformedEnvelope);
  }
});

test('a reply that is rightly sealed and wrongly laid out', async () => {
  const wrongs = { 'part 0': [0, 1, 0, 0], 'part 2 of 1': [2, 1, 0, 0], 'too long': [1, 1, 3, 93] };
  for (const [name, start] of Object.entries({ ...wrongs, 'a rest': [1, 1, 0, 0, 7] })) {
    const plaintext = padded(Uint8Array.of(...start), 864);
    const made = await seal(replyKem.publicKey, replyInfo(hotline, 9), plaintext);
    const attempt = openReply(hotline, replyKem, Uint8Array.of(0, 0, 0, 9, ...made));
    await assert.rejects(attempt, MalformedEnvelope, name);
  }
});

test('a bucket: each byte of its head, 500 bits of its slots, its size, its signer', async () => {
  const { raw: text, online: key } = read('bucket');
  const [raw, online] = [b(text), b(key)];
  await readBucket(raw, hotline, online);
  const head = Array.from({ length: HEADER_BYTES }, (_, at) => 8 * at + (at % 8));
  const slots = drawn(500, 8 * (BUCKET_BYTES - HEADER_BYTES)).map((bit) => bit + 8 * HEADER_BYTES);
  for (const bit of [...head, ...slots]) {
    await refuses(readBucket(flipped(raw, bit), hotline, online), MalformedBucket);
  }
  for (const size of [0, 1, 45, 109, 128, 2176, BUCKET_BYTES - 1]) {
    await refuses(readBucket(raw.slice(0, size), hotline, online), MalformedBucket);
  }
  await refuses(readBucket(padded(raw, BUCKET_BYTES + 1), hotline, online), MalformedBucket);
  await refuses(readBucket(raw, new Uint8Array(32), online), MalformedBucket);
  await refuses(readBucket(raw, hotline, new Uint8Array(32)), MalformedBucket);
  const { onlineSeed } = await fixedHotline();
  const unsigned = await makeBucket(hotline, await chance('another', 32), { tick: 1, k: 0, n: 0, slots: [] });
  await refuses(readBucket(unsigned, hotline, signer(onlineSeed)), MalformedBucket);
});

test('a manifest: 500 bits by seed, its boundaries, its size', async () => {
  const raw = b(read('manifest').raw);
  const length = 4 + raw[2] * 256 + raw[3];
  const bits = [...drawn(500, 65_536, 2), ...boundaries(4, length, 8128), 0, 65_535];
  for (const bit of bits) await refuses(readManifest(flipped(raw, bit), hotline), MalformedManifest);
  for (const size of [0, 3, 4, 64, length, 8128, 8191]) {
    await refuses(readManifest(raw.slice(0, size), hotline), MalformedManifest);
  }
  await refuses(readManifest(raw, new Uint8Array(32)), MalformedManifest);
});

test('a manifest that is rightly signed and says what it may not', async () => {
  const { rootSeed, onlineSeed, hotline: own } = await fixedHotline();
  const raw = b(read('manifest').raw);
  const said = JSON.parse(new TextDecoder().decode(raw.slice(4, 4 + raw[2] * 256 + raw[3])));
  await readManifest(await signManifest(own, onlineSeed, said), own);
  const { from, to } = said.online;
  const stranger = await chance('stranger', 32);
  const changes = {
    'another version': { v: 2 },
    'a signature of before its time': { issued: from - 1 },
    'a signature of after its time': { issued: to },
    'two epochs': { epochs: said.epochs.slice(1) },
    'epochs that are none': { epochs: [1, 2, 3] },
    'no epochs': { epochs: null },
    'a short epoch key': { epochs: [{ ...said.epochs[0], pk: 'AAAA' }, ...said.epochs.slice(1)] },
    'k of 11': { k: 11 },
    'k of -1': { k: -1 },
    'half a k': { k: 0.5 },
    'k in words': { k: 'three' },
    'a seq that JavaScript cannot count': { seq: 2 ** 53 },
    'a notice that is no text': { notice: { en: 1 } },
    'mirrors that are no text': { mirrors: [1] },
    'languages that are no list': { languages: 'en' },
    'another hotline': { hotline: said.root.mldsa65_hash },
    'padding in base64': { hotline: `${said.hotline}=` },
    'another root': { root: { ...said.root, ed25519: said.online.ed25519 } },
    'no root': { root: undefined },
    'an online key that the root did not sign': {
      online: onlineKey(stranger, own, onlineSeed, from, to),
    },
    'a stretched period': { online: { ...said.online, to: to + 1 } },
    'a period that is negative': { online: { ...said.online, from: -1 } },
  };
  for (const [name, change] of Object.entries(changes)) {
    const wrong = await signManifest(own, onlineSeed, { ...said, ...change });
    await assert.rejects(readManifest(wrong, own), MalformedManifest, name);
  }
  const foreign = { ...said, online: onlineKey(rootSeed, own, stranger, from, to) };
  await refuses(readManifest(await signManifest(own, onlineSeed, foreign), own), MalformedManifest);
  for (const nothing of ['null', '[]', '1', '', '{', '{}']) {
    const json = utf8(nothing);
    const wrong = padded(Uint8Array.of(0, 0, 0, json.length, ...json), 8192);
    await refuses(readManifest(wrong, own), MalformedManifest);
  }
});

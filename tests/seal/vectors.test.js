/** The vectors are what the code makes, and the code reads what the vectors say. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromBase64url, toBase64url } from '../../web/seal/base64url.js';
import { bucketNumber, openReplies, readBucket } from '../../web/seal/bucket.js';
import { sha256 } from '../../web/seal/derive.js';
import { WrongPhrase } from '../../web/seal/errors.js';
import { epochAt, readManifest } from '../../web/seal/manifest.js';
import { openEnvelope, openReply } from '../../web/seal/opening.js';
import { callerKeys, phraseDigits, phraseWords, readPhrase } from '../../web/seal/phrase.js';
import { kemKeyPair } from '../../web/seal/xwing.js';
import { openInstruction } from './desk.js';
import { makeVectors, vectorFile, wordLists } from './vectors.js';

const b = fromBase64url;
const read = (name) => JSON.parse(readFileSync(vectorFile(name), 'utf8'));
const lists = wordLists();

test('the files are the ones that `npm run vectors` makes', async () => {
  for (const [name, content] of Object.entries(await makeVectors())) {
    assert.ok(readFileSync(vectorFile(name), 'utf8') === content, `vectors/${name}.json is old: run "npm run vectors"`);
  }
});

test('phrase: words in each language, digits, keys', async () => {
  const { hotline, cases } = read('phrase');
  for (const each of cases) {
    const entropy = b(each.entropy, 12);
    for (const [lang, list] of Object.entries(lists)) {
      assert.deepEqual(await phraseWords(entropy, list), each.words[lang]);
    }
    assert.equal(await phraseDigits(entropy), each.digits);
    const keys = await callerKeys(entropy, b(hotline, 32));
    assert.equal(toBase64url(keys.token), each.token);
    assert.equal(toBase64url(keys.replyKey), each.reply_key);
    assert.equal(toBase64url(keys.replyPk), each.reply_pk);
    assert.equal(keys.replyKem.publicKey, keys.replyPk);
  }
});

for (const each of read('typing').cases) {
  test(`typing: ${each.name}`, async () => {
    const reading = readPhrase(each.typed, lists, each.page);
    if (each.fault) {
      await assert.rejects(reading, (error) => {
        assert.ok(error instanceof WrongPhrase);
        assert.deepEqual([error.fault, error.unknown], [each.fault, each.unknown]);
        return true;
      });
    } else {
      const { entropy, lang } = await reading;
      assert.deepEqual([toBase64url(entropy), lang], [each.entropy, each.lang]);
    }
  });
}

test('envelope: each opens to what was sealed', async () => {
  const { hotline, epoch_seed: seed, cases } = read('envelope');
  const pair = await kemKeyPair(b(seed, 32));
  for (const each of cases) {
    const opened = await openEnvelope(b(hotline), pair, b(each.sealed, 8192));
    assert.equal(opened.kind, each.kind);
    assert.equal(toBase64url(opened.messageId), each.message_id);
    assert.equal(toBase64url(await sha256(opened.callerPk)), each.caller_pk_digest);
    assert.equal(toBase64url(opened.token), each.token);
    assert.equal(toBase64url(opened.replyKey), each.reply_key);
    assert.equal(toBase64url(opened.body), each.body);
  }
});

test('reply: each part opens to what was sealed', async () => {
  const { hotline, reply_seed: seed, cases } = read('reply');
  const pair = await kemKeyPair(b(seed, 32));
  for (const { seq, part, parts, body, inner } of cases) {
    const opened = await openReply(b(hotline), pair, b(inner, 2004));
    assert.deepEqual(opened, { seq, part, parts, body: b(body) });
  }
});

test('bucket: a caller finds his three slots among sixteen', async () => {
  const said = read('bucket');
  const bucket = await readBucket(b(said.raw, 32_896), b(said.hotline), b(said.online));
  assert.deepEqual([bucket.tick, bucket.k, bucket.n], [said.tick, said.k, said.n]);
  const keys = { replyKey: b(said.reply_key), replyKem: await kemKeyPair(b(said.reply_seed)) };
  const opened = await openReplies(bucket, keys, b(said.hotline));
  assert.deepEqual(
    opened.map(({ seq }) => seq),
    said.opens,
  );
  for (const { tick, k, n } of said.numbers) {
    assert.equal(await bucketNumber(keys.replyKey, b(said.hotline), tick, k), n);
  }
});

test('manifest: read, with its epochs', async () => {
  const said = read('manifest');
  const manifest = await readManifest(b(said.raw, 8192), b(said.hotline));
  assert.equal(manifest.seq, said.seq);
  assert.equal(toBase64url(manifest.online), said.online);
  for (const { time, epoch } of said.epoch_at) {
    assert.equal(epochAt(manifest, time), manifest.epochs[epoch]);
  }
});

test('line: the instruction opens', async () => {
  const said = read('line');
  const pair = await kemKeyPair(b(said.line_seed));
  const opened = await openInstruction(b(said.hotline), pair, said.line, b(said.instruction, 2048));
  assert.equal(toBase64url(opened), said.said);
});

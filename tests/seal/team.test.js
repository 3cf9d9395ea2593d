/** A team's words: read as Python reads them, refused as Python refuses them. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromBase64url, toBase64url } from '../../web/seal/base64url.js';
import { readUtf8, utf8 } from '../../web/seal/bytes.js';
import { BODY_BYTES } from '../../web/seal/envelope.js';
import { MalformedEnvelope, UnprovenWord, WrongCode } from '../../web/seal/errors.js';
import {
  fingerprint,
  MEANS,
  OUTCOMES,
  readCode,
  readTeamReply,
  readWord,
  REFUSAL_REASONS,
  signWord,
  STANDINGS,
  teamKeys,
  teamStatement,
  TEXT_LETTERS,
  WITHDRAWN,
  wordBody,
} from '../../web/seal/team.js';
import { vectorFile } from './vectors.js';

const b = fromBase64url;
const said = JSON.parse(readFileSync(vectorFile('team'), 'utf8'));
const schema = (name) =>
  JSON.parse(readFileSync(new URL(`../../docs/schema/${name}.json`, import.meta.url), 'utf8'));
const hotline = b(said.hotline);
const key = b(said.sign_key);
const [, , accepted] = said.cases;

function flipped(raw, bit) {
  const wrong = raw.slice();
  wrong[bit >> 3] ^= 1 << (bit & 7);
  return wrong;
}

const refuses = (attempt, error) => assert.rejects(attempt, (thrown) => thrown instanceof error);

test('keys: from nine words, a caller’s and one to sign with', async () => {
  const keys = await teamKeys(b(said.entropy), hotline);
  assert.equal(toBase64url(keys.signSeed), said.sign_seed);
  assert.equal(toBase64url(keys.signKey), said.sign_key);
  assert.equal(toBase64url(keys.token), said.token);
  assert.equal(await fingerprint(hotline, keys.signKey), said.fingerprint);
});

test('words: each reads, and is signed by the same bytes again', async () => {
  for (const each of said.cases) {
    const body = b(each.body);
    const messageId = b(each.message_id);
    const word = await readWord(body, key, hotline, messageId);
    assert.deepEqual(word, JSON.parse(each.said));
    const json = wordBody(word);
    assert.equal(readUtf8(json), each.said);
    assert.deepEqual(await signWord(b(said.sign_seed), hotline, messageId, json), body);
  }
});

test('every changed bit of a signed word is refused', async () => {
  const body = b(accepted.body);
  for (let bit = 0; bit < 8 * body.length; bit++) {
    await refuses(readWord(flipped(body, bit), key, hotline, b(accepted.message_id)), UnprovenWord);
  }
});

test('another key, another hotline, another message id are refused', async () => {
  const body = b(accepted.body);
  const id = b(accepted.message_id);
  await refuses(readWord(body, b(said.other_key), hotline, id), UnprovenWord);
  await refuses(readWord(body, key, flipped(hotline, 0), id), UnprovenWord);
  await refuses(readWord(body, key, hotline, b(said.cases[3].message_id)), UnprovenWord);
  await refuses(teamStatement(hotline.slice(1), id, body), RangeError);
  await refuses(teamStatement(hotline, hotline, body), RangeError);
});

test('what is rightly signed and no word is refused, and never written', async () => {
  for (const { said: wrong, body } of said.malformed) {
    const reading = readWord(b(body), key, hotline, b(said.malformed_id));
    await assert.rejects(reading, (thrown) => thrown instanceof MalformedEnvelope, wrong);
    const word = { session: 's', n: 1, ...JSON.parse(wrong) };
    // A key of somebody else is only seen beside the signature.
    if (word.say !== 'enrol' || word.code.length !== 20) assert.throws(() => wordBody(word), RangeError, wrong);
  }
  for (const size of [0, 64, BODY_BYTES + 1]) {
    await refuses(readWord(new Uint8Array(size), key, hotline, b(said.malformed_id)), MalformedEnvelope);
  }
});

test('a text that fits no envelope is told before it is signed', () => {
  const word = { say: 'text', session: 's'.repeat(22), n: 1, lang: 'ar' };
  assert.ok(wordBody({ ...word, text: 'ش'.repeat(TEXT_LETTERS) }).length < BODY_BYTES - 64);
  assert.throws(() => wordBody({ ...word, text: '😀'.repeat(TEXT_LETTERS) }), RangeError);
});

test('replies to a team: read with their defaults, or refused', () => {
  const [full, least, withdrawn, standing, guided] = said.replies.map((each) =>
    readTeamReply(utf8(JSON.stringify(each))),
  );
  assert.deepEqual(full.handover, { ...said.replies[0].handover, guide: null });
  const { fallback, wounded, show, place, guide } = least.handover;
  assert.deepEqual([fallback, wounded, show, place.words, guide], [null, 0, '', '', null]);
  const [sent, read] = [said.replies[4].handover.guide, guided.handover.guide];
  assert.deepEqual(read, { ...sent, points: sent.points.map((each) => ({ until: 0, ...each })) });
  assert.deepEqual(withdrawn.withdraw, said.replies[2].withdraw);
  assert.equal(standing.standing, 'confirmed');
  for (const each of said.wrong_replies) {
    const raw = utf8(JSON.stringify(each));
    assert.throws(() => readTeamReply(raw), MalformedEnvelope, JSON.stringify(each));
  }
});

test('codes: in any script and grouping, with their mistakes told', () => {
  for (const typed of said.codes.right) assert.equal(readCode(typed), '52469106749656119402');
  for (const typed of said.codes.wrong) assert.throws(() => readCode(typed), WrongCode);
});

test('the names of both languages are the schemas’', () => {
  const word = schema('team-word').$defs;
  const reply = schema('team-reply').$defs;
  const names = (list) => [...list].sort();
  assert.deepEqual(names(OUTCOMES), word.Outcome.enum);
  assert.deepEqual(names(REFUSAL_REASONS), word.RefusalReason.enum);
  assert.deepEqual(names(MEANS), reply.Means.enum);
  assert.deepEqual(names(WITHDRAWN), reply.Withdrawn.enum);
  assert.deepEqual(names(STANDINGS), reply.Standing.enum);
});

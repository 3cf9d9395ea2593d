/** JavaScript's bodies are what the schemas of `docs/schema` ask for. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { fromBase64url } from '../../web/seal/base64url.js';
import { readUtf8 } from '../../web/seal/bytes.js';
import { coverBody, messageBodies, newSession } from '../../web/seal/dialogue.js';
import { vectorFile } from './vectors.js';

const ajv = new Ajv({ strict: false, allErrors: true });
const schema = (name) => {
  const file = new URL(`../../docs/schema/${name}.json`, import.meta.url);
  return ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
};
const vectors = (name) => JSON.parse(readFileSync(vectorFile(name), 'utf8'));
const said = (body) => JSON.parse(readUtf8(body));

/** @type {(validate: any, value: unknown) => void} */
function fits(validate, value) {
  assert.ok(validate(value), JSON.stringify(validate.errors));
}

test('messages: short, in parts, with each kind of answer', () => {
  const validate = schema('message');
  const answers = { choice: 'yes', number: 12, truth: true, many: ['a', 'b'] };
  const usual = { session: newSession(), n: 2 ** 32 - 1, lang: 'uk', ack: 7, again: 0 };
  const texts = ['', 'слово', 'ش'.repeat(9000)];
  for (const text of texts) {
    for (const body of messageBodies({ ...usual, text, answers })) fits(validate, said(body));
  }
  assert.ok(!validate({ n: 1 }));
  assert.ok(!validate({ session: 's', n: -1 }));
});

test('cover, with and without numbers', () => {
  const validate = schema('cover');
  for (const members of [{}, { ack: 3 }, { ack: 3, again: 0 }]) fits(validate, said(coverBody(members)));
});

test('status, reply and manifest of the vectors', () => {
  const reply = vectors('reply').cases.map(({ body }) => fromBase64url(body));
  fits(schema('status'), said(reply[0]));
  fits(schema('reply'), said(Uint8Array.of(...reply[1], ...reply[2])));
  const raw = fromBase64url(vectors('manifest').raw);
  fits(schema('manifest'), said(raw.slice(4, 4 + raw[2] * 256 + raw[3])));
});

test('words of a team, and what a team is told', () => {
  const word = schema('team-word');
  const reply = schema('team-reply');
  const team = vectors('team');
  for (const each of team.cases) fits(word, JSON.parse(each.said));
  for (const each of team.replies) fits(reply, each);
  assert.ok(!word({ say: 'accept', session: 's', n: 1 }));
  assert.ok(!reply({ at: 1, handover: {} }));
});

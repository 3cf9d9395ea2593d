/** Letters: cut by size, sent with identical bytes, "delivered" only by the desk's word. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countParts, letterState, Letters, LIFE, STATES } from '../../web/page/letters.js';
import { BODY_BYTES, readUtf8, toBase64url } from '../../web/seal/index.js';

let drawn = 0;
const wire = {
  draw: (size) => new Uint8Array(size).fill((drawn += 1)),
  toText: toBase64url,
};
const EPOCH = { pk: new Uint8Array(1216), from: 0, to: 86_400 };
const NEXT = { pk: new Uint8Array(1216), from: 86_400, to: 172_800 };

const joined = (letter) => letter.parts.map(({ body }) => JSON.parse(readUtf8(body)).text ?? '').join('');
const write = (text, answers = {}) => {
  const letters = new Letters(wire);
  return { letters, letter: letters.write({ text, answers, lang: 'ar', at: 0 }) };
};

test('2,000 Arabic letters fit one envelope', () => {
  assert.equal(countParts('س'.repeat(2_000), { when: 'now', how_many: 12 }, 'ar'), 1);
});

test('long texts are cut by the size of the body and join to the same text', () => {
  for (const text of ['я'.repeat(9_000), '😀 "\\\n'.repeat(3_000), `${'слово '.repeat(2_500)}`, '\u0001'.repeat(5_000)]) {
    const { letter } = write(text, { who: 'self' });
    assert.ok(letter.parts.length > 1);
    for (const { body } of letter.parts) assert.ok(body.length <= BODY_BYTES);
    assert.equal(joined(letter), text);
    const said = letter.parts.map(({ body }) => JSON.parse(readUtf8(body)));
    assert.deepEqual(said.map(({ part = 1 }) => part), said.map((_, at) => at + 1));
    assert.ok(said.every(({ n, parts }) => n === 1 && parts === said.length));
    assert.deepEqual(said.map(({ answers }) => answers !== undefined), said.map((_, at) => at === 0));
  }
});

test('half of a surrogate pair becomes the replacement sign, so that the desk can read the rest', () => {
  assert.equal(joined(write('a\ud800b').letter), 'a\ufffdb');
});

test('a letter that was cut still fits when the largest numbers ride along', () => {
  const { letters, letter } = write('я'.repeat(9_000));
  for (const part of letter.parts) {
    const { body } = letters.prepared(part, EPOCH, 0, { ack: 2 ** 32 - 1, again: 2 ** 32 - 1 });
    assert.ok(body.length <= BODY_BYTES);
  }
});

test('a retry sends identical bytes while the epoch runs, and the same id and body after it', () => {
  const { letters, letter } = write('hello');
  const [part] = letter.parts;
  const first = letters.prepared(part, EPOCH, 1_000, { ack: 0 });
  assert.ok(first.body && !first.raw);
  const raw = new Uint8Array(8_256).fill(7);
  letters.sealed(part, raw, EPOCH, 1_000);
  assert.deepEqual(letters.prepared(part, EPOCH, 1_500, { ack: 9 }), { body: part.body, raw });
  const later = letters.prepared(part, EPOCH, 5_000, { ack: 9 });
  assert.deepEqual(later.envelope, raw.slice(64), 'only the stamp is made anew');
  const anew = letters.prepared(part, NEXT, 90_000, { ack: 9 });
  assert.equal(anew.envelope, undefined);
  assert.deepEqual(anew.body, first.body);
});

test('what the front took and the desk does not name is sent again after a while', () => {
  const { letters, letter } = write('hello');
  const [part] = letter.parts;
  assert.equal(letters.next(), part);
  letters.taken(part, 1_000);
  assert.equal(letters.next(), null);
  letters.heard({ got: [], seen: true }, 1_100, 180);
  assert.equal(letterState(letter), 'front');
  letters.heard({ got: [], seen: true }, 1_181, 180);
  assert.equal(letterState(letter), 'again');
  assert.equal(letters.next(), part);
});

test('what the front took and the desk does not name is sealed anew: fronts drop what they know', () => {
  const { letters, letter } = write('hello');
  const [part] = letter.parts;
  const { body } = letters.prepared(part, EPOCH, 1_000, { ack: 1 });
  letters.sealed(part, new Uint8Array(8_256), EPOCH, 1_000);
  letters.taken(part, 1_000);
  letters.heard({ got: [], seen: true }, 1_181, 180);
  const anew = letters.prepared(part, EPOCH, 1_200, { ack: 9 });
  assert.equal(anew.raw, undefined);
  assert.equal(anew.envelope, undefined);
  assert.deepEqual(anew.body, body, 'the body is the same, and so is the id');
});

test('delivered and seen come from the status alone, and never go back', () => {
  const { letters, letter } = write('я'.repeat(5_000));
  const [one, two] = letter.parts;
  letters.taken(one, 0);
  letters.taken(two, 0);
  letters.heard({ got: [one.key], seen: false }, 10, 180);
  assert.equal(letterState(letter), 'front', 'one part is not the whole');
  letters.heard({ got: [one.key, two.key], seen: false }, 20, 180);
  assert.equal(letterState(letter), 'desk');
  letters.heard({ got: [one.key, two.key], seen: true }, 30, 180);
  letters.heard({ got: [], seen: false }, 9_999, 180);
  assert.equal(letterState(letter), 'seen');
});

test('of what the desk had when another conversation began nothing is there any more', () => {
  const { letters, letter } = write('hello');
  const [part] = letter.parts;
  letters.taken(part, 0);
  letters.heard({ got: [part.key], seen: true }, 10, 180);
  const second = letters.write({ text: 'are you there?', lang: 'en', at: 20 });
  letters.taken(second.parts[0], 20);
  letters.begunAnew();
  letters.heard({ got: [second.parts[0].key], seen: false }, 30, 180);
  assert.equal(letterState(letter), 'gone');
  assert.equal(letterState(second), 'desk');
  letters.heard({ got: [second.parts[0].key], seen: true }, 40, 180);
  assert.equal(letterState(letter), 'gone');
  assert.equal(letters.next(), null, 'it is not sent again by itself');
});

test('a letter of which one part is gone is not whole at the desk, however far the others are', () => {
  const { letters, letter } = write('я'.repeat(5_000));
  const [one, two] = letter.parts;
  letters.taken(one, 0);
  letters.heard({ got: [one.key], seen: false }, 10, 180);
  letters.begunAnew();
  letters.taken(two, 20);
  letters.heard({ got: [two.key], seen: true }, 30, 180);
  assert.equal(letterState(letter), 'gone');
});

test('an answer that got lost does not matter when the desk names the message', () => {
  const { letters, letter } = write('hello');
  letters.heard({ got: [letter.parts[0].key], seen: false }, 10, 180);
  assert.equal(letterState(letter), 'desk');
  assert.equal(letters.next(), null);
});

test('the life of a part is a table that only goes forward, but for what is sent again or is gone', () => {
  for (const [from, events] of Object.entries(LIFE))
    for (const to of Object.values(events)) {
      assert.ok(STATES.includes(to));
      assert.ok(to === 'again' || to === 'gone' || STATES.indexOf(to) > STATES.indexOf(from));
    }
  assert.deepEqual(LIFE.gone, {});
});

/** Bodies: written as Python writes them, cut so that they fit, read strictly, joined in order. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64url } from '../../web/seal/base64url.js';
import { readUtf8, utf8 } from '../../web/seal/bytes.js';
import {
  coverBody,
  messageBodies,
  newSession,
  readReply,
  readStatus,
  ReplyJoiner,
} from '../../web/seal/dialogue.js';
import { BODY_BYTES } from '../../web/seal/envelope.js';
import { MalformedEnvelope } from '../../web/seal/errors.js';

const said = (body) => JSON.parse(readUtf8(body));
const all = (message) => messageBodies({ session: newSession(), n: 1, lang: 'ar', ...message });

test('a session is 16 random bytes', () => {
  assert.equal(fromBase64url(newSession(), 16).length, 16);
  assert.notEqual(newSession(), newSession());
});

test('2,000 Arabic letters are one message, unescaped', () => {
  const bodies = all({ text: 'ش'.repeat(2000) });
  assert.equal(bodies.length, 1);
  assert.ok(bodies[0].length < 4200);
});

test('a long text is cut between letters, each body fits, and joined it is the text again', () => {
  const answers = { who: 'self', many: 12, wounded: ['a', 'b'], alone: false };
  for (const text of ['😀"\\\n\u0001é'.repeat(3000), 'x'.repeat(BODY_BYTES), 'سلام '.repeat(9000), '']) {
    const bodies = all({ text, ack: 2 ** 32 - 1, again: 2 ** 32 - 1, answers });
    assert.ok(bodies.every((body) => body.length <= BODY_BYTES));
    const parts = bodies.map(said);
    assert.equal(parts.map((each) => each.text ?? '').join(''), text);
    assert.deepEqual(
      parts.map(({ part = 1, parts: count = 1 }) => [part, count]),
      parts.map((_, at) => [at + 1, parts.length]),
    );
    assert.deepEqual(parts[0].answers, answers);
    assert.ok(parts.slice(1).every((each) => !('answers' in each)));
  }
});

test('more than a message can hold is refused before anything is sent', () => {
  assert.throws(() => all({ text: 'x'.repeat(255 * BODY_BYTES) }), RangeError);
  assert.throws(() => all({ answers: { long: 'x'.repeat(BODY_BYTES) } }), RangeError);
});

test('half a letter, as a broken keyboard gives it, is replaced: the desk refuses it', () => {
  const [body] = all({ text: 'a\ud800b' });
  assert.equal(said(body).text, 'a\ufffdb');
  assert.ok(!readUtf8(body).includes('\\u'));
});

test('what is usual is not written', () => {
  assert.equal(readUtf8(coverBody({})), '{}');
  assert.equal(readUtf8(coverBody({ ack: 3, again: 0 })), '{"ack":3,"again":0}');
  const [body] = all({ session: 's', lang: 'en', text: 'x' });
  assert.equal(readUtf8(body), '{"session":"s","n":1,"text":"x"}');
});

test('a status is read, with members that nobody knows yet', () => {
  const status = { got: ['AAAA'], base: 3, first: 2, seen: true, start: 2 };
  assert.deepEqual(readStatus(utf8(JSON.stringify({ ...status, later: 1 }))), status);
  const least = { got: [], base: 0, first: 1, seen: false, start: 1 };
  assert.deepEqual(readStatus(utf8('{"got":[]}')), least);
  for (const wrong of ['', 'null', '{}', '{"got":[1]}', '{"got":{}}', '{"got":[],"base":"1"}', '{"got":[],"start":null}', '\ufeff{"got":[]}']) {
    assert.throws(() => readStatus(utf8(wrong)), MalformedEnvelope, wrong);
  }
  assert.throws(() => readStatus(Uint8Array.of(0xff)), MalformedEnvelope);
});

test('a reply is read', () => {
  assert.deepEqual(readReply(utf8('{"text":"نعم","at":5}')), { text: 'نعم', at: 5, lang: '' });
  for (const wrong of ['{}', '{"text":1,"at":5}', '{"text":"","at":"5"}', '[]', 'null']) {
    assert.throws(() => readReply(utf8(wrong)), MalformedEnvelope, wrong);
  }
});

const part = (seq, at, parts, text) => ({ seq, part: at, parts, body: utf8(text) });

test('parts are joined whatever their order and however often they come', () => {
  const joiner = new ReplyJoiner();
  assert.ok(joiner.add(part(3, 2, 2, 'b')));
  assert.equal(joiner.readFrom(0), 0);
  assert.deepEqual(joiner.replies(), []);
  assert.ok(joiner.add(part(1, 1, 1, 'first')));
  assert.ok(!joiner.add(part(1, 1, 1, 'another')));
  assert.ok(!joiner.add(part(0, 1, 1, 'a status')));
  assert.equal(joiner.readFrom(0), 1);
  assert.ok(joiner.add(part(2, 1, 2, 'a')));
  assert.equal(joiner.readFrom(0), 3);
  assert.equal(joiner.readFrom(7), 7);
  const replies = joiner.replies().map(({ first, last, body }) => [first, last, readUtf8(body)]);
  assert.deepEqual(replies, [
    [1, 1, 'first'],
    [2, 3, 'ab'],
  ]);
});

test('a letter cut in two by the parts is whole again', () => {
  const joiner = new ReplyJoiner();
  const [one, two] = utf8('ش');
  joiner.add({ seq: 1, part: 1, parts: 2, body: Uint8Array.of(one) });
  joiner.add({ seq: 2, part: 2, parts: 2, body: Uint8Array.of(two) });
  assert.equal(readUtf8(joiner.replies()[0].body), 'ش');
});

/** The mailbox: order, gaps, and what is acknowledged or asked for once more. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mailbox } from '../../web/page/mailbox.js';
import { utf8 } from '../../web/seal/index.js';

const body = (text) => utf8(JSON.stringify({ text, at: 100, lang: 'en' }));
const one = (seq, text = `answer ${seq}`) => ({ seq, part: 1, parts: 1, body: body(text) });
const status = (base = 0, first = 1, start = 1) => ({ got: [], base, first, seen: false, start });

test('a new conversation acknowledges what it read without a gap', () => {
  const box = new Mailbox();
  assert.deepEqual(box.reading(), { ack: 0 });
  assert.deepEqual(box.take([one(1)], status()).map(({ text }) => text), ['answer 1']);
  assert.deepEqual(box.reading(), { ack: 1 });
  box.take([one(3)], status(1));
  assert.deepEqual(box.reading(), { ack: 1 });
  assert.ok(box.incomplete);
  box.take([one(2)], status(1));
  assert.deepEqual(box.reading(), { ack: 3 });
  assert.ok(!box.incomplete);
});

test('a page that came back asks again until it has what was acknowledged, then only acknowledges', () => {
  const box = new Mailbox();
  box.returned = true;
  assert.deepEqual(box.reading(), { ack: 0, again: 0 });
  box.take([one(1), one(2), one(3)], status(5));
  assert.deepEqual(box.reading(), { ack: 5, again: 3 });
  box.take([one(4), one(5)], status(5));
  assert.deepEqual(box.reading(), { ack: 5 });
  box.take([one(6)], status(5));
  assert.deepEqual(box.reading(), { ack: 6 });
});

test('replies that are gone for good are neither waited for nor asked for', () => {
  const box = new Mailbox();
  box.returned = true;
  box.take([], status(4, 3));
  assert.ok(box.cutShort);
  assert.deepEqual(box.reading(), { ack: 4, again: 2 });
  box.take([one(3), one(4)], status(4, 3));
  assert.deepEqual(box.reading(), { ack: 4 });
  assert.ok(!box.incomplete);
});

test('what another phone acknowledged meanwhile is asked for', () => {
  const box = new Mailbox();
  box.take([one(1)], status(0));
  box.take([], status(3));
  assert.deepEqual(box.reading(), { ack: 3, again: 1 });
});

test('a reply is shown once, whole, whatever the order in which its parts come', () => {
  const box = new Mailbox();
  const whole = body('длинный ответ');
  const parts = [0, 1, 2].map((at) => ({
    seq: at + 1,
    part: at + 1,
    parts: 3,
    body: whole.slice(at * 10, at === 2 ? undefined : (at + 1) * 10),
  }));
  assert.deepEqual(box.take([parts[2], parts[0]], status()), []);
  assert.ok(box.incomplete);
  assert.deepEqual(box.take([parts[1], parts[0]], status()).map(({ text }) => text), ['длинный ответ']);
  assert.deepEqual(box.take(parts, status()), []);
  assert.equal(box.replies.length, 1);
});

test('a reply that is no reply is said to be unreadable, and does not stop the others', () => {
  const box = new Mailbox();
  const [wrong, right] = box.take([{ ...one(1), body: utf8('{') }, one(2)], status());
  assert.equal(wrong.text, null);
  assert.equal(right.text, 'answer 2');
});

test('what was read before another conversation began does not stand in its way', () => {
  const box = new Mailbox();
  box.take([one(1), one(2), one(3)], status(3));
  assert.ok(!box.anew);
  const began = 1_800_000_005;
  assert.deepEqual(box.take([], status(began - 1, began, began)), []);
  assert.ok(box.anew);
  assert.ok(!box.cutShort, 'nothing of it has gone');
  assert.ok(!box.incomplete);
  assert.deepEqual(box.reading(), { ack: began - 1 });
  const texts = box.take([one(began), one(began + 1)], status(began - 1, began, began)).map(({ text }) => text);
  assert.deepEqual(texts, [`answer ${began}`, `answer ${began + 1}`]);
  assert.deepEqual(box.reading(), { ack: began + 1 });
  assert.equal(box.replies.length, 5, 'what was read stays on the page');
});

test('a conversation whose oldest replies have gone is no other conversation', () => {
  const box = new Mailbox();
  box.take([one(100), one(101)], status(99, 100, 100));
  box.take([], status(101, 102, 100));
  assert.ok(!box.anew);
  assert.ok(box.cutShort);
});

test('whoever comes back into a conversation has not seen it begin anew', () => {
  const box = new Mailbox();
  box.returned = true;
  box.take([], status(1_800_000_004, 1_800_000_005, 1_800_000_005));
  assert.ok(!box.anew);
});

/**
 * A front that is seized: its folder, its database with the log, and its memory are searched for
 * what went through it, while it waits there and afterwards. The search itself is shown to find.
 */

import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Hotline } from './hotline.mjs';
import { Caller, Chromium, Operator, until } from './people.mjs';

const LETTERS = ['ابتثجحخدذرزسشصضطظعغفقكلمنهوي', 'abcdefghijklmnopqrstuvwxyz0123456789'];
const SENT = 20;
const ANSWERED = 4;

/** Strings that are nowhere else in the world: two words, Arabic and Latin in turn. */
function canaries(number) {
  const word = (letters) => Array.from({ length: 9 }, () => letters[randomInt(letters.length)]).join('');
  return Array.from({ length: number }, (_, at) => {
    const [one, other] = at % 2 ? LETTERS : [...LETTERS].reverse();
    return `${word(one)} ${word(other)}`;
  });
}

/** How text may lie about: each writes it as bytes. */
const utf16be = (text) => Buffer.from(text, 'utf16le').swap16();
const escaped = (text) =>
  text.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
const ENCODINGS = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-16, little end first': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16, big end first': utf16be,
  percent: (text) => Buffer.from(encodeURIComponent(text)),
  'JSON-escaped': (text) => Buffer.from(escaped(text)),
  hex: (text) => Buffer.from(Buffer.from(text).toString('hex')),
  'base64 after 0 bytes': (text) => Buffer.from(Buffer.from(text).toString('base64')),
  'base64 after 1 byte': (text) => Buffer.from(Buffer.from(`"${text}"`).toString('base64')),
  'base64 after 2 bytes': (text) => Buffer.from(Buffer.from(`{"${text}"}`).toString('base64url')),
};

test('nothing that went through a front is on its disk or in its memory', { timeout: 300_000 }, async (t) => {
  const hotline = await Hotline.start();
  const browser = await Chromium.launch();
  const sent = canaries(SENT);
  const answered = canaries(ANSWERED);
  const all = [...sent, ...answered];
  const searched = async (zone, when) => {
    const found = await hotline.order({ do: 'search', zone, texts: all });
    t.diagnostic(`${zone}, ${when}: ${found.memory_bytes} bytes of memory and ${found.file_bytes} of files searched`);
    assert.ok(found.memory_bytes > 10_000_000);
    assert.deepEqual([...found.memory, ...found.files], [], `${zone}, ${when}`);
  };
  try {
    for (const [name, encode] of Object.entries(ENCODINGS)) {
      const path = join(hotline.folder, 'held');
      writeFileSync(path, Buffer.concat(all.flatMap((text) => [encode(text), Buffer.from('\0\0')])));
      const { memory } = await hotline.order({ do: 'hold', path, texts: all });
      assert.deepEqual(memory, all, `a process that holds them as ${name}`);
    }
    t.diagnostic(`a process that holds them: all ${all.length} found as ${Object.keys(ENCODINGS).join('; ')}`);

    const operator = await Operator.first(browser, hotline);
    // While nobody fetches them, the sealed messages lie at the front.
    await hotline.order({ do: 'stop', zone: 'courier' });
    const caller = await Caller.open(browser, hotline, 'ar', { width: 320, height: 640 });
    await caller.begin();
    await caller.send(sent.slice(0, SENT / 2).join('\n'));
    await caller.send(sent.slice(SENT / 2).join('\n'));
    const words = await caller.keepWords();
    await caller.window.press(caller.t.later);
    await caller.window.sees(caller.t.stateFront);
    await searched('front', 'while the first waits there');

    await hotline.order({ do: 'start', zone: 'courier' });
    // The queue shows a case's newest words only; which of the two those are is a race.
    await operator.openCase(1);
    await operator.window.has('.item.message');
    await operator.answer(answered.join('\n'));
    await caller.window.sees(answered[0]);
    // The second message goes with a beat of its own, which may come after the answer.
    await until('all reached the desk', async () => {
      await operator.window.go(operator.window.page.url());
      const shown = (await operator.messages()).join('\n');
      return sent.every((text) => shown.includes(text));
    });
    all.push(words.join(' '), words.slice(0, 3).join(' '));
    await searched('front', 'when all is read and answered');
    await searched('courier', 'when all is read and answered');
  } finally {
    await browser.close();
    await hotline.end();
  }
});

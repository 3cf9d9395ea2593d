/**
 * What somebody on the network sees of three callers: the same sequence of the same sizes, whether
 * a caller reads, writes or rests, and in none of the bytes anything that they said, read or keep.
 */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fromBase64url } from '../../../web/seal/index.js';
import { ask, Hotline } from './hotline.mjs';
import { Caller, Chromium, Operator, until } from './people.mjs';
import { phraseForms } from './phrases.mjs';
import { Recorder } from './recorder.mjs';

const BEATS = 5;
const ENVELOPE = 8_192;
const STAMP = 64;
const MANIFEST = 8_192;
const BUCKET = 32_896;
const FIRST = 'نحن في القبو قرب الطاحونة القديمة، أحدنا جريح.';
const MORE = ['Мы у старой мельницы, нас трое, один ранен в ногу.', 'Ждём темноты, фонаря нет.', 'Больше писать не можем.'];
const LONG_ANSWER = `وصلت رسالتك. الرمز هو A-17، والوقت 21:30. ${'ابقوا حيث أنتم ولا تخرجوا قبل أن نكتب. '.repeat(60)}النهاية.`;

test('reading, writing and resting look alike, and nothing said is in any byte', { timeout: 300_000 }, async (t) => {
  const hotline = await Hotline.start();
  const browser = await Chromium.launch();
  const recorders = await Promise.all(Array.from({ length: 4 }, () => Recorder.before(hotline.front)));
  const [first, reading, writing, resting] = recorders;
  const through = (recorder) => ({ ...hotline, front: recorder.url });
  try {
    const operator = await Operator.first(browser, hotline);
    const phrases = await Promise.all([
      (async () => {
        const words = await comeAndWrite(browser, through(first), 'ar', [FIRST]);
        await operator.findCase(FIRST);
        await operator.answer(LONG_ANSWER);
        const reader = await Caller.open(browser, through(reading), 'ar');
        await reader.comeBack(words.join(' '));
        await reader.window.sees(LONG_ANSWER);
        await beats(reading);
        return words;
      })(),
      (async () => {
        const words = await comeAndWrite(browser, through(writing), 'ru', MORE);
        await beats(writing);
        return words;
      })(),
      (async () => {
        const caller = await Caller.open(browser, through(resting), 'en');
        await caller.begin();
        await beats(resting);
      })(),
    ]);

    assertAlike([reading, writing, resting], t);
    const secrets = [FIRST, ...MORE, LONG_ANSWER.slice(0, 60), LONG_ANSWER.slice(-60)];
    const { hotline: id } = JSON.parse(readFileSync(join(hotline.var, 'front/front.json'), 'utf8'));
    for (const [at, lang] of ['ar', 'ru'].entries())
      secrets.push(...(await phraseForms(phrases[at], lang, fromBase64url(id))));
    for (const [at, recorder] of recorders.entries()) recorder.write(join(hotline.folder, 'traffic', String(at)));
    const traffic = join(hotline.folder, 'traffic');
    const { files, bytes } = await ask('driver.search', ['-', traffic], secrets);
    t.diagnostic(`${bytes} recorded bytes searched for ${secrets.length} secrets`);
    assert.ok(bytes > 12 * BUCKET);
    assert.deepEqual(files, []);
    writeFileSync(join(traffic, 'planted'), Buffer.from(`{"text":"${FIRST}"}`).toString('base64url'));
    const planted = await ask('driver.search', ['-', traffic], secrets);
    assert.deepEqual(planted.files, [FIRST], 'the search finds what is there');
  } finally {
    await browser.close();
    await Promise.all(recorders.map((recorder) => recorder.close()));
    await hotline.end();
  }
});

async function comeAndWrite(browser, hotline, lang, texts) {
  const caller = await Caller.open(browser, hotline, lang);
  await caller.begin();
  await caller.send(texts[0]);
  const words = await caller.keepWords();
  await caller.window.press(caller.t.later);
  for (const text of texts.slice(1)) await caller.send(text);
  return words;
}

/** Until so many beats of this page are over. */
const beats = (recorder) =>
  until(`${BEATS} beats`, () => recorder.shapes().filter(([, path]) => path.startsWith('/b/')).length >= BEATS, 150_000);

function assertAlike(recorders, t) {
  const kinds = {
    'GET /': ([, , up, status, down]) => up === 0 && status === 200 && down > 0,
    'GET /k': ([, , up, status, down]) => up === 0 && status === 200 && down === MANIFEST,
    'GET /b/0': ([, , up, status, down]) => up === 0 && status === 200 && down === BUCKET,
    'POST /e': ([, , up, status, down]) => up === STAMP + ENVELOPE && status === 204 && down === 0,
  };
  const sequences = recorders.map((recorder) => recorder.shapes().slice(0, 2 + 2 * BEATS));
  for (const shape of sequences.flat()) {
    const [method, path] = shape;
    assert.ok(kinds[`${method} ${path}`]?.(shape), `unexpected: ${shape}`);
  }
  const [reading, writing, resting] = sequences;
  assert.deepEqual(reading, resting);
  assert.deepEqual(writing, resting);
  for (const { head } of recorders.flatMap(({ exchanges }) => exchanges)) assert.doesNotMatch(head, /^(cookie|referer)$/im);
  t.diagnostic(resting.map((shape) => shape.join(' ')).join('; '));
}

/** The page's texts: complete in four languages, short, calm, and no longer than promised. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const at = (path) => new URL(`../../web/page/${path}`, import.meta.url);
const LANGS = ['ar', 'en', 'ru', 'uk'];
const TEXTS = Object.fromEntries(
  LANGS.map((lang) => [lang, JSON.parse(readFileSync(at(`texts/${lang}.json`), 'utf8'))]),
);
const MOST_WORDS = 12;

const sources = ['', 'view/'].flatMap((folder) =>
  readdirSync(at(folder || '.'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(at(folder + name), 'utf8')),
);

test('the same texts stand in all four languages, in the same order', () => {
  for (const lang of LANGS) assert.deepEqual(Object.keys(TEXTS[lang]), Object.keys(TEXTS.en), lang);
});

test('the same places to fill in', () => {
  const places = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const lang of LANGS)
    for (const [key, text] of Object.entries(TEXTS[lang]))
      assert.deepEqual(places(text), places(TEXTS.en[key]), `${lang} ${key}`);
});

test('sentences have at most twelve words, and no exclamation marks', () => {
  for (const lang of LANGS)
    for (const [key, text] of Object.entries(TEXTS[lang])) {
      assert.doesNotMatch(text, /[!！]/, `${lang} ${key}`);
      for (const sentence of text.split(/[.?؟]\s*/))
        assert.ok(sentence.split(/\s+/).filter(Boolean).length <= MOST_WORDS, `${lang} ${key}: ${sentence}`);
    }
});

test('every text is used, and every text that is used is there', () => {
  const code = sources.join('\n');
  for (const key of Object.keys(TEXTS.en))
    assert.match(code, new RegExp(`'${key}'|\\bt\\.${key}\\b|\\]\\.${key}\\b`), key);
  for (const [, key] of code.matchAll(/\bt\.(\w+)/g)) assert.ok(key in TEXTS.en, key);
});

test('each language writes in its own letters', () => {
  const own = { ar: /\p{Script=Arabic}/u, en: /[a-z]/i, ru: /\p{Script=Cyrillic}/u, uk: /\p{Script=Cyrillic}/u };
  for (const lang of LANGS)
    for (const [key, text] of Object.entries(TEXTS[lang])) assert.match(text, own[lang], `${lang} ${key}`);
  for (const text of Object.values(TEXTS.ru)) assert.doesNotMatch(text, /[іїєґ]/i);
  for (const text of Object.values(TEXTS.uk)) assert.doesNotMatch(text, /[ыэёъ]/i);
});

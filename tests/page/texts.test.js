/** The pages' texts: complete in four languages, short, calm, and no longer than promised. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ownTexts, teamTexts } from '../../web/build.mjs';

const LANGS = ['ar', 'en', 'ru', 'uk'];
const MOST_WORDS = 12;

const sourcesIn = (folder) =>
  ['', 'view/'].flatMap((inner) => {
    const at = new URL(`../../web/${folder}/${inner}`, import.meta.url);
    return readdirSync(at)
      .filter((name) => name.endsWith('.js'))
      .map((name) => [`${folder}/${inner}${name}`, readFileSync(new URL(name, at), 'utf8')]);
  });
/** Of the caller's modules these are not the team's. */
const CALLERS_OWN = ['page/main.js', 'page/steps.js'];
const PAGES = {
  page: { texts: ownTexts, sources: sourcesIn('page') },
  team: {
    texts: teamTexts,
    sources: [...sourcesIn('page'), ...sourcesIn('team')].filter(([name]) => !CALLERS_OWN.includes(name)),
  },
};

for (const [name, { texts, sources }] of Object.entries(PAGES)) {
  const TEXTS = Object.fromEntries(LANGS.map((lang) => [lang, texts(lang)]));
  const each = (check) => {
    for (const lang of LANGS) for (const [key, text] of Object.entries(TEXTS[lang])) check(text, lang, key);
  };

  test(`${name}: the same texts stand in all four languages, in the same order`, () => {
    for (const lang of LANGS) assert.deepEqual(Object.keys(TEXTS[lang]), Object.keys(TEXTS.en), lang);
    each((text, lang, key) => assert.equal(typeof text, 'string', `${lang} ${key}`));
  });

  test(`${name}: the same places to fill in`, () => {
    const places = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
    each((text, lang, key) => assert.deepEqual(places(text), places(TEXTS.en[key]), `${lang} ${key}`));
  });

  test(`${name}: sentences have at most twelve words, and no exclamation marks`, () => {
    each((text, lang, key) => {
      assert.doesNotMatch(text, /[!！]/, `${lang} ${key}`);
      for (const sentence of text.split(/[.?؟]\s*/))
        assert.ok(sentence.split(/\s+/).filter(Boolean).length <= MOST_WORDS, `${lang} ${key}: ${sentence}`);
    });
  });

  test(`${name}: every text is used, and every text that is used is there`, () => {
    const code = sources.map(([, source]) => source).join('\n');
    for (const key of Object.keys(TEXTS.en)) {
      // `outcome_arrived` is asked for by the outcome's name.
      const [stem, member] = [key.split('_')[0], key.slice(key.indexOf('_') + 1)];
      const named = new RegExp(`'${key}'|\\bt\\.${key}\\b|\\]\\.${key}\\b`);
      assert.ok(named.test(code) || (member !== key && code.includes(`\`${stem}_\${`)), key);
    }
    // What only the caller's steps say is in modules that both import.
    const own = name === 'page' ? sources : sources.filter(([at]) => at.startsWith('team/'));
    for (const [, source] of own)
      for (const [, key] of source.matchAll(/\bt\.(\w+)/g)) assert.ok(key in TEXTS.en, key);
  });

  test(`${name}: each language writes in its own letters`, () => {
    const own = { ar: /\p{Script=Arabic}/u, en: /[a-z]/i, ru: /\p{Script=Cyrillic}/u, uk: /\p{Script=Cyrillic}/u };
    each((text, lang, key) => assert.match(text, own[lang], `${lang} ${key}`));
    for (const text of Object.values(TEXTS.ru)) assert.doesNotMatch(text, /[іїєґ]/i);
    for (const text of Object.values(TEXTS.uk)) assert.doesNotMatch(text, /[ыэёъ]/i);
  });
}

test('team: a text that is the caller’s word for word is taken from there', () => {
  for (const lang of LANGS) {
    const callers = ownTexts(lang);
    const own = JSON.parse(readFileSync(new URL(`../../web/team/texts/${lang}.json`, import.meta.url), 'utf8'));
    for (const [key, text] of Object.entries(own)) assert.notEqual(text, callers[key], `${lang} ${key}`);
  }
});

/** Phrases as the tests need them: in every shape in which one could leave, and typed wrongly. */

import { readFileSync } from 'node:fs';
import { callerKeys, makeWordList, phraseDigits, readPhrase } from '../../../web/seal/index.js';

const list = (lang) =>
  makeWordList(lang, readFileSync(new URL(`../../../src/aman/core/words/${lang}.txt`, import.meta.url), 'utf8'));
const LISTS = Object.fromEntries(['ar', 'en', 'ru', 'uk'].map((lang) => [lang, list(lang)]));

/** The same words in an order that does not check: of any wrong order one in 128 does. */
export async function wrongOrder(words, lang) {
  for (let by = 1; by < words.length; by += 1) {
    const turned = [...words.slice(by), ...words.slice(0, by)].join(' ');
    const checks = await readPhrase(turned, LISTS, lang).then(
      () => true,
      () => false,
    );
    if (!checks) return turned;
  }
  throw new Error('every order checks');
}

/** Words, digits, and the keys made of them, as `driver.search` takes them. */
export async function phraseForms(words, lang, hotline) {
  const { entropy } = await readPhrase(words.join(' '), LISTS, lang);
  const digits = await phraseDigits(entropy);
  const keys = await callerKeys(entropy, hotline);
  const raw = [entropy, keys.token, keys.replyKey].map((key) => `hex:${Buffer.from(key).toString('hex')}`);
  const threes = [0, 3, 6].map((at) => words.slice(at, at + 3));
  const joined = threes.flatMap((three) => [' ', ', ', '\n', ''].map((between) => three.join(between)));
  return [...joined, digits, digits.replaceAll(' ', ''), ...raw];
}

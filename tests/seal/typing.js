/**
 * What people type, and what it means: made from the lists as they are, so that the cases stay
 * when the words change.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64url } from '../../web/seal/base64url.js';
import { joined, utf8 } from '../../web/seal/bytes.js';
import { phraseDigits, phraseWords } from '../../web/seal/phrase.js';
import { fold } from '../../web/seal/wordlist.js';

const WORD = 2048n;

/** The check bits, written once more. */
const check = (entropy) => BigInt(sha256(joined(utf8('aman/1 check'), entropy))[0] >> 1);

function entropyOf(numbers) {
  let number = numbers.reduce((all, each) => all * WORD + BigInt(each), 0n);
  const stated = number & 127n;
  number >>= 7n;
  const entropy = new Uint8Array(12);
  for (let at = 12; at--; number >>= 8n) entropy[at] = Number(number & 255n);
  return check(entropy) === stated ? entropy : null;
}

/** Digits in another script, whose zero is `zero`. */
const inScript = (digits, zero) =>
  digits.replace(/\d/g, (digit) => String.fromCodePoint(zero.codePointAt(0) + Number(digit)));

/** One letter of `word` changed so that only `word` is near. */
function misspelled(list, word) {
  const letters = new Set(list.words.map(fold).join(''));
  for (let at = 1; at < word.length; at++) {
    for (const letter of letters) {
      const wrong = word.slice(0, at) + letter + word.slice(at + 1);
      if (fold(wrong) !== fold(word) && list.find(wrong) === list.words.indexOf(word)) return wrong;
    }
  }
  throw new Error('no such mistake');
}

/** Other spellings that a keyboard or a hand gives. */
const respelled = {
  ar: (word) => word.replace(/ا/g, 'أ').replace(/ه$/, 'ة').replace(/ي/g, 'ى').replace(/(.)/, '$1\u064e'),
  en: (word) => word.toUpperCase(),
  ru: (word) => word.replace(/ё/g, 'е').replace(/е/, 'Ё'),
  uk: (word) => word.replace(/ґ/g, 'г').replace(/['’ʼ]/g, '').toUpperCase(),
};

/**
 * Nine words that stand both in the Russian and in the Ukrainian list; `wanted`: which check bits
 * have to fit.
 */
function ambiguous({ ru, uk }, wanted) {
  const shared = ru.words
    .filter((word) => uk.words.includes(word))
    .map((word) => ({ word, ru: ru.words.indexOf(word), uk: uk.words.indexOf(word) }));
  for (let turn = 0; turn < 500_000; turn++) {
    const chosen = sha256(utf8(`ambiguous ${turn}`));
    const nine = Array.from({ length: 9 }, (_, at) => {
      return shared[(256 * chosen[2 * at] + chosen[2 * at + 1]) % shared.length];
    });
    const fits = {
      ru: entropyOf(nine.map((each) => each.ru)),
      uk: entropyOf(nine.map((each) => each.uk)),
    };
    if (Boolean(fits.ru) === wanted.ru && Boolean(fits.uk) === wanted.uk) {
      return { words: nine.map(({ word }) => word), fits };
    }
  }
  throw new Error('the lists share too few words');
}

/** @type {(lists: any, fixedEntropy: (name: string) => Promise<any>) => Promise<object>} */
export async function typingCases(lists, fixedEntropy) {
  const cases = [];
  const right = (name, typed, lang, entropy, page = 'en') =>
    cases.push({ name, typed, page, lang, entropy: toBase64url(entropy) });
  const wrong = (name, typed, fault, unknown = [], page = 'en') =>
    cases.push({ name, typed, page, fault, unknown });

  for (const [lang, list] of Object.entries(lists)) {
    const entropy = await fixedEntropy(`typing ${lang}`);
    const words = await phraseWords(entropy, list);
    const say = (changed) => changed.join(' ');
    right(`${lang}: as shown`, say(words), lang, entropy);
    right(`${lang}: spaces, lines, stops, numbers`, ` 1. ${words.join(',\n 2) ')}.  `, lang, entropy);
    right(`${lang}: marks of direction`, `\u202b${words.join('\u200f ')}\u202c \u200e`, lang, entropy);
    right(`${lang}: four letters`, say(words.map((word) => fold(word).slice(0, 4))), lang, entropy);
    right(`${lang}: other spellings`, say(words.map(respelled[lang])), lang, entropy);
    right(`${lang}: decomposed`, say(words).normalize('NFD'), lang, entropy);
    const slip = words.map((word, at) => (at === 4 ? misspelled(list, word) : word));
    right(`${lang}: one letter wrong`, say(slip), lang, entropy);
    const swapped = [words[1], words[0], ...words.slice(2)];
    wrong(`${lang}: two words swapped`, say(swapped), 'check');
    wrong(`${lang}: eight words`, say(words.slice(1)), 'length');
    wrong(`${lang}: ten words`, say([...words, words[0]]), 'length');
    const strange = words.map((word, at) => ([2, 8].includes(at) ? 'qqqqqqqq' : word));
    wrong(`${lang}: words of no list`, say(strange), 'word', [2, 8]);
  }

  const entropy = await fixedEntropy('typing digits');
  const digits = await phraseDigits(entropy);
  right('digits: six groups', digits, null, entropy);
  right('digits: at one go', digits.replace(/ /g, ''), null, entropy);
  right('digits: dashes', digits.replace(/ /g, ' - '), null, entropy);
  right('digits: Arabic', inScript(digits, '٠'), null, entropy);
  right('digits: Persian', inScript(digits, '۰'), null, entropy);
  right('digits: Devanagari', inScript(digits, '०'), null, entropy);
  right('digits: mathematical', inScript(digits, '𝟎'), null, entropy);
  right('digits: marks of direction', `\u202a${digits}\u202c`, null, entropy);
  const last = (Number(digits[digits.length - 1]) + 1) % 10;
  wrong('digits: the last one wrong', digits.slice(0, -1) + last, 'check');
  wrong('digits: too few', digits.slice(1), 'length');
  wrong('digits: too many', `${digits}0`, 'length');
  wrong('digits: 2^99', String(2n ** 99n), 'check');
  wrong('digits: the largest', '9'.repeat(30), 'check');
  wrong('nothing', '', 'length');
  wrong('only stops', ' . - , ', 'length');

  const both = ambiguous(lists, { ru: true, uk: true });
  for (const page of ['ru', 'uk']) {
    right(`in two lists, both check: page ${page}`, both.words.join(' '), page, both.fits[page], page);
  }
  right('in two lists, both check: another page', both.words.join(' '), 'ru', both.fits.ru, 'ar');
  const russian = ambiguous(lists, { ru: true, uk: false });
  right('in two lists, Russian checks', russian.words.join(' '), 'ru', russian.fits.ru, 'uk');
  const ukrainian = ambiguous(lists, { ru: false, uk: true });
  right('in two lists, Ukrainian checks', ukrainian.words.join(' '), 'uk', ukrainian.fits.uk, 'ru');
  const neither = ambiguous(lists, { ru: false, uk: false });
  wrong('in two lists, neither checks', neither.words.join(' '), 'check', [], 'uk');
  return { cases };
}

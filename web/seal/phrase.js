/**
 * The phrase: 92 random bits as nine words or thirty digits, and the keys from it (protocol
 * section 7). Words of any language and the digits are the same phrase; a wrong one is told by its
 * seven check bits, without any request.
 */

import { joined, randomBytes, utf8 } from './bytes.js';
import { hkdf, pbkdf2, sha256 } from './derive.js';
import { WrongPhrase } from './errors.js';
import { fold } from './wordlist.js';
import { kemKeyPair } from './xwing.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */
/** @typedef {import('./wordlist.js').WordList} WordList */

export const PHRASE_WORDS = 9;
export const PHRASE_DIGITS = 30;
const ENTROPY_BYTES = 12;
const CHECK_BITS = 7n;
const WORD_BITS = 11n;
const PHRASE_BITS = 99n;
const ROUNDS = 210_000;
const NO_SALT = new Uint8Array();

// Python's white space and JavaScript's, and what people and telephones put between words.
const BETWEEN = /[\s\x1c-\x1f\x85\ufeff,.;:!?()،؛؟·•\-–—]/gu; // eslint-disable-line no-control-regex -- Python calls these white space
const DIGIT = /\p{Nd}/u;
const DIGITS = /\p{Nd}/gu;

/** A new phrase: 12 bytes, of which the first four bits are zero. */
export function newPhrase() {
  const entropy = randomBytes(ENTROPY_BYTES);
  entropy[0] &= 0x0f;
  return { entropy };
}

/** Entropy, then check: 99 bits. @type {(entropy: Bytes) => Promise<bigint>} */
async function phraseNumber(entropy) {
  const [check] = await sha256(joined(utf8('aman/1 check'), entropy));
  return (toBigInt(entropy) << CHECK_BITS) | BigInt(check >> 1);
}

/** @type {(raw: Uint8Array) => bigint} */
const toBigInt = (raw) => raw.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);

/** @type {(number: bigint) => Promise<Bytes>} */
async function fromNumber(number) {
  if (number >> PHRASE_BITS) throw new WrongPhrase('check');
  const entropy = new Uint8Array(ENTROPY_BYTES);
  let rest = number >> CHECK_BITS;
  for (let at = ENTROPY_BYTES; at--; rest >>= 8n) entropy[at] = Number(rest & 0xffn);
  if ((await phraseNumber(entropy)) !== number) throw new WrongPhrase('check');
  return entropy;
}

/** The nine words, in one language. @type {(entropy: Bytes, list: WordList) => Promise<string[]>} */
export async function phraseWords(entropy, list) {
  const number = await phraseNumber(entropy);
  return Array.from({ length: PHRASE_WORDS }, (_, at) => {
    const shift = WORD_BITS * BigInt(PHRASE_WORDS - 1 - at);
    return list.words[Number((number >> shift) & 2047n)];
  });
}

/** Thirty digits in six groups of five. @type {(entropy: Bytes) => Promise<string>} */
export async function phraseDigits(entropy) {
  const digits = String(await phraseNumber(entropy)).padStart(PHRASE_DIGITS, '0');
  return (digits.match(/.{5}/g) ?? []).join(' ');
}

/**
 * Read nine words or thirty digits. Where the words stand in several lists, the check bits decide;
 * where they fit in several, the page's language, if it is among them.
 * @param {string} typed
 * @param {Record<string, WordList>} lists by language
 * @param {string} pageLang
 * @returns {Promise<{entropy: Bytes, lang: string | null}>} `lang` is null when it came as digits
 */
export async function readPhrase(typed, lists, pageLang) {
  const folded = fold(typed);
  const digits = asDigits(folded.replace(BETWEEN, ''));
  if (digits !== null) {
    if (digits.length !== PHRASE_DIGITS) throw new WrongPhrase('length');
    return { entropy: await fromNumber(BigInt(digits)), lang: null };
  }
  const tokens = folded.replace(DIGITS, ' ').replace(BETWEEN, ' ').split(' ').filter(Boolean);
  if (tokens.length !== PHRASE_WORDS) throw new WrongPhrase('length');
  const found = Object.keys(lists).map((lang) => ({
    lang,
    numbers: tokens.map((token) => lists[lang].find(token)),
  }));
  const members = found.filter(({ numbers }) => !unknown(numbers).length);
  if (!members.length) {
    const missing = found.map(({ numbers }) => unknown(numbers));
    const fewest = Math.min(...missing.map((each) => each.length));
    throw new WrongPhrase('word', missing.find((each) => each.length === fewest));
  }
  members.sort((one, other) => Number(other.lang === pageLang) - Number(one.lang === pageLang));
  for (const { lang, numbers } of members) {
    const number = numbers.reduce((all, each) => (all << WORD_BITS) | BigInt(each ?? 0), 0n);
    const entropy = await fromNumber(number).catch(() => null);
    if (entropy) return { entropy, lang };
  }
  throw new WrongPhrase('check');
}

/** @type {(numbers: (number | undefined)[]) => number[]} */
const unknown = (numbers) => numbers.flatMap((number, at) => (number === undefined ? [at] : []));

/** The digits of any script, when there is nothing else. @type {(bare: string) => string | null} */
function asDigits(bare) {
  const letters = Array.from(bare);
  if (!letters.length || !letters.every((letter) => DIGIT.test(letter))) return null;
  return letters.map(decimal).join('');
}

/** Every script's digits stand together, zero first. @type {(digit: string) => number} */
export function decimal(digit) {
  const code = /** @type {number} */ (digit.codePointAt(0));
  let value = 0;
  while (DIGIT.test(String.fromCodePoint(code - value - 1))) value++;
  return value % 10;
}

/**
 * @typedef {object} CallerKeys
 * @property {import('./xwing.js').KemKeyPair} replyKem opens replies
 * @property {Bytes} replyPk 1,216 bytes, to which replies are sealed
 * @property {Bytes} token 32 bytes that lead to the case
 * @property {Bytes} replyKey 32 bytes that find and unwrap slots
 */

/** `mk`: takes as long as 210,000 rounds do. @type {(entropy: Bytes, hotline: Bytes) => Promise<Bytes>} */
export async function stretchedKey(entropy, hotline) {
  const stretched = await pbkdf2(await hkdf(entropy, NO_SALT, utf8('stretch')), hotline, ROUNDS);
  return hkdf(entropy, stretched, utf8('mk'));
}

/** The caller's keys at one hotline. @type {(entropy: Bytes, hotline: Bytes) => Promise<CallerKeys>} */
export const callerKeys = async (entropy, hotline) =>
  derivedKeys(await stretchedKey(entropy, hotline));

/** What `mk` gives a caller, and a team as well. @type {(mk: Bytes) => Promise<CallerKeys>} */
export async function derivedKeys(mk) {
  const derived = (/** @type {string} */ label) => hkdf(mk, utf8('aman/1'), utf8(label));
  const replyKem = await kemKeyPair(await derived('reply-kem'));
  return {
    replyKem,
    replyPk: replyKem.publicKey,
    token: await derived('token'),
    replyKey: await derived('reply-key'),
  };
}

/**
 * Keys for cover before there is a phrase: random, so that nobody can tell them from real ones.
 * @type {() => Promise<CallerKeys>}
 */
export async function randomKeys() {
  const replyKem = await kemKeyPair(randomBytes(32));
  const replyPk = replyKem.publicKey;
  return { replyKem, replyPk, token: randomBytes(32), replyKey: randomBytes(32) };
}

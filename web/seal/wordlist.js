/**
 * A list of 2,048 words, and how a typed word is recognised in it (protocol section 7): without its
 * diacritics, in other spellings of alef, ya and ta-marbuta, with е for ё and г for ґ, by its first
 * four letters, or with one letter wrong when only one word is that near.
 */

const WORDS = 2048;
const PREFIX_LETTERS = 4;

/** @type {Map<string, string>} */
const SPELLINGS = new Map();
for (const [meant, typed] of [
  ['ا', 'أإآٱ'],
  ['ي', 'ىیئ'],
  ['ك', 'ک'],
  ['ه', 'ة'],
  ['و', 'ؤ'],
  ['е', 'ё'],
  ['г', 'ґ'],
]) {
  for (const letter of typed) SPELLINGS.set(letter, meant);
}
const MARKS =
  /[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640'’ʼ`\u200c-\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The form in which words are compared. @type {(word: string) => string} */
export const fold = (word) =>
  Array.from(word.normalize('NFC').toLowerCase(), (letter) => SPELLINGS.get(letter) ?? letter)
    .join('')
    .replace(MARKS, '');

/**
 * @typedef {object} WordList
 * @property {string} lang
 * @property {readonly string[]} words in order
 * @property {(typed: string) => number | undefined} find the number of the word that was meant
 */

/** Read one word a line. @type {(lang: string, text: string) => WordList} */
export function makeWordList(lang, text) {
  const words = text.split(/\s+/).filter(Boolean);
  const folded = words.map(fold);
  const exact = new Map(folded.map((word, number) => [word, number]));
  const prefix = new Map(folded.map((word, number) => [head(word), number]));
  const letters = new Set(folded.join(''));
  if (exact.size !== WORDS || prefix.size !== WORDS || words.length !== WORDS) {
    throw new RangeError(`the list for ${lang} has to be ${WORDS} words of unique first letters`);
  }

  /** @type {(typed: string) => number | undefined} */
  function find(typed) {
    const word = fold(typed);
    const found = exact.get(word);
    if (found !== undefined) return found;
    const begun = prefix.get(head(word));
    const meant = begun !== undefined && length(word) >= PREFIX_LETTERS;
    return meant && folded[begun].startsWith(word) ? begun : nearest(word);
  }

  /** @type {(word: string) => number | undefined} */
  function nearest(word) {
    const near = new Set();
    for (const other of oneEditAway(Array.from(word), letters)) {
      if (exact.has(other)) near.add(exact.get(other));
    }
    return near.size === 1 ? near.values().next().value : undefined;
  }

  return { lang, words, find };
}

/** @type {(word: string) => number} */
const length = (word) => Array.from(word).length;

/** @type {(word: string) => string} */
const head = (word) => Array.from(word).slice(0, PREFIX_LETTERS).join('');

/** @type {(word: string[], letters: Set<string>) => Generator<string>} */
function* oneEditAway(word, letters) {
  for (let at = 0; at <= word.length; at++) {
    const before = word.slice(0, at).join('');
    const after = word.slice(at).join('');
    const beyond = word.slice(at + 1).join('');
    yield before + beyond;
    for (const letter of letters) {
      yield before + letter + after;
      yield before + letter + beyond;
    }
  }
}

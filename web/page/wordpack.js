/**
 * Word lists made small: each word as how many letters it shares with the one before, and the rest,
 * one ASCII letter for each letter of its alphabet. The four lists take 19 kB with brotli, 26 as
 * they are. Used by the build (pack) and the page (unpack).
 */

const CODE = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MOST_SHARED = 9;

/** Words of one language → `{alphabet, packed}`. */
export function pack(words) {
  const alphabet = [...new Set(words.join(''))].sort().join('');
  if (alphabet.length > CODE.length) throw new RangeError('more letters than the code has');
  let before = '';
  let packed = '';
  for (const word of words) {
    let shared = 0;
    while (shared < MOST_SHARED && shared < word.length && word[shared] === before[shared])
      shared += 1;
    const rest = Array.from(word.slice(shared), (letter) => CODE[alphabet.indexOf(letter)]);
    packed += shared + rest.join('');
    before = word;
  }
  return { alphabet, packed };
}

/** `{alphabet, packed}` → the words, one a line. */
export function unpack({ alphabet, packed }) {
  let word = '';
  return packed
    .match(/\d\D*/g)
    .map((each) => {
      const rest = Array.from(each.slice(1), (letter) => alphabet[CODE.indexOf(letter)]);
      word = word.slice(0, Number(each[0])) + rest.join('');
      return word;
    })
    .join('\n');
}

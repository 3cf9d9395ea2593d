/**
 * A field team's side of the wire: its keys, the words that it signs (kind 5), and what only a team
 * is told (protocol sections 4 and 5).
 *
 * Signing is noble's everywhere: WebCrypto's may draw chance, and a word that is sealed anew has to
 * be the same bytes.
 */

import { getPublicKeyAsync, signAsync } from '@noble/ed25519';
import { fromBase64url, toBase64url } from './base64url.js';
import { joined, utf8 } from './bytes.js';
import { verified } from './curves.js';
import { hkdf, sha256 } from './derive.js';
import { json, read, whole } from './dialogue.js';
import { BODY_BYTES, MESSAGE_ID_BYTES } from './envelope.js';
import { MalformedEnvelope, UnprovenWord, WrongCode } from './errors.js';
import { decimal, derivedKeys, stretchedKey } from './phrase.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */
/** @typedef {import('./phrase.js').CallerKeys & {signSeed: Bytes, signKey: Bytes}} TeamKeys */

export const OUTCOMES = Object.freeze(['arrived', 'did_not_come', 'aborted', 'changed', 'lost_contact', 'harmed']);
export const REFUSAL_REASONS = Object.freeze(['place', 'time', 'danger', 'means', 'other']);
export const MEANS = Object.freeze(['foot', 'car', 'other']);
export const WITHDRAWN = Object.freeze(['aborted', 'replaced', 'expired', 'other']);
export const STANDINGS = Object.freeze(['confirmed', 'refused', 'revoked']);
export const TEXT_LETTERS = 2000;
const SIGNATURE_BYTES = 64;
const HOTLINE_BYTES = 32;
const KEY_BYTES = 32;
const HANDOVER_BYTES = 16;
const CODE_DIGITS = 20;
const FINGERPRINT_DIGITS = 30;
const MOST_PEOPLE = 10_000;
const MOST_WAYPOINTS = 40;
const MOST_AVOIDED = 8;
const MOST = 2 ** 32 - 1;
const BETWEEN = /[\s\x1c-\x1f\x85\ufeff.,\-–—]/gu; // eslint-disable-line no-control-regex -- Python calls these white space
const DIGIT = /^\p{Nd}$/u;

/** A caller's keys and one to sign with, from the same words. @type {(entropy: Bytes, hotline: Bytes) => Promise<TeamKeys>} */
export async function teamKeys(entropy, hotline) {
  const mk = await stretchedKey(entropy, hotline);
  const signSeed = await hkdf(mk, utf8('aman/1'), utf8('team-sign'));
  return { ...(await derivedKeys(mk)), signSeed, signKey: await signingKey(signSeed) };
}

/** The public half of a signing key. @type {(seed: Bytes) => Promise<Bytes>} */
export const signingKey = async (seed) => joined(await getPublicKeyAsync(seed));

/** What a team signs; `said` is the word's JSON as it travels. @type {(hotline: Bytes, messageId: Bytes, said: Bytes) => Promise<Bytes>} */
export async function teamStatement(hotline, messageId, said) {
  if (hotline.length !== HOTLINE_BYTES || messageId.length !== MESSAGE_ID_BYTES) {
    throw new RangeError('a hotline id has 32 bytes, a message id 16');
  }
  return joined(utf8('aman/1 team'), hotline, messageId, await sha256(said));
}

/** A body of kind 5 from a word's JSON: `signature(64) ‖ JSON`. @type {(seed: Bytes, hotline: Bytes, messageId: Bytes, said: Bytes) => Promise<Bytes>} */
export async function signWord(seed, hotline, messageId, said) {
  const signature = await signAsync(await teamStatement(hotline, messageId, said), seed);
  return joined(signature, said);
}

/** The JSON of a word; a RangeError for what no word says, or what fits no envelope. @type {(word: Record<string, any>) => Bytes} */
export function wordBody(word) {
  if (!isWord(word)) throw new RangeError('this is no word of a team');
  const silent = (/** @type {[string, any]} */ [name, value]) =>
    value === null || value === undefined || (SILENT.includes(name) && !value);
  const body = json(Object.fromEntries(Object.entries(word).filter((each) => !silent(each))));
  // Up to where was read is written in when the word leaves.
  if (body.length + ',"ack":4294967295,"again":4294967295'.length > BODY_BYTES - SIGNATURE_BYTES) {
    throw new RangeError('a word of a team fits one envelope');
  }
  return body;
}

const SILENT = ['ack', 'people', 'lang'];

/**
 * Read a word as the desk does. The page never does; the tests hold both languages to the same.
 * @type {(body: Bytes, key: Bytes, hotline: Bytes, messageId: Bytes) => Promise<any>}
 */
export async function readWord(body, key, hotline, messageId) {
  if (body.length <= SIGNATURE_BYTES || body.length > BODY_BYTES) throw new MalformedEnvelope();
  const said = body.slice(SIGNATURE_BYTES);
  const statement = await teamStatement(hotline, messageId, said);
  if (!(await verified(key, body.slice(0, SIGNATURE_BYTES), statement))) throw new UnprovenWord();
  const word = read(said, isWord);
  if (word.say === 'enrol' && word.key !== toBase64url(key)) throw new MalformedEnvelope();
  return word;
}

/** @type {(value: any, least?: number, most?: number) => boolean} */
const count = (value, least = 0, most = MOST) => whole(value) && value >= least && value <= most;

/** @type {(value: any, least: number, most: number) => boolean} */
const text = (value, least, most) =>
  typeof value === 'string' && Array.from(value).length >= least && Array.from(value).length <= most;

/** @type {(value: any, size: number) => boolean} */
function bytes(value, size) {
  try {
    return fromBase64url(value, size).length === size;
  } catch {
    return false;
  }
}

/** @type {(word: any) => boolean} */
const ofHandover = ({ handover, revision }) => bytes(handover, HANDOVER_BYTES) && count(revision, 1);

/** What each word says of its own. @type {Record<string, (word: any) => boolean>} */
const WORDS = {
  enrol: ({ key, code }) => bytes(key, KEY_BYTES) && /^[0-9]{20}$/.test(code),
  accept: ofHandover,
  seen: ofHandover,
  refuse: (word) => ofHandover(word) && REFUSAL_REASONS.includes(word.reason),
  outcome: (word) =>
    ofHandover(word) &&
    OUTCOMES.includes(word.outcome) &&
    count(word.at) &&
    count(word.people ?? 0, word.outcome === 'arrived' ? 1 : 0, MOST_PEOPLE),
  text: (word) => text(word.text, 1, TEXT_LETTERS) && text(word.lang ?? '', 0, 64),
};

/** @type {(word: any) => boolean} */
const isWord = (word) =>
  Object.hasOwn(WORDS, word.say) &&
  text(word.session, 0, 64) &&
  count(word.n) &&
  count(word.ack ?? 0) &&
  count(word.again ?? 0) &&
  WORDS[word.say](word);

/**
 * @typedef {{from: number, until: number}} Window Unix seconds
 * @typedef {{lat: number, lon: number, at: number, until: number}} Waypoint `until`: a wait; 0 for none
 * @typedef {{points: Waypoint[], avoid: {words: string, lat: number, lon: number}[]}} GuidedWay
 * @typedef {object} Handover
 * @property {string} id
 * @property {number} revision
 * @property {{lat: number, lon: number, words: string}} place
 * @property {Window} window
 * @property {Window | null} fallback
 * @property {{minutes: number, name: string}} clock minutes ahead of UTC, and whose it is
 * @property {number} people
 * @property {number} wounded
 * @property {string} means
 * @property {{they_say: string, we_say: string}} recognition
 * @property {string} show
 * @property {string} abort_sign
 * @property {number} expires
 * @property {GuidedWay | null} guide by which way they are led on from the place
 */

/**
 * @typedef {object} TeamReply
 * @property {string} text
 * @property {number} at
 * @property {string} lang
 * @property {Handover | null} handover
 * @property {{handover: string, revision: number, reason: string} | null} withdraw
 * @property {string | null} standing
 */

/** @type {(value: any, most: number) => boolean} */
const degrees = (value, most) => typeof value === 'number' && Math.abs(value) <= most;

/** @type {(value: any) => boolean} */
const isWindow = (value) => count(value.from) && count(value.until) && value.from < value.until;

/** @type {(said: any) => boolean} */
const isPlace = ({ lat, lon }) => degrees(lat, 90) && degrees(lon, 180);

/** A way goes on in time. @type {(said: any) => boolean} */
function isGuide({ points, avoid = [] }) {
  let before = 0;
  for (const point of points) {
    const { at, until = 0 } = point;
    if (!isPlace(point) || !count(at) || !count(until) || at < before || (until && until < at)) return false;
    before = until || at;
  }
  return (
    points.length >= 2 &&
    points.length <= MOST_WAYPOINTS &&
    Array.isArray(avoid) &&
    avoid.length <= MOST_AVOIDED &&
    avoid.every((/** @type {any} */ each) => isPlace(each) && text(each.words, 1, 80))
  );
}

/** @type {(said: any) => boolean} */
function isHandover(said) {
  const { place, window, fallback = null, clock, people, wounded = 0, recognition } = said;
  return (
    bytes(said.id, HANDOVER_BYTES) &&
    count(said.revision, 1) &&
    isPlace(place) &&
    text(place.words ?? '', 0, 200) &&
    isWindow(window) &&
    (fallback === null || isWindow(fallback)) &&
    whole(clock.minutes) &&
    clock.minutes >= -720 &&
    clock.minutes <= 840 &&
    text(clock.name, 1, 40) &&
    count(people, 1, MOST_PEOPLE) &&
    count(wounded, 0, people) &&
    MEANS.includes(said.means) &&
    text(recognition.they_say, 1, 100) &&
    text(recognition.we_say, 1, 100) &&
    text(said.show ?? '', 0, 200) &&
    text(said.abort_sign, 0, 200) &&
    count(said.expires) &&
    said.expires > window.from &&
    ((said.guide ?? null) === null || isGuide(said.guide))
  );
}

/** @type {(said: any) => boolean} */
const isWithdraw = (said) => ofHandover(said) && WITHDRAWN.includes(said.reason);

/** Read a reply to a team, its parts joined. @type {(raw: Bytes) => TeamReply} */
export function readTeamReply(raw) {
  const said = read(
    raw,
    (each) =>
      whole(each.at) &&
      typeof (each.text ?? '') === 'string' &&
      text(each.lang ?? '', 0, 64) &&
      ((each.handover ?? null) === null || isHandover(each.handover)) &&
      ((each.withdraw ?? null) === null || isWithdraw(each.withdraw)) &&
      ((each.standing ?? null) === null || STANDINGS.includes(each.standing)),
  );
  const { text: written = '', at, lang = '', handover = null, withdraw = null, standing = null } = said;
  const filled = handover && {
    fallback: null,
    wounded: 0,
    show: '',
    ...handover,
    place: { words: '', ...handover.place },
    guide: handover.guide ? guideOf(handover.guide) : null,
  };
  return { text: written, at, lang, handover: filled, withdraw, standing };
}

/** @type {(said: any) => GuidedWay} */
const guideOf = ({ points, avoid = [] }) => ({
  points: points.map((/** @type {any} */ each) => ({ until: 0, ...each })),
  avoid,
});

/** Thirty digits in six groups of five that stand for a key at one hotline. @type {(hotline: Bytes, key: Bytes) => Promise<string>} */
export async function fingerprint(hotline, key) {
  const digest = await sha256(joined(utf8('aman/1 team key'), hotline, key));
  const number = digest.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  const digits = String(number % 10n ** BigInt(FINGERPRINT_DIGITS)).padStart(FINGERPRINT_DIGITS, '0');
  return inGroups(digits);
}

/** Groups of five, as they are shown and read aloud. @type {(digits: string) => string} */
export const inGroups = (digits) => (digits.match(/.{1,5}/g) ?? []).join(' ');

/** The twenty digits of a one-time code, typed in any script and in any groups. @type {(typed: string) => string} */
export function readCode(typed) {
  const letters = Array.from(typed.normalize('NFC').replace(BETWEEN, ''));
  if (letters.length !== CODE_DIGITS || !letters.every((letter) => DIGIT.test(letter))) throw new WrongCode();
  const code = letters.map(decimal).join('');
  if (BigInt(code) % 97n !== 1n) throw new WrongCode();
  return code;
}

/**
 * The bodies inside the seals: what caller and desk say to each other (protocol sections 4, 5).
 * Members that are not known are left aside; defaults are not written.
 */

import { toBase64url } from './base64url.js';
import { joined, randomBytes, readUtf8, utf8 } from './bytes.js';
import { BODY_BYTES } from './envelope.js';
import { MalformedEnvelope } from './errors.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */
/** @typedef {string | number | boolean | string[]} Answer */

/**
 * @typedef {object} Message
 * @property {string} session `newSession()` once per visit
 * @property {number} n counts this session's messages from 1
 * @property {string} [text]
 * @property {string} [lang]
 * @property {number} [part]
 * @property {number} [parts]
 * @property {number} [ack]
 * @property {number | null} [again]
 * @property {Record<string, Answer>} [answers]
 * @property {string | null} [via]
 */

const MOST_PARTS = 255;

/** @type {Message} */
const USUAL = {
  session: '',
  n: 0,
  text: '',
  lang: 'en',
  part: 1,
  parts: 1,
  ack: 0,
  again: null,
  answers: {},
  via: null,
};

/** A name for this visit: 22 letters. */
export const newSession = () => toBase64url(randomBytes(16));

/** @type {(members: Partial<Message>) => Bytes} */
function written(members) {
  const said = Object.entries(USUAL).flatMap(([name, usual]) => {
    const value = members[/** @type {keyof Message} */ (name)] ?? usual;
    const silent = JSON.stringify(value) === JSON.stringify(usual);
    return silent ? [] : [[name, value]];
  });
  return json(Object.fromEntries(said));
}

/** JSON in which half a letter is replaced: the desk refuses what is no Unicode. @type {(value: unknown) => Bytes} */
export const json = (value) =>
  utf8(JSON.stringify(value, (_, each) => (typeof each === 'string' ? readUtf8(utf8(each)) : each)));

/** Body of kind 2. @type {(members: {ack?: number, again?: number | null}) => Bytes} */
export const coverBody = ({ ack, again }) => written({ ack, again });

/**
 * Bodies of kind 1: one, or as many parts as a long text needs. `answers` go with the first.
 * @type {(message: Message) => Bytes[]}
 */
export function messageBodies(message) {
  const { text = '', answers = {} } = message;
  const most = { ...message, answers, text: '', part: MOST_PARTS, parts: MOST_PARTS, ack: 2 ** 32, again: 2 ** 32 };
  const room = BODY_BYTES - written(most).length - ',"text":""'.length;
  if (room < 100) throw new RangeError('these answers leave no room for text');
  const texts = cut(text, room);
  if (texts.length > MOST_PARTS) throw new RangeError(`a message has at most ${MOST_PARTS} parts`);
  return texts.map((piece, at) =>
    written({
      ...message,
      text: piece,
      answers: at ? {} : answers,
      part: at + 1,
      parts: texts.length,
    }),
  );
}

/** Cut between letters, so that each piece's JSON takes at most `room` bytes. @type {(text: string, room: number) => string[]} */
function cut(text, room) {
  const pieces = [];
  let piece = '';
  let size = 0;
  for (const letter of text) {
    const more = json(letter).length - 2;
    if (size + more > room) {
      pieces.push(piece);
      piece = '';
      size = 0;
    }
    piece += letter;
    size += more;
  }
  return [...pieces, piece];
}

/**
 * @typedef {object} Status
 * @property {string[]} got base64url of the last 31 message ids that the desk has committed
 * @property {number} base the highest reply number ever acknowledged
 * @property {number} first the lowest reply number still kept
 * @property {boolean} seen a person at the desk has opened all that came
 * @property {number} start where this conversation began to count; another one is another conversation
 */

/** JSON for which `right` holds; else `MalformedEnvelope`. @type {(raw: Bytes, right: (said: any) => boolean) => any} */
export function read(raw, right) {
  try {
    const said = JSON.parse(readUtf8(raw));
    if (right(said)) return said;
  } catch {
    // said below
  }
  throw new MalformedEnvelope();
}

/** @type {(...values: unknown[]) => boolean} */
export const whole = (...values) => values.every((value) => Number.isSafeInteger(value));

/** Read reply number 0. @type {(raw: Bytes) => Status} */
export function readStatus(raw) {
  const { got, base = 0, first = 1, seen = false, start = 1 } = read(
    raw,
    ({ got: ids, base: b = 0, first: f = 1, seen: s = false, start: from = 1 }) =>
      Array.isArray(ids) &&
      ids.every((id) => typeof id === 'string') &&
      whole(b, f, from) &&
      typeof s === 'boolean',
  );
  return { got, base, first, seen, start };
}

/** Read a reply, its parts joined. @type {(raw: Bytes) => {text: string, at: number, lang: string}} */
export function readReply(raw) {
  const { text, at, lang = '' } = read(
    raw,
    (said) =>
      typeof said.text === 'string' && whole(said.at) && typeof (said.lang ?? '') === 'string',
  );
  return { text, at, lang };
}

/** Joins the parts of replies by their numbers, in whatever order and how often they come. */
export class ReplyJoiner {
  /** @type {Map<number, import('./opening.js').OpenedPart>} */
  #parts = new Map();

  /** Take a part (not number 0); tells whether it is new. @type {(part: import('./opening.js').OpenedPart) => boolean} */
  add(part) {
    if (part.seq === 0 || this.#parts.has(part.seq)) return false;
    this.#parts.set(part.seq, part);
    return true;
  }

  /** The highest number read without a gap, counted from `base`: what `ack` and `again` say. @type {(base: number) => number} */
  readFrom(base) {
    while (this.#parts.has(base + 1)) base += 1;
    return base;
  }

  /** The replies that are whole, in order: first and last number, and the body. @type {() => {first: number, last: number, body: Bytes}[]} */
  replies() {
    const starts = [...this.#parts.values()].filter(({ part }) => part === 1);
    starts.sort((one, other) => one.seq - other.seq);
    return starts.flatMap(({ seq, parts }) => {
      const all = Array.from({ length: parts }, (_, at) => this.#parts.get(seq + at));
      const whole = all.every((each, at) => each?.part === at + 1 && each.parts === parts);
      const bodies = all.map((each) => each?.body ?? new Uint8Array());
      return whole ? [{ first: seq, last: seq + parts - 1, body: joined(...bodies) }] : [];
    });
  }
}

/**
 * What the caller writes, on its way: split into envelopes, sealed once, sent until durable.
 *
 * Promises: until the front has answered, a retry resends identical bytes while their epoch runs,
 * and after it the same message id and body sealed anew; what the front took and the desk does not
 * name is sealed anew as well, since fronts drop bytes that they have seen; "delivered" comes only
 * from the desk's signed status, and is taken back only when the desk destroyed what it had.
 * Refuses to know: how anything is sealed or sent.
 */

import { messageBodies, readUtf8, utf8 } from '../seal/index.js';
import { CALLER } from './caller.js';

/** The life of one part; what happens → what it becomes. Whatever is not here changes nothing. */
export const LIFE = Object.freeze({
  waiting: { taken: 'front', got: 'desk' },
  front: { got: 'desk', lost: 'again' },
  again: { taken: 'front', got: 'desk' },
  desk: { read: 'seen', destroyed: 'gone' },
  seen: { destroyed: 'gone' },
  gone: {},
});

/** From the least to the furthest. */
export const STATES = Object.freeze(['gone', 'waiting', 'again', 'front', 'desk', 'seen']);

/** A text takes at most so many envelopes: one leaves with each beat. */
export const MOST_PARTS = 8;

const SLOT_SECONDS = 600;

/** Replace halves of surrogate pairs, which no UTF-8 can carry. */
export const wellFormed = (text) =>
  Array.from(text, (letter) => (/^[\ud800-\udfff]$/.test(letter) ? '\ufffd' : letter)).join('');

/** In how many envelopes a text would leave. */
export const countParts = (text, answers, lang) =>
  messageBodies({ session: 'x'.repeat(22), n: 1, text: wellFormed(text), answers, lang }).length;

/** The letters of one visit. */
export class Letters {
  /** Newest last: `{n, text, at, parts: [{id, state, …}]}`. */
  all = [];
  #session;
  #draw;
  #toText;
  #speaker;

  /** `draw(n)` gives n random bytes, `toText(bytes)` their base64url; `speaker` makes the bodies. */
  constructor({ draw, toText, speaker = CALLER }) {
    this.#speaker = speaker;
    this.#draw = draw;
    this.#toText = toText;
    this.#session = toText(draw(16));
  }

  /** Write a letter; `at` is the hotline's time in seconds, `word` what a team says. */
  write({ text, answers = {}, lang, word = null, at }) {
    const n = this.all.length + 1;
    const session = this.#session;
    const bodies = this.#speaker.bodies({ session, n, text: wellFormed(text), answers, lang, word });
    const parts = bodies.map((body) => {
      const id = this.#draw(16);
      return { id, key: this.#toText(id), body, sealed: null, state: 'waiting', takenAt: 0 };
    });
    const letter = { n, text, answers, word, at, parts };
    this.all.push(letter);
    return letter;
  }

  /** The part that the next beat carries, or null: what never left first, then what got lost. */
  next() {
    return this.#find('waiting') ?? this.#find('again');
  }

  #find(state) {
    for (const { parts } of this.all) {
      const part = parts.find((each) => each.state === state);
      if (part) return part;
    }
    return null;
  }

  /**
   * What is to be done for a part: `{body}` to seal, with `{raw}` where these identical
   * bytes are to be sent instead, or `{envelope}` that only needs a new stamp.
   * `reading` is the mailbox's `{ack, again}`; it is frozen into the body at the first sealing.
   */
  prepared(part, epoch, time, reading) {
    if (!part.sealed) part.body = withReading(part.body, reading);
    const { sealed } = part;
    if (sealed && sealed.epoch === epoch.from) {
      const slot = Math.floor(time / SLOT_SECONDS);
      if (Math.abs(slot - sealed.slot) <= 1) return { body: part.body, raw: sealed.raw };
      return { body: part.body, envelope: sealed.raw.slice(64) };
    }
    return { body: part.body };
  }

  /** Keep what was sealed: stamp and envelope, and for which epoch and ten minutes. */
  sealed(part, raw, epoch, time) {
    part.sealed = { raw, epoch: epoch.from, slot: Math.floor(time / SLOT_SECONDS) };
  }

  /** The front answered 204; `time` is the tick that was known then. */
  taken(part, time) {
    happen(part, 'taken');
    part.takenAt = time;
  }

  /** A verified status: the ids that the desk has committed, and whether a person opened them. */
  heard({ got, seen }, time, patience) {
    const committed = new Set(got);
    for (const { parts } of this.all)
      for (const part of parts) {
        if (committed.has(part.key)) happen(part, 'got');
        if (committed.has(part.key) && seen) happen(part, 'read');
        if (part.state === 'front' && time - part.takenAt > patience) {
          happen(part, 'lost');
          part.sealed = { ...part.sealed, epoch: null };
        }
        if (part.state === 'desk' || part.state === 'seen') part.sealed = part.body = null;
      }
  }

  /** The desk destroyed the conversation: what it had of it can't be read there any more. */
  begunAnew() {
    for (const { parts } of this.all) for (const part of parts) happen(part, 'destroyed');
  }

  wipe() {
    this.all.length = 0;
  }
}

/** Put `ack` and `again` into a body; room for them was left when it was cut. */
const withReading = (body, reading) =>
  utf8(JSON.stringify({ ...JSON.parse(readUtf8(body)), ...reading }));

function happen(part, event) {
  part.state = LIFE[part.state][event] ?? part.state;
}

/** How far a whole letter is: as far as its slowest part. */
export function letterState(letter) {
  const reached = letter.parts.map(({ state }) => STATES.indexOf(state));
  return STATES[Math.min(...reached)];
}

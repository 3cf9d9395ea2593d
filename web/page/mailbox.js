/**
 * What the desk answered: replies in order, gaps, and what the next envelope says about reading.
 *
 * Promises: a reply is shown once and whole; a number is acknowledged only when everything before
 * it has been read; a page that came back asks for everything once more (`again`); what was read
 * in a conversation that the desk destroyed stands in no later one's way.
 * Refuses to know: how replies are found and opened.
 */

import { ReplyJoiner } from '../seal/index.js';
import { CALLER } from './caller.js';

export class Mailbox {
  /** The newest verified status, or null. */
  status = null;
  /** Whole replies: `{first, last, text, at, lang}`; text null when it can't be read. */
  replies = [];
  /** Whether these words were used before this visit. */
  returned = false;
  /** Whether the desk destroyed the conversation during this visit, and another one began. */
  anew = false;
  #joiner = new ReplyJoiner();
  #highest = 0;
  #speaker;

  constructor(speaker = CALLER) {
    this.#speaker = speaker;
  }

  /** Take the opened parts and the newest status; gives what became whole, lowest number first. */
  take(parts, status) {
    if (status) {
      this.anew ||= this.beginsAnew(status);
      this.status = status;
    }
    for (const part of parts)
      if (this.#joiner.add(part)) this.#highest = Math.max(this.#highest, part.seq);
    const have = new Set(this.replies.map(({ first }) => first));
    const whole = this.#joiner
      .replies()
      .filter(({ first }) => !have.has(first))
      .map(({ first, last, body }) => ({ first, last, ...this.#read(body) }));
    this.replies.push(...whole);
    return whole;
  }

  /**
   * Whether a newer status is of another conversation. The numbers of the two never meet, so that
   * what was read needs not be forgotten.
   */
  beginsAnew(status) {
    return this.status !== null && status.start !== this.status.start;
  }

  /** The members that the next body carries: `{ack}`, or `{ack, again}`. */
  reading() {
    if (!this.status) return this.returned ? { ack: 0, again: 0 } : { ack: 0 };
    const { base, first } = this.status;
    const ack = this.#joiner.readFrom(Math.max(base, first - 1));
    const again = this.#joiner.readFrom(first - 1);
    return again < base ? { ack, again } : { ack };
  }

  /** Whether a reply, or a part of one, is known to exist and has not come yet. */
  get incomplete() {
    if (!this.status) return false;
    const { base, first } = this.status;
    let shown = first - 1;
    const inOrder = [...this.replies].sort((one, other) => one.first - other.first);
    for (const reply of inOrder) if (reply.first <= shown + 1) shown = Math.max(shown, reply.last);
    return shown < Math.max(base, this.#highest);
  }

  /** Whether older replies are gone for good. */
  get cutShort() {
    return this.status !== null && this.status.first > this.status.start;
  }

  wipe() {
    this.#joiner = new ReplyJoiner();
    this.replies.length = 0;
    this.status = null;
  }

  #read(body) {
    try {
      return this.#speaker.readReply(body);
    } catch {
      return { text: null, at: 0, lang: '' };
    }
  }
}

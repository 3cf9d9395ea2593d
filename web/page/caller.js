/**
 * How a caller speaks: his kind of envelope, his bodies, his keys. A field team has its own
 * (`../team/speaker.js`); clock, letters and mailbox are the same for both.
 */

import { callerKeys, KIND, messageBodies, randomKeys, readReply } from '../seal/index.js';

/**
 * @typedef {object} Speaker
 * @property {number} kind of the envelopes that say something
 * @property {(said: object) => Uint8Array[]} bodies the bodies of one letter
 * @property {(given: object) => Uint8Array | Promise<Uint8Array>} proven a body as it is sealed
 * @property {(raw: Uint8Array) => object} readReply throws for what is no reply
 * @property {(entropy: Uint8Array, hotline: Uint8Array) => Promise<object>} keys of nine words
 * @property {() => Promise<object>} noKeys for cover before there are words
 */

/** @type {Speaker} */
export const CALLER = Object.freeze({
  kind: KIND.message,
  bodies: ({ session, n, text, answers, lang }) => messageBodies({ session, n, text, answers, lang }),
  proven: ({ body }) => body,
  readReply,
  keys: callerKeys,
  noKeys: randomKeys,
});

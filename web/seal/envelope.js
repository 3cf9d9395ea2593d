/**
 * The envelope from caller to desk: 8,192 bytes, whatever is inside (protocol section 4).
 */

import { allZero, joined, padded, readUint, uint, utf8 } from './bytes.js';
import { sha256 } from './derive.js';
import { MalformedEnvelope } from './errors.js';
import { seal, TAG_BYTES } from './hpke.js';
import { ENC_BYTES, KEM_PUBLIC_BYTES } from './xwing.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */

export const ENVELOPE_BYTES = 8192;
export const HEAD_BYTES = 8;
export const PLAINTEXT_BYTES = ENVELOPE_BYTES - HEAD_BYTES - ENC_BYTES - TAG_BYTES;
export const MESSAGE_ID_BYTES = 16;
const FIXED_BYTES = 1 + MESSAGE_ID_BYTES + KEM_PUBLIC_BYTES + 32 + 32 + 2;
export const BODY_BYTES = PLAINTEXT_BYTES - FIXED_BYTES; // 5,749
const VERSION = 1;

/** The first byte of the plaintext. */
export const KIND = Object.freeze({
  message: 1,
  cover: 2,
  attachmentPart: 3,
  lineMessage: 4,
  teamWord: 5,
});

/**
 * @typedef {object} OpenedMessage
 * @property {number} kind one of `KIND`
 * @property {Bytes} messageId 16 random bytes; a retry has the same
 * @property {Bytes} callerPk 1,216 bytes, to which replies are sealed
 * @property {Bytes} token 32 bytes
 * @property {Bytes} replyKey 32 bytes
 * @property {Bytes} body at most 5,749 bytes
 */

/** Lay it out as the 7,048 bytes that are sealed. @type {(message: OpenedMessage) => Bytes} */
export function encodeMessage({ kind, messageId, callerPk, token, replyKey, body }) {
  if (body.length > BODY_BYTES) throw new RangeError(`a body has at most ${BODY_BYTES} bytes`);
  const fixed = [Uint8Array.of(kind), messageId, callerPk, token, replyKey, uint(body.length, 2)];
  return padded(joined(...fixed, body), PLAINTEXT_BYTES);
}

/** Read those bytes back; strict, so that one message has one form. @type {(plaintext: Bytes) => OpenedMessage} */
export function decodeMessage(plaintext) {
  let at = 0;
  const take = (/** @type {number} */ size) => plaintext.slice(at, (at += size));
  const kind = readUint(take(1));
  const messageId = take(MESSAGE_ID_BYTES);
  const callerPk = take(KEM_PUBLIC_BYTES);
  const token = take(32);
  const replyKey = take(32);
  const length = readUint(take(2));
  const body = take(length);
  if (
    plaintext.length !== PLAINTEXT_BYTES ||
    !Object.values(KIND).includes(/** @type {any} */ (kind)) ||
    length > BODY_BYTES ||
    !allZero(take(PLAINTEXT_BYTES))
  ) {
    throw new MalformedEnvelope();
  }
  return { kind, messageId, callerPk, token, replyKey, body };
}

/** The seven bytes that name an epoch key. @type {(epochPk: Bytes) => Promise<Bytes>} */
export const epochId = async (epochPk) => (await sha256(epochPk)).slice(0, HEAD_BYTES - 1);

/** HPKE's info for an envelope. @type {(hotline: Bytes, head: Bytes) => Bytes} */
export const envelopeInfo = (hotline, head) => joined(utf8('aman/1 up'), hotline, head);

/**
 * Seal one message from a caller to the desk's epoch key: 8,192 bytes.
 * @param {object} message
 * @param {Bytes} message.hotline 32 bytes
 * @param {Bytes} message.epochPk 1,216 bytes
 * @param {number} message.kind
 * @param {Bytes} message.messageId
 * @param {{replyPk: Bytes, token: Bytes, replyKey: Bytes}} message.keys
 * @param {Bytes} message.body
 * @param {Bytes} [chance] 64 bytes, given only where vectors are made
 * @returns {Promise<Bytes>}
 */
export async function sealEnvelope({ hotline, epochPk, kind, messageId, keys, body }, chance) {
  const { replyPk: callerPk, token, replyKey } = keys;
  const plaintext = encodeMessage({ kind, messageId, callerPk, token, replyKey, body });
  const head = joined(Uint8Array.of(VERSION), await epochId(epochPk));
  return joined(head, await seal(epochPk, envelopeInfo(hotline, head), plaintext, chance));
}

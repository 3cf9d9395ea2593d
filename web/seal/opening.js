/** Opening: what turns sealed bytes into text. Anything but a genuine one: `MalformedEnvelope`. */

import { allZero, joined, readUint, same, uint, utf8 } from './bytes.js';
import { decodeMessage, ENVELOPE_BYTES, envelopeInfo, epochId, HEAD_BYTES } from './envelope.js';
import { MalformedEnvelope } from './errors.js';
import { open } from './hpke.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */
/** @typedef {import('./xwing.js').KemKeyPair} KemKeyPair */

export const INNER_BYTES = 2004;
export const REPLY_BODY_BYTES = 860;

/**
 * One part of a reply: number `seq`, `part` of `parts`, and its bytes.
 * @typedef {{seq: number, part: number, parts: number, body: Bytes}} OpenedPart
 */

/** HPKE's info for a reply. @type {(hotline: Bytes, seq: number) => Bytes} */
export const replyInfo = (hotline, seq) => joined(utf8('aman/1 down'), hotline, uint(seq, 4));

/** Open the 2,004 bytes of one part of a reply. @type {(hotline: Bytes, pair: KemKeyPair, inner: Bytes) => Promise<OpenedPart>} */
export async function openReply(hotline, pair, inner) {
  if (inner.length !== INNER_BYTES) throw new MalformedEnvelope();
  const seq = readUint(inner.subarray(0, 4));
  const plaintext = await open(pair, replyInfo(hotline, seq), inner.slice(4));
  const [part, parts] = plaintext;
  const end = 4 + readUint(plaintext.subarray(2, 4));
  if (
    part < 1 ||
    part > parts ||
    end > 4 + REPLY_BODY_BYTES ||
    !allZero(plaintext.subarray(end))
  ) {
    throw new MalformedEnvelope();
  }
  return { seq, part, parts, body: plaintext.slice(4, end) };
}

/**
 * Open what a caller sealed. The page never does; the tests hold both languages to the same.
 * @type {(hotline: Bytes, pair: KemKeyPair, raw: Bytes) => Promise<import('./envelope.js').OpenedMessage>}
 */
export async function openEnvelope(hotline, pair, raw) {
  if (raw.length !== ENVELOPE_BYTES) throw new MalformedEnvelope();
  const head = raw.slice(0, HEAD_BYTES);
  const expected = joined(Uint8Array.of(1), await epochId(pair.publicKey));
  if (!same(head, expected)) throw new MalformedEnvelope();
  return decodeMessage(await open(pair, envelopeInfo(hotline, head), raw.slice(HEAD_BYTES)));
}

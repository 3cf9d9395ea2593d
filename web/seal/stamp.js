/**
 * The stamp before an envelope: `slot(4) ‖ nonce(28) ‖ proof(32)` (protocol section 6). It gives
 * priority and never takes it.
 */

import { sha256 as digest } from '@noble/hashes/sha2.js';
import { joined, randomBytes, uint } from './bytes.js';
import { hmac } from './derive.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */

export const STAMP_BYTES = 64;
const SLOT_SECONDS = 600;
const NONCE_BYTES = 28;
const NO_WORK = new Uint8Array(32);
const TRIES_AT_ONCE = 2048;

/** @type {(time: number) => Bytes} */
const slotOf = (time) => uint(Math.floor(time / SLOT_SECONDS), 4);

/** The stamp of a caller who was not invited and did no work. @type {(time: number, nonce?: Bytes) => Bytes} */
export const plainStamp = (time, nonce = randomBytes(NONCE_BYTES)) =>
  joined(slotOf(time), nonce, NO_WORK);

/**
 * The stamp of a caller whom the desk gave an invite: its id (4 bytes) and its key (32).
 * @type {(time: number, inviteId: Bytes, key: Bytes, envelopeDigest: Bytes) => Promise<Bytes>}
 */
export async function invitedStamp(time, inviteId, key, envelopeDigest) {
  const mac = await hmac(key, joined(slotOf(time), envelopeDigest));
  return joined(slotOf(time), inviteId, mac.subarray(0, 24), NO_WORK);
}

/** How many zero bits stand first. @type {(raw: Uint8Array) => number} */
export function leadingZeroBits(raw) {
  const at = raw.findIndex((byte) => byte > 0);
  return at < 0 ? 8 * raw.length : 8 * at + Math.clz32(raw[at]) - 24;
}

/**
 * Search from `start` for a nonce whose hash has `bits` leading zeros; the page stays usable.
 * @type {(time: number, envelopeDigest: Bytes, bits: number, start?: Bytes) => Promise<Bytes>}
 */
export async function workedStamp(time, envelopeDigest, bits, start = randomBytes(NONCE_BYTES)) {
  const nonce = start.slice();
  bits = Math.max(1, bits); // work that shows nothing counts as wrong
  for (let step = 0; step < 2 ** (bits + 8); step++) {
    const proof = digest(joined(slotOf(time), nonce, envelopeDigest));
    if (leadingZeroBits(proof) >= bits) return joined(slotOf(time), nonce, proof);
    let at = NONCE_BYTES;
    do nonce[--at] += 1;
    while (at > 0 && nonce[at] === 0);
    if (step % TRIES_AT_ONCE === TRIES_AT_ONCE - 1) await new Promise((done) => setTimeout(done));
  }
  return plainStamp(time, start);
}

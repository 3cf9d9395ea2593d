/**
 * Buckets: where replies wait for everybody, and each finds his own (protocol section 5).
 */

import { allZero, joined, readUint, same, uint, utf8 } from './bytes.js';
import { verified } from './curves.js';
import { hmac, sha256 } from './derive.js';
import { MalformedBucket, MalformedEnvelope } from './errors.js';
import { decrypt } from './hpke.js';
import { openReply } from './opening.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */
/** @typedef {{tick: number, k: number, n: number, slots: Bytes[]}} Bucket */

export const SLOT_BYTES = 2048;
export const SLOTS = 16;
export const SLOTS_PER_CALLER = 4;
export const HEADER_BYTES = 128;
export const BUCKET_BYTES = HEADER_BYTES + SLOTS * SLOT_BYTES;
export const COVERED_BYTES = 45;
const SIGNED_BYTES = COVERED_BYTES + 64;
const DAY_SECONDS = 86_400;

/** What O signs. @type {(hotline: Bytes, covered: Bytes) => Bytes} */
export const bucketStatement = (hotline, covered) =>
  joined(utf8('aman/1 bucket'), hotline, covered);

/** Check size, digest and signature. @type {(raw: Bytes, hotline: Bytes, online: Bytes) => Promise<Bucket>} */
export async function readBucket(raw, hotline, online) {
  const covered = raw.slice(0, COVERED_BYTES);
  const signature = raw.slice(COVERED_BYTES, SIGNED_BYTES);
  const slots = raw.slice(HEADER_BYTES);
  if (
    raw.length !== BUCKET_BYTES ||
    !allZero(raw.subarray(SIGNED_BYTES, HEADER_BYTES)) ||
    !same(await sha256(slots), covered.subarray(13)) ||
    !(await verified(online, signature, bucketStatement(hotline, covered)))
  ) {
    throw new MalformedBucket();
  }
  return {
    tick: readUint(covered.subarray(0, 8)),
    k: covered[8],
    n: readUint(covered.subarray(9, 13)),
    slots: Array.from({ length: SLOTS }, (_, at) =>
      slots.slice(at * SLOT_BYTES, (at + 1) * SLOT_BYTES),
    ),
  };
}

/** Which of the 2^k buckets holds this caller's slots on the day of `tick`. @type {(replyKey: Bytes, hotline: Bytes, tick: number, k: number) => Promise<number>} */
export async function bucketNumber(replyKey, hotline, tick, k) {
  const day = uint(Math.floor(tick / DAY_SECONDS), 4);
  const mac = await hmac(replyKey, joined(utf8('aman/1 bucket'), hotline, day));
  return Math.floor(readUint(mac.subarray(0, 4)) / 2 ** (32 - k));
}

/** @type {(label: string, replyKey: Bytes, hotline: Bytes, tick: number, i: number) => Promise<Bytes>} */
export const slotMac = (label, replyKey, hotline, tick, i) =>
  hmac(replyKey, joined(utf8(label), hotline, uint(tick, 8), Uint8Array.of(i)));

/** The sealed replies in a bucket that are this caller's; what fails to open is passed over. @type {(bucket: Bucket, replyKey: Bytes, hotline: Bytes) => Promise<Bytes[]>} */
export async function unwrapSlots({ tick, slots }, replyKey, hotline) {
  const found = [];
  for (let i = 0; i < SLOTS_PER_CALLER; i++) {
    const tag = (await slotMac('aman/1 tag', replyKey, hotline, tick, i)).subarray(0, 16);
    const slot = slots.filter((each) => same(each.subarray(0, 16), tag)).pop();
    if (!slot) continue;
    const key = await slotMac('aman/1 wrap', replyKey, hotline, tick, i);
    const inner = await decrypt(key, slot.slice(16, 28), slot.slice(28)).catch(() => null);
    if (inner) found.push(inner);
  }
  return found;
}

/**
 * The caller's replies in a verified bucket, each part with its number; seq 0 is the status.
 * @type {(bucket: Bucket, keys: {replyKey: Bytes, replyKem: import('./xwing.js').KemKeyPair}, hotline: Bytes) => Promise<import('./opening.js').OpenedPart[]>}
 */
export async function openReplies(bucket, keys, hotline) {
  const opened = [];
  for (const inner of await unwrapSlots(bucket, keys.replyKey, hotline)) {
    try {
      opened.push(await openReply(hotline, keys.replyKem, inner));
    } catch (wrong) {
      if (!(wrong instanceof MalformedEnvelope)) throw wrong;
    }
  }
  return opened;
}

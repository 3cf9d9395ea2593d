/**
 * A desk in JavaScript, for the tests alone: it signs and seals what the page opens, with chance
 * given from outside, so that the vectors can be made anew byte by byte.
 */

import { ed25519 } from '@noble/curves/ed25519.js';
import { toBase64url } from '../../web/seal/base64url.js';
import { bucketStatement, HEADER_BYTES, slotMac } from '../../web/seal/bucket.js';
import { joined, padded, uint, utf8 } from '../../web/seal/bytes.js';
import { hmac, sha256 } from '../../web/seal/derive.js';
import { encrypt, open, seal } from '../../web/seal/hpke.js';
import { MANIFEST_BYTES, manifestStatement, onlineStatement } from '../../web/seal/manifest.js';
import { replyInfo } from '../../web/seal/opening.js';

/** @typedef {import('../../web/seal/bytes.js').Bytes} Bytes */

/** Chance that is the same each time: SHA-256 in counter mode over a name. */
export async function chance(name, size) {
  const blocks = [];
  for (let at = 0; at * 32 < size; at++) blocks.push(await sha256(utf8(`${name} ${at}`)));
  return joined(...blocks).slice(0, size);
}

export const sign = (seed, message) => joined(ed25519.sign(message, seed));
export const signer = (seed) => joined(ed25519.getPublicKey(seed));

export const hotlineId = async (rootKey, mldsa65Hash) =>
  sha256(joined(utf8('aman/1 root'), rootKey, mldsa65Hash));

export async function sealReply(hotline, callerPk, { seq, body, part = 1, parts = 1 }, seed) {
  const plaintext = joined(Uint8Array.of(part, parts), uint(body.length, 2), body);
  const sealed = await seal(callerPk, replyInfo(hotline, seq), padded(plaintext, 864), seed);
  return joined(uint(seq, 4), sealed);
}

export async function wrapSlot(replyKey, hotline, { tick, i, inner, nonce }) {
  const tag = (await slotMac('aman/1 tag', replyKey, hotline, tick, i)).slice(0, 16);
  const key = await slotMac('aman/1 wrap', replyKey, hotline, tick, i);
  return joined(tag, nonce, await encrypt(key, nonce, inner));
}

/** `slots`: all sixteen, in their order. */
export async function makeBucket(hotline, onlineSeed, { tick, k, n, slots }) {
  const body = joined(...slots);
  const covered = joined(uint(tick, 8), Uint8Array.of(k), uint(n, 4), await sha256(body));
  const signature = sign(onlineSeed, bucketStatement(hotline, covered));
  return joined(padded(joined(covered, signature), HEADER_BYTES), body);
}

export function onlineKey(rootSeed, hotline, onlineSeed, from, to) {
  const online = signer(onlineSeed);
  const signature = toBase64url(sign(rootSeed, onlineStatement(hotline, online, from, to)));
  return { ed25519: toBase64url(online), from, to, signature };
}

export async function signManifest(hotline, onlineSeed, said) {
  const json = utf8(JSON.stringify(said));
  const covered = padded(joined(uint(json.length, 4), json), MANIFEST_BYTES - 64);
  return joined(covered, sign(onlineSeed, await manifestStatement(hotline, covered)));
}

/** `label`: `aman/1 line` or `aman/1 part`. */
export const lineToken = async (label, lineKey, line, messageId, body) =>
  hmac(lineKey, joined(utf8(label), utf8(line), messageId, await sha256(body)));

const lineInfo = (hotline, line) => joined(utf8('aman/1 line'), hotline, utf8(line));

export const sealInstruction = (hotline, linePk, line, body, seed) =>
  seal(linePk, lineInfo(hotline, line), padded(joined(uint(body.length, 2), body), 912), seed);

export async function openInstruction(hotline, pair, line, sealed) {
  const plaintext = await open(pair, lineInfo(hotline, line), sealed);
  return plaintext.slice(2, 2 + plaintext[0] * 256 + plaintext[1]);
}

/** A fixed hotline: root, online key, epoch, all from names. */
export async function fixedHotline() {
  const rootSeed = await chance('root', 32);
  const onlineSeed = await chance('online', 32);
  const mldsa65Hash = await sha256(await chance('ml-dsa root', 1952));
  const hotline = await hotlineId(signer(rootSeed), mldsa65Hash);
  return { rootSeed, onlineSeed, mldsa65Hash, hotline };
}

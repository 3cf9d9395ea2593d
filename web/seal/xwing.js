/**
 * X-Wing (draft-connolly-cfrg-xwing-kem): ML-KEM-768 and X25519 joined, so that a secret stays one
 * while either of them holds.
 */

import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { sha3_256, shake256 } from '@noble/hashes/sha3.js';
import { joined, utf8 } from './bytes.js';
import { BASE, x25519 } from './curves.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */

export const KEM_PUBLIC_BYTES = 1216;
export const ENC_BYTES = 1120;
const MLKEM_PUBLIC_BYTES = 1184;
const MLKEM_ENC_BYTES = 1088;
const LABEL = utf8('\\.//^\\');

/**
 * @typedef {object} KemKeyPair
 * @property {Bytes} publicKey 1,216 bytes
 * @property {Uint8Array} mlkem the expanded ML-KEM secret key
 * @property {Bytes} x25519 the X25519 secret key
 */

/** A key pair from its 32-byte seed. @type {(seed: Bytes) => Promise<KemKeyPair>} */
export async function kemKeyPair(seed) {
  const expanded = shake256(seed, { dkLen: 96 });
  const { publicKey, secretKey } = ml_kem768.keygen(expanded.subarray(0, 64));
  const secret = joined(expanded.subarray(64));
  return {
    publicKey: joined(publicKey, await x25519(secret, BASE)),
    mlkem: secretKey,
    x25519: secret,
  };
}

/** @type {(mlkem: Uint8Array, curve: Bytes, point: Bytes, publicPoint: Bytes) => Bytes} */
const combined = (mlkem, curve, point, publicPoint) =>
  joined(sha3_256(joined(mlkem, curve, point, publicPoint, LABEL)));

/**
 * A fresh secret for the holder of `publicKey`; `chance` is 64 random bytes.
 * @type {(publicKey: Bytes, chance: Bytes) => Promise<{enc: Bytes, secret: Bytes}>}
 */
export async function encapsulate(publicKey, chance) {
  const point = publicKey.slice(MLKEM_PUBLIC_BYTES);
  const inner = ml_kem768.encapsulate(
    publicKey.subarray(0, MLKEM_PUBLIC_BYTES),
    chance.subarray(0, 32),
  );
  const ephemeral = chance.slice(32);
  const [own, shared] = await Promise.all([x25519(ephemeral, BASE), x25519(ephemeral, point)]);
  return {
    enc: joined(inner.cipherText, own),
    secret: combined(inner.sharedSecret, shared, own, point),
  };
}

/** The secret that `enc` holds for us. @type {(pair: KemKeyPair, enc: Bytes) => Promise<Bytes>} */
export async function decapsulate(pair, enc) {
  const point = enc.slice(MLKEM_ENC_BYTES);
  const inner = ml_kem768.decapsulate(enc.subarray(0, MLKEM_ENC_BYTES), pair.mlkem);
  const shared = await x25519(pair.x25519, point);
  return combined(inner, shared, point, pair.publicKey.slice(MLKEM_PUBLIC_BYTES));
}

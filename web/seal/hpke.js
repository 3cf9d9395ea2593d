/**
 * HPKE base mode (RFC 9180), one message, one suite: X-Wing (0x647a), HKDF-SHA256 (0x0001),
 * AES-256-GCM (0x0002). Context is bound through `info`; the aad is empty.
 */

import { joined, randomBytes, uint, utf8 } from './bytes.js';
import { expand, hmac } from './derive.js';
import { MalformedEnvelope } from './errors.js';
import { decapsulate, encapsulate, ENC_BYTES } from './xwing.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */

export const TAG_BYTES = 16;
export const SUITE = joined(utf8('HPKE'), Uint8Array.of(0x64, 0x7a, 0, 1, 0, 2));
const VERSION = utf8('HPKE-v1');
const NOTHING = new Uint8Array();

/** @type {(suite: Bytes, salt: Bytes, label: string, key: Bytes) => Promise<Bytes>} */
export const labeledExtract = (suite, salt, label, key) =>
  hmac(salt, joined(VERSION, suite, utf8(label), key));

/** @type {(suite: Bytes, prk: Bytes, label: string, info: Bytes, size: number) => Promise<Bytes>} */
export const labeledExpand = (suite, prk, label, info, size) =>
  expand(prk, joined(uint(size, 2), VERSION, suite, utf8(label), info), size);

/**
 * RFC 9180 section 5.1, base mode, for suites with 32-byte keys.
 * @type {(secret: Bytes, info: Bytes, suite?: Bytes) => Promise<{key: Bytes, nonce: Bytes}>}
 */
export async function keySchedule(secret, info, suite = SUITE) {
  const context = joined(
    Uint8Array.of(0),
    await labeledExtract(suite, NOTHING, 'psk_id_hash', NOTHING),
    await labeledExtract(suite, NOTHING, 'info_hash', info),
  );
  const prk = await labeledExtract(suite, secret, 'secret', NOTHING);
  return {
    key: await labeledExpand(suite, prk, 'key', context, 32),
    nonce: await labeledExpand(suite, prk, 'base_nonce', context, 12),
  };
}

/** @type {(key: Bytes, use: KeyUsage) => Promise<CryptoKey>} */
const aesKey = (key, use) => crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use]);

/** AES-256-GCM. @type {(key: Bytes, iv: Bytes, plaintext: Bytes, aad?: Bytes) => Promise<Bytes>} */
export async function encrypt(key, iv, plaintext, aad = NOTHING) {
  const how = { name: 'AES-GCM', iv, additionalData: aad };
  return new Uint8Array(await crypto.subtle.encrypt(how, await aesKey(key, 'encrypt'), plaintext));
}

/** AES-256-GCM; rejects what is not genuine. @type {(key: Bytes, iv: Bytes, sealed: Bytes, aad?: Bytes) => Promise<Bytes>} */
export async function decrypt(key, iv, sealed, aad = NOTHING) {
  const how = { name: 'AES-GCM', iv, additionalData: aad };
  return new Uint8Array(await crypto.subtle.decrypt(how, await aesKey(key, 'decrypt'), sealed));
}

/**
 * `enc(1120) ‖ ciphertext ‖ tag(16)`. `chance`: 64 bytes, given only where vectors are made.
 * @type {(publicKey: Bytes, info: Bytes, plaintext: Bytes, chance?: Bytes) => Promise<Bytes>}
 */
export async function seal(publicKey, info, plaintext, chance = randomBytes(64)) {
  const { enc, secret } = await encapsulate(publicKey, chance);
  const { key, nonce } = await keySchedule(secret, info);
  return joined(enc, await encrypt(key, nonce, plaintext));
}

/**
 * The plaintext, or `MalformedEnvelope`.
 * @type {(pair: import('./xwing.js').KemKeyPair, info: Bytes, sealed: Bytes) => Promise<Bytes>}
 */
export async function open(pair, info, sealed) {
  if (sealed.length < ENC_BYTES + TAG_BYTES) throw new MalformedEnvelope();
  try {
    const secret = await decapsulate(pair, sealed.slice(0, ENC_BYTES));
    const { key, nonce } = await keySchedule(secret, info);
    return await decrypt(key, nonce, sealed.slice(ENC_BYTES));
  } catch {
    throw new MalformedEnvelope();
  }
}

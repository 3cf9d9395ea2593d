/** Hashes and derivations, all WebCrypto's: SHA-256, HMAC, HKDF (RFC 5869), PBKDF2. */

import { joined } from './bytes.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */

/** @type {(raw: Bytes) => Promise<Bytes>} */
export const sha256 = async (raw) => new Uint8Array(await crypto.subtle.digest('SHA-256', raw));

/** HMAC-SHA256. @type {(key: Bytes, message: Bytes) => Promise<Bytes>} */
export async function hmac(key, message) {
  // WebCrypto refuses an empty key; HMAC fills every key up with zeros, so this is the same key.
  const raw = key.length ? key : new Uint8Array(32);
  const usable = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return new Uint8Array(await crypto.subtle.sign('HMAC', usable, message));
}

/** HKDF's second half for at most 32 bytes. @type {(prk: Bytes, info: Bytes, size?: number) => Promise<Bytes>} */
export const expand = async (prk, info, size = 32) =>
  (await hmac(prk, joined(info, Uint8Array.of(1)))).slice(0, size);

/** HKDF-SHA256, 32 bytes. @type {(key: Bytes, salt: Bytes, info: Bytes) => Promise<Bytes>} */
export const hkdf = async (key, salt, info) => expand(await hmac(salt, key), info);

/**
 * The first 32 bytes of PBKDF2-HMAC-SHA512.
 * @type {(key: Bytes, salt: Bytes, iterations: number) => Promise<Bytes>}
 */
export async function pbkdf2(key, salt, iterations) {
  const usable = await crypto.subtle.importKey('raw', key, 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-512', salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(how, usable, 256));
}

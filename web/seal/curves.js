/**
 * X25519 (RFC 7748) and Ed25519 (RFC 8032): WebCrypto's where this browser has them right, else
 * noble's. Found once, by trying; never by the browser's name. Of noble only the ladder and the
 * verification are taken: its whole Curve25519 would make the page 7 kB longer.
 */

import { montgomery } from '@noble/curves/abstract/montgomery.js';
import { verifyAsync } from '@noble/ed25519';
import { joined, same } from './bytes.js';
import { fromBase64url } from './base64url.js';
import { NoWebCrypto } from './errors.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */

/** The point that makes a public key of a secret one. */
export const BASE = Uint8Array.of(9, ...new Uint8Array(31));

// What stands before a raw X25519 secret key in PKCS #8 (RFC 8410).
const PKCS8 = fromBase64url('MC4CAQAwBQYDK2VuBCIEIA');

/** @type {(secret: Bytes, point: Bytes) => Promise<Bytes>} */
async function nativeX25519(secret, point) {
  const { subtle } = crypto;
  const key = await subtle.importKey('pkcs8', joined(PKCS8, secret), 'X25519', false, ['deriveBits']);
  const other = await subtle.importKey('raw', point, 'X25519', false, []);
  return new Uint8Array(await subtle.deriveBits({ name: 'X25519', public: other }, key, 256));
}

/** @type {(publicKey: Bytes, signature: Bytes, message: Bytes) => Promise<boolean>} */
async function nativeVerified(publicKey, signature, message) {
  const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, signature, message);
}

const PRIME = 2n ** 255n - 19n;

/** 1/x, as Fermat found: the exponent is public. @type {(x: bigint) => bigint} */
function inverse(x) {
  let result = 1n;
  for (let rest = PRIME - 2n; rest; rest >>= 1n) {
    if (rest & 1n) result = (result * x) % PRIME;
    x = (x * x) % PRIME;
  }
  return result;
}

/** RFC 7748 section 5. @type {(secret: Uint8Array) => Uint8Array} */
function clamped(secret) {
  const scalar = secret.slice();
  scalar[0] &= 248;
  scalar[31] = (scalar[31] & 127) | 64;
  return scalar;
}

const ladder = montgomery({
  P: PRIME,
  type: 'x25519',
  powPminus2: inverse,
  adjustScalarBytes: clamped,
});

// RFC 7748 section 6.1 (Alice's pair) and RFC 8032 section 7.1 (test 1, the empty message).
const ALICE = fromBase64url('dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo');
const ALICE_PUBLIC = fromBase64url('hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo');
const SIGNER = fromBase64url('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo');
const SIGNED = fromBase64url(
  '5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc-bRr0lv18FlbviRlUUFDjnoQCw',
);

/** @type {(attempt: () => Promise<boolean>) => Promise<boolean>} */
const works = (attempt) => attempt().catch(() => false);

/** @type {Promise<{x25519: boolean, ed25519: boolean}> | undefined} */
let found;

/**
 * What WebCrypto does itself here. Throws `NoWebCrypto` where there is none at all: then only the
 * form without script is left.
 */
export function capabilities() {
  if (!globalThis.crypto?.subtle) return Promise.reject(new NoWebCrypto());
  found ??= look();
  return found;
}

async function look() {
  const nothing = new Uint8Array();
  const [x25519, ed25519] = await Promise.all([
    works(async () => same(await nativeX25519(ALICE, BASE), ALICE_PUBLIC)),
    works(
      async () =>
        (await nativeVerified(SIGNER, SIGNED, nothing)) &&
        !(await nativeVerified(SIGNER, SIGNED, Uint8Array.of(1))),
    ),
  ]);
  return { x25519, ed25519 };
}

/** Throws where the result would be all zeros. @type {(secret: Bytes, point: Bytes) => Promise<Bytes>} */
export async function x25519(secret, point) {
  if ((await capabilities()).x25519) return nativeX25519(secret, point);
  return joined(ladder.getSharedSecret(secret, point));
}

/** Tells whether `signature` over `message` is by `publicKey`. @type {(publicKey: Bytes, signature: Bytes, message: Bytes) => Promise<boolean>} */
export async function verified(publicKey, signature, message) {
  try {
    if ((await capabilities()).ed25519) return await nativeVerified(publicKey, signature, message);
    return await verifyAsync(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

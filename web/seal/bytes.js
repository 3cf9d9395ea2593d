/** Bytes: joined, compared, counted out big-endian. */

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/** @type {(...pieces: Uint8Array[]) => Bytes} */
export function joined(...pieces) {
  const all = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** @type {(text: string) => Bytes} */
export const utf8 = (text) => joined(new TextEncoder().encode(text));

/** Strict: throws a TypeError for what is no UTF-8. @type {(raw: Uint8Array) => string} */
export const readUtf8 = (raw) =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);

/**
 * A whole number, big-endian; numbers above 2^53 are nowhere in the protocol.
 * @type {(value: number, size: number) => Bytes}
 */
export function uint(value, size) {
  const raw = new Uint8Array(size);
  for (let at = size; at--; value = Math.floor(value / 256)) raw[at] = value % 256;
  return raw;
}

/** @type {(raw: Uint8Array) => number} */
export const readUint = (raw) => raw.reduce((value, byte) => value * 256 + byte, 0);

/** For public bytes: stops at the first difference. @type {(a: Uint8Array, b: Uint8Array) => boolean} */
export const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);

/** @type {(raw: Uint8Array) => boolean} */
export const allZero = (raw) => raw.every((byte) => !byte);

/** @type {(raw: Uint8Array, size: number) => Bytes} */
export const padded = (raw, size) => joined(raw, new Uint8Array(size - raw.length));

/** @type {(size: number) => Bytes} */
export const randomBytes = (size) => crypto.getRandomValues(new Uint8Array(size));

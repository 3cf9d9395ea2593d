/** Base64url without padding (RFC 4648 section 5), as all bytes in JSON are written. */

/** @type {(raw: Uint8Array) => string} */
export const toBase64url = (raw) =>
  btoa(Array.from(raw, (byte) => String.fromCharCode(byte)).join(''))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

/**
 * Throws a RangeError for what does not round-trip, or has another size.
 * @type {(text: string, size?: number) => import('./bytes.js').Bytes}
 */
export function fromBase64url(text, size) {
  let raw;
  try {
    const standard = text.replace(/-/g, '+').replace(/_/g, '/');
    raw = Uint8Array.from(atob(standard), (letter) => letter.charCodeAt(0));
  } catch {
    raw = undefined;
  }
  if (!raw || toBase64url(raw) !== text || (size !== undefined && raw.length !== size)) {
    throw new RangeError('not base64url of the expected length');
  }
  return raw;
}

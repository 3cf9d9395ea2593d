/**
 * The manifest: what the desk tells every page, signed (protocol section 6). Whether it is old is
 * for the page to say, by `seq` and by the newest tick: never by the phone's clock.
 */

import { fromBase64url } from './base64url.js';
import { allZero, joined, readUint, readUtf8, same, uint, utf8 } from './bytes.js';
import { verified } from './curves.js';
import { sha256 } from './derive.js';
import { MalformedManifest } from './errors.js';
import { KEM_PUBLIC_BYTES } from './xwing.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */

export const MANIFEST_BYTES = 8192;
export const SIGNATURE_BYTES = 64;
const MOST_JSON = MANIFEST_BYTES - 4 - SIGNATURE_BYTES;
const MOST_K = 10;

/**
 * @typedef {object} Epoch
 * @property {Bytes} pk 1,216 bytes
 * @property {number} from Unix seconds
 * @property {number} to Unix seconds
 */

/**
 * @typedef {object} Manifest
 * @property {number} seq
 * @property {number} issued Unix seconds
 * @property {Bytes} online the 32 bytes that sign buckets
 * @property {Epoch[]} epochs
 * @property {number} tickSeconds
 * @property {number} k
 * @property {number} kNext
 * @property {number} stampBits
 * @property {string[]} languages
 * @property {string[]} mirrors
 * @property {Record<string, string>} notice by language
 */

/** What R signs to make `online` the desk's key. @type {(hotline: Bytes, online: Bytes, from: number, to: number) => Bytes} */
export const onlineStatement = (hotline, online, from, to) =>
  joined(utf8('aman/1 online'), hotline, online, uint(from, 8), uint(to, 8));

/** What O signs. @type {(hotline: Bytes, covered: Bytes) => Promise<Bytes>} */
export const manifestStatement = async (hotline, covered) =>
  joined(utf8('aman/1 manifest'), hotline, await sha256(covered));

/** Check size, root, the root's word for the online key, and its signature. @type {(raw: Bytes, hotline: Bytes) => Promise<Manifest>} */
export async function readManifest(raw, hotline) {
  try {
    return await read(raw, hotline);
  } catch {
    throw new MalformedManifest();
  }
}

/** @type {(holds: boolean) => void} */
function demand(holds) {
  if (!holds) throw new MalformedManifest();
}

/** @type {(value: unknown) => number} */
function whole(value) {
  demand(Number.isSafeInteger(value) && /** @type {number} */ (value) >= 0);
  return /** @type {number} */ (value);
}

/** @type {(value: unknown) => string[]} */
function strings(value) {
  demand(Array.isArray(value) && value.every((each) => typeof each === 'string'));
  return /** @type {string[]} */ (value);
}

/** @type {(raw: Bytes, hotline: Bytes) => Promise<Manifest>} */
async function read(raw, hotline) {
  const length = readUint(raw.subarray(0, 4));
  const covered = raw.slice(0, -SIGNATURE_BYTES);
  demand(raw.length === MANIFEST_BYTES && length <= MOST_JSON);
  demand(allZero(covered.subarray(4 + length)));
  const said = JSON.parse(readUtf8(covered.subarray(4, 4 + length)));
  const { mirrors = [], notice = {} } = said;
  const root = fromBase64url(said.root.ed25519, 32);
  const committed = joined(utf8('aman/1 root'), root, fromBase64url(said.root.mldsa65_hash, 32));
  const online = fromBase64url(said.online.ed25519, 32);
  const [from, to] = [whole(said.online.from), whole(said.online.to)];
  const issued = whole(said.issued);
  demand((said.v ?? 1) === 1 && from <= issued && issued < to);
  demand(same(await sha256(committed), hotline));
  demand(same(fromBase64url(said.hotline, 32), hotline));
  const word = fromBase64url(said.online.signature, SIGNATURE_BYTES);
  demand(await verified(root, word, onlineStatement(hotline, online, from, to)));
  const signature = raw.slice(-SIGNATURE_BYTES);
  demand(await verified(online, signature, await manifestStatement(hotline, covered)));
  demand(said.epochs.length === 3 && whole(said.k) <= MOST_K);
  strings(Object.values(notice));
  return {
    seq: whole(said.seq),
    issued,
    online,
    epochs: said.epochs.map((/** @type {any} */ epoch) => ({
      pk: fromBase64url(epoch.pk, KEM_PUBLIC_BYTES),
      from: whole(epoch.from),
      to: whole(epoch.to),
    })),
    tickSeconds: whole(said.tick_seconds),
    k: said.k,
    kNext: whole(said.k_next),
    stampBits: whole(said.stamp_bits),
    languages: strings(said.languages),
    mirrors: strings(mirrors),
    notice,
  };
}

/** The epoch running at that tick; after the last listed one, that one. @type {(manifest: Manifest, tick: number) => Epoch} */
export const epochAt = ({ epochs }, tick) =>
  epochs.find(({ to }) => tick < to) ?? epochs[epochs.length - 1];

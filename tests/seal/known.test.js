/** Known answers of others: RFC 9180, HPKE-PQ, X-Wing, ML-KEM, X25519, Ed25519. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha3_256 } from '@noble/hashes/sha3.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { joined, utf8 } from '../../web/seal/bytes.js';
import { BASE, verified, x25519 } from '../../web/seal/curves.js';
import {
  decrypt,
  encrypt,
  keySchedule,
  labeledExpand,
  labeledExtract,
} from '../../web/seal/hpke.js';
import { decapsulate, encapsulate, kemKeyPair } from '../../web/seal/xwing.js';

const known = JSON.parse(readFileSync(new URL('../../vectors/known.json', import.meta.url), 'utf8'));
const bytes = (text) => new Uint8Array(Buffer.from(text, 'hex'));
const hex = (raw) => Buffer.from(raw).toString('hex');
const sha3 = (raw) => hex(sha3_256(raw));
const suite = ({ kem_id, kdf_id, aead_id }) =>
  joined(utf8('HPKE'), Uint8Array.of(kem_id >> 8, kem_id & 255, 0, kdf_id, 0, aead_id));

test('X25519 of RFC 7748, section 5.2', async () => {
  for (const each of known.curves.x25519) {
    const shared = await x25519(bytes(each.INPUT_SCALAR), bytes(each.INPUT_U));
    assert.equal(hex(shared), each.OUTPUT_U);
  }
  assert.equal(known.curves.x25519.length, 3);
});

test('X25519 of RFC 7748, section 5.2, a thousand times over', async () => {
  let [secret, point] = [BASE, BASE];
  for (let turn = 0; turn < 1000; turn++) [secret, point] = [await x25519(secret, point), secret];
  assert.equal(hex(secret), '684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51');
});

test('a point of small order is refused', async () => {
  for (const point of [new Uint8Array(32), Uint8Array.of(1, ...new Uint8Array(31))]) {
    await assert.rejects(x25519(new Uint8Array(32).fill(7), point));
  }
});

test('Ed25519 of RFC 8032 and its kin; one changed bit is refused', async () => {
  assert.equal(known.curves.ed25519.length, 64);
  for (const { pk, message, signature } of known.curves.ed25519) {
    assert.ok(await verified(bytes(pk), bytes(signature), bytes(message)));
    for (const at of [0, 31, 32, 63]) {
      const wrong = bytes(signature);
      wrong[at] ^= 1;
      assert.ok(!(await verified(bytes(pk), wrong, bytes(message))));
    }
    assert.ok(!(await verified(bytes(pk), bytes(signature), bytes(`${message}00`))));
  }
});

test('Ed25519 refuses S + L, keys of a wrong size and keys that are no point', async () => {
  const [, { pk, message, signature }] = known.curves.ed25519;
  const order = ed25519.Point.Fn.ORDER;
  const s = BigInt(`0x${hex(bytes(signature).slice(32).reverse())}`) + order;
  const larger = bytes(s.toString(16).padStart(64, '0')).reverse();
  const malleable = joined(bytes(signature).slice(0, 32), larger);
  assert.ok(!(await verified(bytes(pk), malleable, bytes(message))));
  assert.ok(!(await verified(bytes(pk).slice(1), bytes(signature), bytes(message))));
  assert.ok(!(await verified(new Uint8Array(32).fill(2), bytes(signature), bytes(message))));
});

test('ML-KEM-768 of FIPS 203, with implicit rejection', () => {
  assert.equal(known.mlkem768.cases.length, 5);
  for (const each of known.mlkem768.cases) {
    const { publicKey, secretKey } = ml_kem768.keygen(bytes(each.d + each.z));
    assert.equal(sha3(publicKey), each.pk_sha3);
    const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey, bytes(each.msg));
    assert.equal(sha3(cipherText), each.ct_sha3);
    assert.equal(hex(sharedSecret), each.ss);
    assert.equal(hex(ml_kem768.decapsulate(cipherText, secretKey)), each.ss);
    assert.equal(hex(ml_kem768.decapsulate(bytes(each.ct_n), secretKey)), each.ss_n);
  }
});

test('ML-KEM-768 refuses a public key with a coefficient that is too large', () => {
  const { publicKey } = ml_kem768.keygen(new Uint8Array(64));
  publicKey.set([0xff, 0xff, 0xff]);
  assert.throws(() => ml_kem768.encapsulate(publicKey, new Uint8Array(32)));
});

test('X-Wing of the draft, appendix C', async () => {
  assert.equal(known.xwing.cases.length, 3);
  for (const each of known.xwing.cases) {
    const pair = await kemKeyPair(bytes(each.seed));
    assert.ok(hex(pair.publicKey).startsWith(each.pk_begins));
    assert.equal(sha3(pair.publicKey), each.pk_sha3);
    const { enc, secret } = await encapsulate(pair.publicKey, bytes(each.eseed));
    assert.ok(hex(enc).startsWith(each.ct_begins));
    assert.equal(sha3(enc), each.ct_sha3);
    assert.equal(hex(secret), each.ss);
    assert.equal(hex(await decapsulate(pair, enc)), each.ss);
  }
});

test('HPKE-PQ with KEM 0x647a: encapsulation both ways, and the schedule of HKDF-SHA256', async () => {
  assert.equal(known.hpke_pq.cases.length, 2);
  for (const each of known.hpke_pq.cases) {
    const pair = await kemKeyPair(bytes(each.skRm));
    assert.equal(hex(pair.publicKey), each.pkRm);
    const { enc, secret } = await encapsulate(pair.publicKey, bytes(each.ikmE));
    assert.equal(hex(enc), each.enc);
    assert.equal(hex(secret), each.shared_secret);
    assert.equal(hex(await decapsulate(pair, bytes(each.enc))), each.shared_secret);
    if (each.kdf_id !== 1) continue;
    const schedule = await keySchedule(secret, bytes(each.info), suite(each));
    assert.equal(hex(schedule.key), each.key);
    assert.equal(hex(schedule.nonce), each.base_nonce);
  }
});

test('RFC 9180, appendix A, with AES-256-GCM: schedule, nonces, aad', async () => {
  const [each] = known.rfc9180.cases;
  // DHKEM(X25519) is not ours; here it shows X25519, the labels and the schedule at work.
  const kem = joined(utf8('KEM'), Uint8Array.of(0, 0x20));
  const shared = await x25519(bytes(each.skRm), bytes(each.enc));
  const prk = await labeledExtract(kem, new Uint8Array(), 'eae_prk', shared);
  const context = bytes(each.enc + each.pkRm);
  const secret = await labeledExpand(kem, prk, 'shared_secret', context, 32);
  assert.equal(hex(await x25519(bytes(each.skEm), BASE)), each.pkEm);
  assert.equal(hex(secret), each.shared_secret);
  const { key, nonce } = await keySchedule(secret, bytes(each.info), suite(each));
  assert.equal(hex(key), each.key);
  assert.equal(hex(nonce), each.base_nonce);
  assert.equal(each.encryptions.length, 3);
  for (const [number, { aad, ct, nonce: own, pt }] of each.encryptions.entries()) {
    const iv = nonce.slice();
    iv[11] ^= number;
    assert.equal(hex(iv), own);
    assert.equal(hex(await encrypt(key, iv, bytes(pt), bytes(aad))), ct);
    assert.equal(hex(await decrypt(key, iv, bytes(ct), bytes(aad))), pt);
  }
});

/**
 * Front and desk in one small server, for the page's own tests: real seals, a clock that the test
 * moves, and the faults that the test names. It keeps a record of every request.
 */

import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { fromBase64url, toBase64url } from '../../../web/seal/base64url.js';
import { bucketNumber, SLOT_BYTES, SLOTS } from '../../../web/seal/bucket.js';
import { randomBytes, readUtf8, utf8 } from '../../../web/seal/bytes.js';
import { sha256 } from '../../../web/seal/derive.js';
import { KIND } from '../../../web/seal/envelope.js';
import { openEnvelope } from '../../../web/seal/opening.js';
import { kemKeyPair } from '../../../web/seal/xwing.js';
import {
  hotlineId,
  makeBucket,
  onlineKey,
  sealReply,
  signer,
  signManifest,
  wrapSlot,
} from '../../seal/desk.js';
import { build } from '../../../web/build.mjs';
import { programme } from './programme.js';

const DAY = 86_400;
let built;
const PART = 860;
const TICK = 5;

export class StubHotline {
  /** Unix seconds; the test moves it. */
  time = 1_800_000_000;
  k = 0;
  /** `{method, path, sent, status, got, headers}` for each request. */
  record = [];
  /** Opened messages, covers included, in order. */
  opened = [];
  cases = new Map();
  /** Faults: `status(path)` answers with it; `cut(path)` ends the connection; `change(path, raw)`. */
  fault = {};
  seq = 1;
  under = 0;

  static async make({ tampered = (page) => page } = {}) {
    const stub = new this();
    await stub.ceremony();
    built ??= build();
    stub.page = tampered(await built);
    stub.server = createServer((request, response) => void stub.answer(request, response));
    await new Promise((done) => stub.server.listen(0, '127.0.0.1', done));
    stub.url = `http://127.0.0.1:${stub.server.address().port}/`;
    return stub;
  }

  async ceremony() {
    this.root = randomBytes(32);
    this.onlineSeed = randomBytes(32);
    this.mldsa = randomBytes(32);
    this.hotline = await hotlineId(signer(this.root), this.mldsa);
    const from = Math.floor(this.time / DAY) * DAY;
    this.epochs = await Promise.all(
      [0, 1, 2].map(async (at) => {
        const pair = await kemKeyPair(randomBytes(32));
        return { pair, from: from + at * DAY, to: from + (at + 1) * DAY };
      }),
    );
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  get tick() {
    return Math.floor(this.time / TICK) * TICK;
  }

  manifest({ root = this.root, seq = this.seq } = {}) {
    const from = this.epochs[0].from;
    return signManifest(this.hotline, this.onlineSeed, {
      v: 1,
      seq,
      issued: this.tick,
      hotline: toBase64url(this.hotline),
      root: { ed25519: toBase64url(signer(root)), mldsa65_hash: toBase64url(this.mldsa) },
      online: onlineKey(root, this.hotline, this.onlineSeed, from, from + 90 * DAY),
      epochs: this.epochs.map(({ pair, from, to }) => ({ pk: toBase64url(pair.publicKey), from, to })),
      tick_seconds: TICK,
      k: this.k,
      k_next: this.k,
      stamp_bits: 0,
      languages: ['ar', 'en', 'ru', 'uk'],
    });
  }

  async bucket(n, tick = this.tick) {
    const slots = [];
    for (const each of this.cases.values()) {
      if ((await bucketNumber(each.replyKey, this.hotline, tick, this.k)) !== n) continue;
      const waiting = each.replies.filter(({ seq }) => seq > each.serveAfter).slice(0, 3);
      for (const [i, inner] of [await this.status(each), ...waiting.map((r) => r.inner)].entries())
        slots.push(
          await wrapSlot(each.replyKey, this.hotline, { tick, i, inner, nonce: randomBytes(12) }),
        );
    }
    while (slots.length < SLOTS) slots.push(randomBytes(SLOT_BYTES));
    return makeBucket(this.hotline, this.onlineSeed, { tick, k: this.k, n, slots });
  }

  status({ pk, got, base, first, seen, start }) {
    const body = utf8(JSON.stringify({ got: got.slice(-31), base, first, seen, start }));
    return sealReply(this.hotline, pk, { seq: 0, body });
  }

  /** The desk answers in the only case, or in the one given. */
  reply(text, lang = '', at = [...this.cases.values()][0]) {
    return this.tell({ text, at: this.tick, lang }, at);
  }

  /** Whatever JSON, as a reply. */
  async tell(said, at = [...this.cases.values()][0]) {
    const body = utf8(JSON.stringify(said));
    const parts = Math.ceil(body.length / PART);
    for (let part = 1; part <= parts; part += 1) {
      const seq = at.next++;
      const piece = body.slice((part - 1) * PART, part * PART);
      const inner = await sealReply(this.hotline, at.pk, { seq, body: piece, part, parts });
      at.replies.push({ seq, inner });
    }
  }

  /** An operator destroys all there is: nothing tells the desk any more who wrote. */
  destroy() {
    this.cases.clear();
  }

  /** An operator opens all that came. */
  read() {
    for (const each of this.cases.values()) each.seen = true;
  }

  async take(raw) {
    const envelope = Uint8Array.from(raw.subarray(64));
    for (const { pair } of this.epochs) {
      const message = await openEnvelope(this.hotline, pair, envelope).catch(() => null);
      if (message) return this.receive(message);
    }
    throw new Error('an envelope did not open');
  }

  receive({ kind, messageId, callerPk, token, replyKey, body }) {
    const said = JSON.parse(readUtf8(body));
    const id = toBase64url(messageId);
    this.opened.push({ kind, id, said });
    const key = toBase64url(token);
    let at = this.cases.get(key);
    if (!at) {
      if (kind !== KIND.message) return;
      const start = this.tick;
      at = { pk: callerPk, replyKey, got: [], base: start - 1, first: start, seen: false, start, next: start };
      Object.assign(at, { serveAfter: 0, replies: [], messages: [] });
      this.cases.set(key, at);
    }
    if ((said.ack ?? 0) < at.next) at.base = Math.max(at.base, said.ack ?? 0);
    at.serveAfter = said.again ?? Math.max(at.serveAfter, said.ack ?? 0);
    if (kind !== KIND.message || at.got.includes(id)) return;
    at.got.push(id);
    at.messages.push(said);
    at.seen = false;
  }

  async answer(request, response) {
    this.under += 1;
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = Buffer.concat(chunks);
    const { method, url: path } = request;
    const entry = { method, path, sent: sent.length, raw: sent, headers: request.headers };
    this.record.push(entry);
    try {
      if (this.fault.cut?.(path)) {
        response.destroy();
        return;
      }
      const [status, raw, type] = await this.found(method, path, sent);
      entry.status = status;
      entry.got = raw.length;
      response.writeHead(status, {
        'content-type': type ?? 'application/octet-stream',
        'cache-control': 'no-store',
      });
      response.end(raw);
    } finally {
      this.under -= 1;
    }
  }

  async found(method, path, sent) {
    const refused = this.fault.status?.(path);
    if (refused) return [refused, Buffer.from('no')];
    let raw = null;
    if (method === 'GET' && path === '/') return [200, this.spliced(), 'text/html; charset=utf-8'];
    if (method === 'GET' && path === '/k') raw = await this.manifest();
    const bucket = /^\/b\/(\d+)$/.exec(path);
    if (method === 'GET' && bucket && Number(bucket[1]) < 2 ** this.k)
      raw = await this.bucket(Number(bucket[1]));
    if (method === 'POST' && path === '/e') {
      if (!this.fault.drop) await this.take(sent);
      return [204, Buffer.alloc(0)];
    }
    raw = (await this.fault.change?.(path, raw)) ?? raw;
    return raw ? [200, Buffer.from(raw)] : [404, Buffer.from('Not found')];
  }

  spliced(page = this.page) {
    const data = { hotline: toBase64url(this.hotline), programme, form: 'http://127.0.0.1:1/n' };
    const json = JSON.stringify(data).replace(/</g, '\\u003c');
    return Buffer.from(page.replace('id="hotline">{}<', () => `id="hotline">${json}<`));
  }
}

export const committed = () =>
  readFileSync(new URL('../../../src/aman/front/page.html', import.meta.url), 'utf8');
export { fromBase64url, sha256 };

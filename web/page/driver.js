/**
 * The driver: performs what the conversation asks for, with the network, the timer and the keys.
 *
 * Promises: no other request than GET k, GET b/n and POST e beside this page; no cookie, no referrer,
 * no cache; what does not verify never reaches the conversation.
 */

import {
  bucketNumber,
  capabilities,
  KIND,
  MalformedBucket,
  MalformedManifest,
  openReplies,
  plainStamp,
  randomBytes,
  readBucket,
  readManifest,
  readStatus,
  sealEnvelope,
  sha256,
  toBase64url,
  workedStamp,
} from '../seal/index.js';
import { CALLER } from './caller.js';
import { BEAT } from './clock.js';
import { Conversation } from './conversation.js';

/** More work than this is not asked of an old phone; the stamp then stays plain. */
const MOST_STAMP_BITS = 18;

/** What is said when something fails that should not: the beat ends, and the next one tries again. */
const FAILED = Object.freeze({
  manifest: { is: 'manifestFailed', why: 'status' },
  seal: { is: 'posted', status: -1 },
  post: { is: 'posted', status: -1 },
  bucket: { is: 'bucketFailed', why: 'missing' },
});

export class Driver {
  #hotline;
  #changed;
  #keys = null;
  #timer = 0;
  #gone = false;
  #abort = new AbortController();
  #speaker;

  /** `hotline`: its 32 bytes; `changed` is called after everything that happened. */
  constructor(hotline, changed, speaker = CALLER) {
    this.#hotline = hotline;
    this.#changed = changed;
    this.#speaker = speaker;
    this.talk = new Conversation({ draw: randomBytes, toText: toBase64url, speaker });
  }

  /** Begin the clock; until there is a phrase, cover goes out under random keys. */
  async start() {
    await capabilities();
    this.#keys ??= await this.#speaker.noKeys();
    this.tell({ is: 'start' });
  }

  /** Speak for the phrase; gives its keys when they are made. */
  async speakFor(entropy, returned) {
    const keys = await this.#speaker.keys(entropy, this.#hotline);
    if (this.#gone) return null;
    this.#keys = keys;
    this.tell({ is: 'keys', returned });
    return keys;
  }

  /** Something happened: tell the conversation, do what it asks for. */
  tell(event) {
    if (this.#gone) return;
    const commands = this.talk.handle(event, performance.now(), Date.now() / 1000);
    for (const command of commands) this.#perform(command);
    clearTimeout(this.#timer);
    const { wakeAt } = this.talk;
    if (wakeAt !== null) {
      const wait = Math.max(0, wakeAt - performance.now());
      this.#timer = setTimeout(() => this.tell({ is: 'time' }), wait);
    }
    this.#changed();
  }

  async #perform(command) {
    this.tell(await this[command.do](command).catch(() => FAILED[command.do]));
  }

  async manifest() {
    const { status, raw, at } = await this.#fetch('k');
    if (status !== 200) return { is: 'manifestFailed', why: status ? 'status' : 'network', at };
    try {
      return { is: 'manifest', manifest: await readManifest(raw, this.#hotline), at };
    } catch (wrong) {
      if (wrong instanceof MalformedManifest) return { is: 'manifestFailed', why: 'foreign', at };
      throw wrong;
    }
  }

  /** Proves, seals and works each time, needed or not: how long it takes tells nothing of what it is. */
  async seal({ kind, id, body, epoch, time, envelope: before, raw: again }) {
    const [hotline, keys] = [this.#hotline, this.#keys];
    const proven = await this.#speaker.proven({ hotline, id, keys, body });
    const fresh = await sealEnvelope({
      hotline,
      epochPk: epoch.pk,
      kind,
      messageId: id,
      keys,
      body: kind === KIND.cover ? body : proven,
    });
    const envelope = before ?? fresh;
    const { stampBits } = this.talk.manifest;
    const worked = stampBits > 0 && stampBits <= MOST_STAMP_BITS;
    const stamp = worked
      ? await workedStamp(time, await sha256(envelope), stampBits)
      : plainStamp(time);
    const raw = new Uint8Array(stamp.length + envelope.length);
    raw.set(stamp);
    raw.set(envelope, stamp.length);
    return { is: 'sealed', raw: again ?? raw };
  }

  async post({ raw }) {
    const { status, at } = await this.#fetch('e', { method: 'POST', body: raw });
    return { is: 'posted', status, at };
  }

  async bucket({ k, tick }) {
    const keys = this.#keys;
    const n = await bucketNumber(keys.replyKey, this.#hotline, tick, k);
    const { status: answered, raw, at } = await this.#fetch(`b/${n}`);
    if (answered !== 200) return { is: 'bucketFailed', why: answered ? 'missing' : 'network', at };
    try {
      const bucket = await readBucket(raw, this.#hotline, this.talk.manifest.online);
      if (bucket.n !== n) throw new MalformedBucket();
      const opened = await openReplies(bucket, keys, this.#hotline);
      const status = opened.find(({ seq }) => seq === 0);
      return {
        is: 'bucket',
        at,
        bucket,
        // Keys may have changed while this was under way: then nothing of it is theirs.
        opened: keys === this.#keys ? opened.filter(({ seq }) => seq > 0) : [],
        status: keys === this.#keys && status ? readable(status.body) : null,
      };
    } catch (wrong) {
      if (wrong instanceof MalformedBucket) return { is: 'bucketFailed', why: 'unsigned', at };
      throw wrong;
    }
  }

  /** The status is 0 when there was no answer; `at` is when it came, or did not. */
  async #fetch(path, more = {}) {
    const limit = new AbortController();
    const stop = () => limit.abort();
    const timer = setTimeout(stop, BEAT.requestLimit);
    this.#abort.signal.addEventListener('abort', stop);
    try {
      const answer = await fetch(path, {
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        redirect: 'error',
        signal: limit.signal,
        ...more,
      });
      const raw = new Uint8Array(await answer.arrayBuffer());
      return { status: answer.status, raw, at: performance.now() };
    } catch {
      return { status: 0, raw: null, at: performance.now() };
    } finally {
      clearTimeout(timer);
      this.#abort.signal.removeEventListener('abort', stop);
    }
  }

  /** Forget everything and ask for nothing more. */
  wipe() {
    this.#gone = true;
    clearTimeout(this.#timer);
    this.#abort.abort();
    for (const key of Object.values(this.#keys ?? {})) if (key instanceof Uint8Array) key.fill(0);
    this.#keys = null;
    this.talk.wipe();
  }
}

function readable(body) {
  try {
    return readStatus(body);
  } catch {
    return null;
  }
}

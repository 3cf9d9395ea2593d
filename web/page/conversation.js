/**
 * The conversation: what happens goes in, what is to be done comes out (protocol section 6).
 *
 * Promises: one envelope and one bucket a beat, whatever the person does; time by the newest
 * verified tick, never by the phone's clock; nothing that the desk did not sign changes anything.
 * Refuses to know: network, timers, keys, screens. The driver performs the commands.
 *
 * Commands: {do: "manifest"}, {do: "seal", kind, id, body, epoch, time, envelope?, raw?},
 * {do: "post", raw}, {do: "bucket", k, tick}.
 * Events: see `handle`. `now` is a forward-going clock in ms, `wall` the phone's own in seconds. An
 * answer of the network says in `at` when it arrived: opening what is in it takes time that nobody
 * outside may see.
 */

import { coverBody, epochAt, KIND } from '../seal/index.js';
import { CALLER } from './caller.js';
import { BEAT, Clock, STALL } from './clock.js';
import { Letters } from './letters.js';
import { Mailbox } from './mailbox.js';

/** A letter that the front took is sent again when the desk has not named it for so many seconds. */
const PATIENCE = 180;
/** So far off (seconds) the phone's clock is called wrong. It is only said, never used. */
const CLOCK_OFF = 600;
/** So much older (seconds) than the phone's clock, all listed epochs have ended: said, never used. */
const OLD_NEWS = 3 * 86_400;
/** After so many new buckets without a status, words are said to have no conversation yet. */
const SILENT_BUCKETS = 3;

export class Conversation {
  clock = new Clock();
  manifest = null;
  /** The newest verified tick, Unix seconds. */
  tick = 0;
  /** Letters and replies in the order in which they appeared: `{letter}` or `{reply}`. */
  items = [];
  /** What went wrong last with each thing: `{manifest, post, bucket}`, each a reason or null. */
  trouble = { manifest: null, post: null, bucket: null };
  phoneClockOff = false;
  newsOld = false;
  hasKeys = false;

  #wire;
  #carried = null;
  #posting = false;
  #bucketAt = null;
  #fetching = false;
  #refetched = false;
  #tickAt = 0;
  #ticked = false;
  #heardSince = 0;
  #asked = false;
  #k = 0;
  #answered = 0;

  /**
   * `wire` is chance and names: `draw(n)` gives n random bytes, `toText(bytes)` their base64url;
   * `speaker` says who speaks, if not a caller.
   */
  constructor(wire) {
    this.#wire = { speaker: CALLER, ...wire };
    this.#fresh(false);
  }

  #fresh(returned) {
    this.letters = new Letters(this.#wire);
    this.mailbox = new Mailbox(this.#wire.speaker);
    this.mailbox.returned = returned;
    this.items.length = 0;
    this.#heardSince = 0;
    this.#asked = false;
  }

  /** The hotline's time in Unix seconds, as far as it is known. */
  get time() {
    return Math.max(this.tick, this.manifest?.issued ?? 0);
  }

  /**
   * The hotline's time at least, in Unix seconds: what went by here since the newest tick is added.
   * A telephone that slept counts less, never more.
   */
  timeAtLeast(now) {
    return this.tick ? this.tick + Math.floor((now - this.#tickAt) / 1000) : this.time;
  }

  /** When `handle({is: "time"})` is wanted next, or null. */
  get wakeAt() {
    const { clock } = this;
    if (!clock.running) return null;
    if (!clock.inBeat) return clock.next;
    return this.#fetching ? null : this.#bucketAt;
  }

  /** Whether a part of this letter is on its way to the front at this moment. */
  carries(letter) {
    return letter.parts.includes(this.#carried);
  }

  handle(event, told, wall = 0) {
    const now = event.at ?? told;
    if (ANSWERS.includes(event.is)) this.#answered = Math.max(this.#answered, now);
    switch (event.is) {
      case 'start': // the caller chose 'write' or 'I have words'
        this.clock.start(now);
        this.#tickAt = now;
        break;
      case 'keys': // keys were derived; `returned` when from words that were typed
        if (event.returned) this.#fresh(true);
        this.hasKeys = true;
        break;
      case 'send':
        this.#send(event);
        break;
      case 'keepTalking':
        this.clock.keepTalking(now);
        break;
      case 'save':
        this.clock.save(event.on, now);
        break;
      case 'manifest': // verified, parsed
        return this.#manifest(event.manifest, now);
      case 'manifestFailed': // why: 'network' | 'foreign' | 'status'
        this.trouble.manifest = event.why;
        return this.#afterManifest(now);
      case 'sealed':
        return this.#sealed(event.raw);
      case 'posted': // status: of HTTP, or 0
        return this.#posted(event.status);
      case 'bucket': // verified; `opened` are parts of replies, `status` the desk's or null
        return this.#bucket(event, now, wall);
      case 'bucketFailed': // why: 'network' | 'missing' | 'unsigned'
        return this.#noBucket(event.why, now);
      default: // time
    }
    return this.#onTime(now);
  }

  #onTime(now) {
    if (this.clock.due(now)) {
      this.#refetched = false;
      this.#carried = null;
      const first = this.clock.begin(now);
      return first || !this.manifest ? [{ do: 'manifest' }] : this.#post(now);
    }
    if (this.clock.inBeat && this.#bucketAt !== null && !this.#fetching && now >= this.#bucketAt) {
      this.#fetching = true;
      return [{ do: 'bucket', k: this.#k, tick: this.time }];
    }
    return [];
  }

  #post(now) {
    if (!this.manifest) return this.#maybeEnd();
    const { time } = this;
    const epoch = epochAt(this.manifest, time);
    const part = this.hasKeys ? this.letters.next() : null;
    this.#bucketAt = now + BEAT.bucketAfter;
    this.#posting = true;
    this.#carried = part;
    if (!part) {
      const body = coverBody(this.mailbox.reading());
      return [{ do: 'seal', kind: KIND.cover, id: this.#wire.draw(16), body, epoch, time }];
    }
    // A repetition takes the same way as something new, so that it doesn't leave sooner.
    const prepared = this.letters.prepared(part, epoch, time, this.mailbox.reading());
    return [{ do: 'seal', kind: this.#wire.speaker.kind, id: part.id, ...prepared, epoch, time }];
  }

  #sealed(raw) {
    const part = this.#carried;
    if (part && part.sealed?.raw !== raw) {
      const { time } = this;
      this.letters.sealed(part, raw, epochAt(this.manifest, time), time);
    }
    return [{ do: 'post', raw }];
  }

  #posted(status) {
    this.#posting = false;
    const taken = status === 204;
    this.trouble.post = taken ? null : (REFUSALS[status] ?? 'declined');
    if (taken && this.#carried) this.letters.taken(this.#carried, this.time);
    if (taken && this.hasKeys) this.#asked = true;
    this.#carried = null;
    return this.#maybeEnd();
  }

  #manifest(manifest, now) {
    if (this.manifest && manifest.seq < this.manifest.seq) {
      this.trouble.manifest = 'old';
    } else {
      this.trouble.manifest = null;
      // A bucket that another online key signed was right, if the desk has a new one.
      if (String(manifest.online) !== String(this.manifest?.online)) this.trouble.bucket = null;
      this.manifest = manifest;
      if (manifest.issued >= this.tick) this.#k = manifest.k;
    }
    return this.#afterManifest(now);
  }

  #afterManifest(now) {
    return this.#bucketAt === null && !this.#refetched ? this.#post(now) : this.#finish();
  }

  #bucket({ bucket, opened, status }, now, wall) {
    if (bucket.tick < this.tick) return this.#noBucket('old', now);
    this.trouble.bucket = null;
    const newer = bucket.tick > this.tick;
    // A page that was just opened knows no newer manifest: an old one, replayed, shows only here.
    this.newsOld = wall - bucket.tick > OLD_NEWS;
    if (newer) {
      // The first tick may be an old one that is kept; the second shows that the desk is there.
      if (this.#ticked) this.phoneClockOff = Math.abs(wall - bucket.tick) > CLOCK_OFF;
      this.#ticked = true;
      this.tick = bucket.tick;
      this.#tickAt = now;
    }
    this.#k = bucket.k;
    this.#read(opened, status, newer);
    this.#stallCheck(now);
    return this.#again(bucket.k !== this.manifest.k);
  }

  #read(opened, status, newer) {
    if (!this.hasKeys) return;
    if (status && this.mailbox.beginsAnew(status)) this.letters.begunAnew();
    this.letters.heard(status ?? { got: [], seen: false }, this.tick, PATIENCE);
    if (status) this.#heardSince = 0;
    else if (newer && this.#asked) this.#heardSince += 1;
    for (const reply of this.mailbox.take(opened, status)) this.#place(reply);
  }

  /** Replies stand among themselves by number, and else where they appeared. */
  #place(reply) {
    const later = this.items.findIndex((item) => item.reply && item.reply.first > reply.first);
    this.items.splice(later < 0 ? this.items.length : later, 0, { reply });
  }

  #noBucket(why, now) {
    this.trouble.bucket = why;
    if (why !== 'network') this.#stallCheck(now);
    return this.#again(why === 'missing' || why === 'unsigned');
  }

  /** Fetch the manifest once more in this beat when the buckets' number or signer has changed. */
  #again(changed) {
    if (!changed || this.#refetched) return this.#finish();
    this.#refetched = true;
    return [{ do: 'manifest' }];
  }

  #finish() {
    this.#bucketAt = null;
    this.#fetching = false;
    return this.#maybeEnd();
  }

  #maybeEnd() {
    if (this.#posting || this.#bucketAt !== null) return [];
    this.clock.end(this.#answered);
    return [];
  }

  #stallCheck(now) {
    this.clock.stall(now - this.#tickAt >= STALL.after, now);
  }

  #send({ text, answers, lang, word }) {
    const letter = this.letters.write({ text, answers, lang, word, at: this.time });
    this.items.push({ letter });
  }

  /** Whether words that check were answered by nothing for a while; writing begins something. */
  get unknownWords() {
    const { returned, status } = this.mailbox;
    const silent = this.#heardSince >= SILENT_BUCKETS && !this.letters.all.length;
    return returned && !status && silent;
  }

  /** What the person is to be told, the most important first; each a key of the texts. */
  get notices() {
    const { manifest, post, bucket } = this.trouble;
    const told = [
      [manifest === 'foreign', 'foreignServer'],
      [manifest === 'old', 'oldManifest'],
      [bucket === 'unsigned', 'unsignedAnswer'],
      [bucket === 'old', 'oldAnswer'],
      [post === 'full', 'serverFull'],
      [post === 'declined', 'serverDeclined'],
      [[manifest, post, bucket].includes('network'), 'noNetwork'],
      [[manifest, bucket].some((why) => why === 'status' || why === 'missing'), 'serverUnready'],
      [this.clock.stalled, 'deskAway'],
      [this.unknownWords, 'unknownWords'],
      [this.mailbox.anew, 'begunAnew'],
      [this.mailbox.cutShort, 'olderGone'],
      [this.mailbox.incomplete, 'answerIncomplete'],
      [this.newsOld, 'oldNews'],
      [this.phoneClockOff && !this.newsOld, 'phoneClock'],
    ];
    return told.filter(([is]) => is).map(([, key]) => key);
  }

  wipe() {
    this.clock.stop();
    this.letters.wipe();
    this.mailbox.wipe();
    this.items.length = 0;
  }
}

const ANSWERS = Object.freeze(['manifest', 'manifestFailed', 'posted', 'bucket', 'bucketFailed']);
const REFUSALS = Object.freeze({ 0: 'network', 503: 'full' });

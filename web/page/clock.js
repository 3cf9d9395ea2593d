/**
 * The page's clock: when a beat begins and what it is made of (protocol section 6).
 *
 * Promises: beats depend on the time since the last "keep talking", on "save data" and on whether
 * the desk's tick advances, and on nothing else: not on what is written, nor on what came.
 * Times are milliseconds of a clock that only goes forward; they are passed in.
 */

/** Everything about beats that is a number. */
export const BEAT = Object.freeze({
  /** the bucket is fetched so long after the envelope was posted */
  bucketAfter: 8_000,
  /** no beat begins so soon after the end of the last */
  rest: 5_000,
  /** the manifest is fetched at the beginning of every so many'th beat */
  manifestEvery: 20,
  /** a request that takes longer has failed */
  requestLimit: 60_000,
});

/** How far apart beats are: until so long after the beginning (or "keep talking"). */
export const PACES = Object.freeze([
  Object.freeze({ until: 600_000, apart: 15_000 }),
  Object.freeze({ until: 1_800_000, apart: 30_000 }),
  Object.freeze({ until: Infinity, apart: 60_000 }),
]);

/** How far apart they are at the caller's wish to save data. */
export const SAVING_APART = 120_000;

/** While the desk's tick has not advanced for `after`, beats are so far apart for everybody. */
export const STALL = Object.freeze({ after: 120_000, apart: 240_000 });

/** How far the next beat is from the one that begins `talked` ms after the last "keep talking". */
export function apart(talked, { saving = false, stalled = false } = {}) {
  const pace = PACES.find(({ until }) => talked < until).apart;
  return Math.max(pace, saving ? SAVING_APART : 0, stalled ? STALL.apart : 0);
}

/** The clock's own memory; `next` null means that it has not begun. */
export class Clock {
  next = null;
  saving = false;
  stalled = false;
  beats = 0;
  #talkFrom = 0;
  #begun = null;
  #ended = -Infinity;

  get running() {
    return this.next !== null;
  }

  get inBeat() {
    return this.#begun !== null;
  }

  /** Begin: the first beat is due at once. */
  start(now) {
    if (this.running) return;
    this.#talkFrom = now;
    this.next = now;
  }

  stop() {
    this.next = null;
    this.#begun = null;
  }

  /** Whether a beat is to begin now. */
  due(now) {
    return this.running && !this.inBeat && now >= this.next;
  }

  /** Begin a beat; tells whether it fetches the manifest first. */
  begin(now) {
    this.#begun = now;
    this.beats += 1;
    this.next = now + apart(now - this.#talkFrom, this);
    return (this.beats - 1) % BEAT.manifestEvery === 0;
  }

  /** The beat's last request is over. */
  end(now) {
    this.#ended = now;
    this.#begun = null;
    this.next = Math.max(this.next, now + BEAT.rest);
  }

  /** "Keep talking": the quick pace again; a beat that was far off comes near. */
  keepTalking(now) {
    this.#talkFrom = now;
    this.#nearer(now);
  }

  /** "Save data", on or off. */
  save(on, now) {
    this.saving = on;
    this.#nearer(now);
    if (on && this.running && !this.inBeat) this.next = Math.max(this.next, this.#ended + apart(0, this));
  }

  /** Whether the desk's tick stands still. */
  stall(on, now) {
    const ends = this.stalled && !on;
    this.stalled = on;
    if (ends) this.#nearer(now);
  }

  /** Whether the quickest pace is over, so that "keep talking" would change something. */
  slowed(now) {
    return this.running && !this.saving && now - this.#talkFrom >= PACES[0].until;
  }

  /** How far apart beats are at present. */
  apart(now) {
    return apart(now - this.#talkFrom, this);
  }

  #nearer(now) {
    if (!this.running) return;
    const soonest = this.inBeat ? now : this.#ended + BEAT.rest;
    this.next = Math.max(soonest, Math.min(this.next, now + this.apart(now)));
  }
}

/** The conversation, driven by hand: events in, commands out, no network and no timer. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conversation } from '../../web/page/conversation.js';
import { letterState } from '../../web/page/letters.js';
import { KIND, readUtf8, toBase64url, utf8 } from '../../web/seal/index.js';

const DAY = 86_400;
const TIME = 1_800_000_000;
const FROM = Math.floor(TIME / DAY) * DAY;
const epoch = (at) => ({ pk: new Uint8Array(1216).fill(at), from: FROM + at * DAY, to: FROM + (at + 1) * DAY });
const MANIFEST = {
  seq: 5,
  issued: TIME,
  online: new Uint8Array(32).fill(1),
  epochs: [epoch(0), epoch(1), epoch(2)],
  k: 0,
  stampBits: 0,
};

/** A page whose network is a function: `answer(command, this)` gives the event that follows. */
class Visit {
  now = 0;
  /** `[ms, command]` of what was asked for. */
  asked = [];
  tick = TIME;
  front = {};
  #drawn = 0;

  constructor() {
    this.talk = new Conversation({ draw: (size) => new Uint8Array(size).fill((this.#drawn += 1)), toText: toBase64url });
  }

  tell(event) {
    this.#perform(this.talk.handle(event, this.now, this.wall ?? this.time));
  }

  get time() {
    return this.tick + Math.floor(this.now / 5_000) * 5;
  }

  #perform(commands) {
    for (const command of commands) {
      this.asked.push([this.now, command]);
      this.tell((this.front[command.do] ?? this[command.do]).call(this, command));
    }
  }

  manifest() {
    return { is: 'manifest', manifest: MANIFEST };
  }

  seal({ id, body, envelope, raw: again }) {
    if (again) return { is: 'sealed', raw: again };
    const raw = new Uint8Array(8_256);
    raw.set(id, 64);
    if (!envelope) raw.set(body.slice(0, 100), 100);
    return { is: 'sealed', raw };
  }

  post() {
    return { is: 'posted', status: 204 };
  }

  bucket() {
    return { is: 'bucket', bucket: { tick: this.time, k: 0, n: 0 }, opened: [], status: this.status ?? null };
  }

  /** Let so many seconds go by. */
  pass(seconds) {
    const until = this.now + seconds * 1_000;
    for (;;) {
      const { wakeAt } = this.talk;
      if (wakeAt === null || wakeAt > until) break;
      this.now = Math.max(this.now, wakeAt);
      this.tell({ is: 'time' });
    }
    this.now = until;
  }

  begin(returned = false) {
    this.tell({ is: 'start' });
    this.tell({ is: 'keys', returned });
    return this;
  }

  write(text = 'hello') {
    this.tell({ is: 'send', text, answers: {}, lang: 'en' });
    return this.talk.letters.all.at(-1);
  }

  shape() {
    return this.asked.filter(([, { do: what }]) => what !== 'seal').map(([at, { do: what }]) => `${at} ${what}`);
  }

  bodies() {
    return this.asked
      .filter(([, { do: what, raw }]) => what === 'seal' && !raw)
      .map(([, { body }]) => JSON.parse(readUtf8(body)));
  }
}

const reply = (seq) => ({ seq, part: 1, parts: 1, body: utf8(JSON.stringify({ text: `answer ${seq}`, at: TIME })) });
const status = (more = {}) => ({ got: [], base: 0, first: 1, seen: false, start: 1, ...more });

test('before it is started nothing is asked for', () => {
  const visit = new Visit();
  visit.pass(3_600);
  assert.deepEqual(visit.asked, []);
});

test('reading, writing and idling ask for the same at the same times', () => {
  const idle = new Visit().begin();
  idle.pass(3_600);
  const writing = new Visit().begin();
  for (let at = 0; at < 60; at += 1) {
    writing.pass(30);
    if (at % 7 === 0) writing.write('я'.repeat(at * 200 + 1));
    writing.pass(30);
  }
  const reading = new Visit().begin();
  let seq = 0;
  reading.front.bucket = function () {
    seq += 1;
    return { ...this.bucket(), opened: [reply(seq)], status: status({ base: seq - 1, seen: true }) };
  };
  reading.pass(3_600);
  assert.deepEqual(writing.shape(), idle.shape());
  assert.deepEqual(reading.shape(), idle.shape());
  assert.ok(reading.talk.mailbox.replies.length > 100);
});

test('a message leaves on the next beat, in the place of a cover', () => {
  const visit = new Visit().begin();
  visit.pass(4);
  const letter = visit.write();
  assert.equal(letterState(letter), 'waiting');
  visit.pass(10);
  assert.equal(letterState(letter), 'waiting');
  visit.pass(1);
  assert.equal(letterState(letter), 'front');
  const kinds = visit.asked.flatMap(([, { do: what, kind }]) => (what === 'seal' ? [kind] : []));
  assert.deepEqual(kinds, [KIND.cover, KIND.message]);
});

test('nothing that was written leaves before there are keys', () => {
  const visit = new Visit();
  visit.tell({ is: 'start' });
  const letter = visit.write();
  visit.pass(20);
  assert.equal(letterState(letter), 'waiting');
  visit.tell({ is: 'keys', returned: false });
  visit.pass(15);
  assert.equal(letterState(letter), 'front');
});

test('what fails is sent again byte for byte, with each beat, until it is durable', () => {
  const visit = new Visit().begin();
  visit.pass(1);
  const letter = visit.write();
  const answers = [0, 503, 500, 204];
  visit.front.post = () => ({ is: 'posted', status: answers.shift() ?? 204 });
  visit.pass(15);
  assert.deepEqual(visit.talk.notices, ['noNetwork']);
  visit.pass(15);
  assert.deepEqual(visit.talk.notices, ['serverFull']);
  visit.pass(15);
  assert.deepEqual(visit.talk.notices, ['serverDeclined']);
  assert.equal(letterState(letter), 'waiting');
  visit.pass(15);
  assert.equal(letterState(letter), 'front');
  assert.deepEqual(visit.talk.notices, []);
  const posted = visit.asked.filter(([, { do: what }]) => what === 'post').map(([, { raw }]) => raw);
  assert.equal(posted.length, 5);
  for (const raw of posted.slice(2)) assert.equal(raw, posted[1]);
  assert.equal(visit.bodies().length, 2, 'what was sealed once is what leaves');
});

test('after its epoch the same message is sealed anew to the next one', () => {
  const visit = new Visit().begin();
  visit.tick = FROM + DAY - 60;
  visit.pass(1);
  visit.write();
  visit.front.post = () => ({ is: 'posted', status: 503 });
  visit.pass(120);
  const sealed = visit.asked.filter(
    ([, { do: what, kind, raw }]) => what === 'seal' && kind === KIND.message && !raw,
  );
  assert.equal(sealed.length, 2);
  assert.deepEqual(sealed.map(([, { epoch: { from } }]) => from), [FROM, FROM + DAY]);
  assert.deepEqual(sealed[0][1].id, sealed[1][1].id);
  assert.deepEqual(sealed[0][1].body, sealed[1][1].body);
});

test('the epoch goes by the newest tick, not by the phone, and after the last one that one stays', () => {
  const visit = new Visit().begin();
  visit.wall = TIME + 2 * DAY;
  visit.pass(40);
  assert.equal(visit.asked.at(-1)[1].time ?? visit.talk.time, visit.talk.tick);
  assert.deepEqual(visit.talk.notices, ['phoneClock']);
  visit.tick = FROM + 9 * DAY;
  visit.pass(30);
  const last = visit.asked.filter(([, { do: what }]) => what === 'seal').at(-1)[1];
  assert.equal(last.epoch.from, FROM + 2 * DAY);
});

test('"delivered" is said only when the signed status names the message', () => {
  const visit = new Visit().begin();
  visit.pass(1);
  const letter = visit.write();
  visit.pass(60);
  assert.equal(letterState(letter), 'front');
  visit.status = status({ got: [letter.parts[0].key] });
  visit.pass(15);
  assert.equal(letterState(letter), 'desk');
  visit.status = status({ got: [letter.parts[0].key], seen: true });
  visit.pass(15);
  assert.equal(letterState(letter), 'seen');
});

test('a front that takes and drops is found out: the message is sent again', () => {
  const visit = new Visit().begin();
  visit.pass(1);
  const letter = visit.write();
  visit.pass(200);
  const sent = visit.asked.filter(([, { do: what, raw }]) => what === 'post' && raw[64] === letter.parts[0].id[0]);
  assert.ok(sent.length >= 1);
  visit.pass(60);
  const later = visit.asked.filter(([, { do: what, raw }]) => what === 'post' && raw[64] === letter.parts[0].id[0]);
  assert.ok(later.length >= 2);
  assert.equal(later[0][1].raw[64], later[1][1].raw[64]);
});

test('an older tick, an unsigned bucket, an older manifest are refused and said', () => {
  const visit = new Visit().begin();
  visit.pass(40);
  const before = visit.talk.tick;
  visit.front.bucket = () => ({ is: 'bucket', bucket: { tick: before - 5, k: 0, n: 0 }, opened: [reply(1)], status: status() });
  visit.pass(15);
  assert.deepEqual(visit.talk.notices, ['oldAnswer']);
  assert.equal(visit.talk.tick, before);
  assert.equal(visit.talk.mailbox.replies.length, 0);
  visit.front.bucket = () => ({ is: 'bucketFailed', why: 'unsigned' });
  visit.pass(15);
  assert.deepEqual(visit.talk.notices, ['unsignedAnswer']);
  visit.front.manifest = () => ({ is: 'manifest', manifest: { ...MANIFEST, seq: 4, k: 3 } });
  visit.pass(15);
  assert.ok(visit.talk.notices.includes('oldManifest'));
  assert.equal(visit.talk.manifest.seq, 5);
  visit.front = { manifest: () => ({ is: 'manifestFailed', why: 'foreign' }) };
  visit.pass(300);
  assert.deepEqual(visit.talk.notices, ['foreignServer']);
  assert.equal(visit.talk.manifest.seq, 5, 'the one that was verified stays');
});

test('a bucket of a new online key is not called unsigned when the manifest explains it', () => {
  const visit = new Visit().begin();
  visit.pass(10);
  visit.front.manifest = () => ({ is: 'manifest', manifest: { ...MANIFEST, seq: 6, online: new Uint8Array(32).fill(2) } });
  visit.front.bucket = function () {
    return this.talk.manifest.seq === 6 ? this.bucket() : { is: 'bucketFailed', why: 'unsigned' };
  };
  visit.pass(15);
  assert.deepEqual(visit.talk.notices, []);
  visit.pass(15);
});

test('a bucket whose k differs has the manifest fetched in the same beat, once', () => {
  const visit = new Visit().begin();
  visit.pass(10);
  visit.front.bucket = function () {
    return { ...this.bucket(), bucket: { tick: this.time, k: 3, n: 0 } };
  };
  visit.asked.length = 0;
  visit.pass(15);
  assert.deepEqual(visit.shape(), ['15000 post', '23000 bucket', '23000 manifest']);
  assert.equal(visit.asked.find(([, { do: what }]) => what === 'bucket')[1].k, 0);
  visit.pass(15);
  assert.equal(visit.asked.filter(([, { do: what }]) => what === 'bucket').at(-1)[1].k, 3);
});

test('without a manifest it keeps trying, sends nothing, and says so', () => {
  const visit = new Visit();
  visit.front.manifest = () => ({ is: 'manifestFailed', why: 'network' });
  visit.begin();
  const letter = visit.write();
  visit.pass(60);
  assert.ok(visit.asked.every(([, { do: what }]) => what === 'manifest'));
  assert.ok(visit.asked.length >= 4);
  assert.deepEqual(visit.talk.notices, ['noNetwork']);
  visit.front = {};
  visit.pass(15);
  assert.equal(letterState(letter), 'front');
  assert.deepEqual(visit.talk.notices, []);
});

test('a manifest of another root at first: nothing is ever sent', () => {
  const visit = new Visit();
  visit.front.manifest = () => ({ is: 'manifestFailed', why: 'foreign' });
  visit.begin();
  visit.write();
  visit.pass(600);
  assert.ok(visit.asked.every(([, { do: what }]) => what === 'manifest'));
  assert.deepEqual(visit.talk.notices, ['foreignServer']);
});

test('a desk that is away makes everybody slow, and its return quick again', () => {
  const visit = new Visit().begin();
  visit.pass(20);
  const { tick } = visit.talk;
  visit.front.bucket = () => ({ is: 'bucket', bucket: { tick, k: 0, n: 0 }, opened: [], status: null });
  visit.pass(150);
  assert.deepEqual(visit.talk.notices, ['deskAway']);
  visit.asked.length = 0;
  visit.pass(500);
  assert.ok(visit.shape().filter((each) => each.endsWith('post')).length <= 3);
  visit.front = {};
  visit.pass(260);
  assert.deepEqual(visit.talk.notices, []);
  visit.asked.length = 0;
  visit.pass(60);
  assert.ok(visit.shape().filter((each) => each.endsWith('post')).length >= 2);
});

test('a page that came back asks again with every beat, then acknowledges', () => {
  const visit = new Visit().begin(true);
  visit.front.bucket = function () {
    const { again } = this.bodies().at(-1);
    // The first beat went out before the words were typed.
    if (this.bodies().length === 1) return this.bucket();
    const from = again ?? 6;
    const opened = [1, 2, 3].map((at) => from + at).filter((seq) => seq <= 7);
    return { ...this.bucket(), opened: opened.map(reply), status: status({ base: 6 }) };
  };
  visit.pass(60);
  assert.deepEqual(
    visit.bodies().map(({ ack = 0, again }) => [ack, again]),
    [[0, undefined], [0, 0], [6, 3], [6, undefined], [7, undefined]],
  );
  assert.deepEqual(visit.talk.items.map(({ reply: { text } }) => text), [1, 2, 3, 4, 5, 6, 7].map((seq) => `answer ${seq}`));
});

test('words without a conversation: said after some newer ticks, taken back when there is one', () => {
  const visit = new Visit().begin(true);
  visit.pass(30);
  assert.deepEqual(visit.talk.notices, []);
  visit.pass(30);
  assert.deepEqual(visit.talk.notices, ['unknownWords']);
  visit.status = status();
  visit.pass(15);
  assert.deepEqual(visit.talk.notices, []);
});

test('replies stand in their order even when they come out of it', () => {
  const visit = new Visit().begin();
  const came = [[reply(2)], [reply(1)]];
  visit.front.bucket = function () {
    return { ...this.bucket(), opened: came.shift() ?? [], status: status() };
  };
  visit.pass(10);
  assert.deepEqual(visit.talk.notices, ['answerIncomplete']);
  visit.pass(15);
  assert.deepEqual(visit.talk.items.map(({ reply: { first } }) => first), [1, 2]);
  assert.deepEqual(visit.talk.notices, []);
});

test('a slow network never overlaps beats', () => {
  const visit = new Visit();
  visit.front.post = () => null;
  visit.talk.handle({ is: 'start' }, 0);
  const run = (event, now) => visit.talk.handle(event, now, TIME).map(({ do: what }) => what);
  assert.deepEqual(run({ is: 'time' }, 0), []);
  assert.deepEqual(run({ is: 'manifest', manifest: MANIFEST }, 2_000), ['seal']);
  assert.deepEqual(run({ is: 'sealed', raw: new Uint8Array(8_256) }, 2_010), ['post']);
  assert.equal(visit.talk.wakeAt, 10_000);
  assert.deepEqual(run({ is: 'time' }, 10_000), ['bucket']);
  assert.equal(visit.talk.wakeAt, null);
  run({ is: 'bucketFailed', why: 'network' }, 50_000);
  assert.equal(visit.talk.wakeAt, null, 'the envelope is still under way');
  run({ is: 'posted', status: 0 }, 58_000);
  assert.equal(visit.talk.wakeAt, 63_000);
});

test('how long opening takes moves no beat, also when the network is slow', () => {
  const visit = new Visit();
  visit.talk.handle({ is: 'start' }, 0);
  const run = (event, now) => visit.talk.handle(event, now, TIME);
  run({ is: 'time' }, 0);
  run({ is: 'manifest', manifest: MANIFEST, at: 100 }, 150);
  run({ is: 'sealed', raw: new Uint8Array(8_256) }, 300);
  run({ is: 'posted', status: 204, at: 900 }, 900);
  run({ is: 'time' }, 8_100);
  // The bucket came at 12 s; three answers were opened until 14.5.
  run({ is: 'bucket', bucket: { tick: TIME, k: 0, n: 0 }, opened: [reply(1)], status: null, at: 12_000 }, 14_500);
  assert.equal(visit.talk.wakeAt, 17_000);
});

test('a repetition is sealed like something new, so that it leaves no sooner', () => {
  const visit = new Visit().begin();
  visit.pass(1);
  visit.write();
  const answers = [503, 204];
  visit.front.post = () => ({ is: 'posted', status: answers.shift() ?? 204 });
  visit.pass(45);
  const did = visit.asked.map(([, command]) => command.do).filter((what) => what !== 'manifest');
  assert.deepEqual(did, Array.from({ length: 4 }, () => ['seal', 'post', 'bucket']).flat().slice(0, did.length));
});

test('an old manifest with an old bucket, replayed to a page just opened, is said', () => {
  const visit = new Visit().begin();
  visit.wall = TIME + 60 * DAY;
  visit.front.bucket = () => ({ is: 'bucket', bucket: { tick: TIME + 5, k: 0, n: 0 }, opened: [], status: null });
  visit.pass(20);
  assert.deepEqual(visit.talk.notices, ['oldNews']);
  visit.wall = TIME - 60 * DAY;
  visit.pass(20);
  assert.deepEqual(visit.talk.notices, [], 'a clock that is behind says nothing of the server');
});

test('somebody writes on after his conversation was destroyed: he is told, and reads the new answers', () => {
  const visit = new Visit().begin();
  const first = visit.write('where I am');
  visit.pass(1);
  visit.status = status({ got: [first.parts[0].key], base: 1, seen: true });
  visit.front.bucket = function () {
    return { ...this.bucket(), opened: [reply(1)] };
  };
  visit.pass(40);
  assert.equal(letterState(first), 'seen');
  assert.ok(!visit.talk.notices.includes('begunAnew'));

  visit.status = null; // destroyed: nothing comes for this caller any more
  visit.front.bucket = undefined;
  visit.pass(40);
  const second = visit.write('still there?');
  visit.pass(20);
  const start = visit.time;
  visit.status = status({ got: [second.parts[0].key], base: start - 1, first: start, start });
  visit.pass(20);
  assert.equal(letterState(first), 'gone');
  assert.equal(letterState(second), 'desk');
  assert.ok(visit.talk.notices.includes('begunAnew'));
  assert.ok(!visit.talk.notices.includes('olderGone'));

  visit.front.bucket = function () {
    return { ...this.bucket(), opened: [reply(start)] };
  };
  visit.pass(35);
  const shown = visit.talk.items.map(({ letter, reply: came }) => letter?.text ?? came.text);
  assert.deepEqual(shown, ['where I am', 'answer 1', 'still there?', `answer ${start}`]);
  assert.equal(visit.bodies().at(-1).ack, start);
});

test('the time at least: the newest tick and what went by here, never the clock of the telephone', () => {
  const visit = new Visit();
  assert.equal(visit.talk.timeAtLeast(5_000), 0, 'nothing is known yet');
  visit.wall = TIME + 10 * DAY;
  visit.begin();
  visit.pass(10);
  const { tick } = visit.talk;
  assert.ok(tick >= TIME);
  visit.front.bucket = () => ({ is: 'bucketFailed', why: 'network' });
  visit.pass(3_600);
  assert.equal(visit.talk.tick, tick, 'no newer tick came');
  const since = visit.talk.timeAtLeast(visit.now) - tick;
  assert.ok(since >= 3_590 && since <= 3_610, String(since));
});

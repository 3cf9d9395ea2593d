/** A team on the caller's clock and letters: the same beats, kind 5, one body each. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conversation } from '../../web/page/conversation.js';
import { letterState } from '../../web/page/letters.js';
import { KIND, readUtf8, toBase64url, utf8 } from '../../web/seal/index.js';
import { readWord, signingKey } from '../../web/seal/team.js';
import { TEAM } from '../../web/team/speaker.js';
import { nextStep, STEPS } from '../../web/team/steps.js';

const TIME = 1_800_000_000;
const FROM = Math.floor(TIME / 86_400) * 86_400;
const epoch = (at) => ({ pk: new Uint8Array(1216), from: FROM + at * 86_400, to: FROM + (at + 1) * 86_400 });
const MANIFEST = { seq: 1, issued: TIME, online: new Uint8Array(32), epochs: [0, 1, 2].map(epoch), k: 0, stampBits: 0 };
const WORD = { say: 'accept', handover: 'A'.repeat(22), revision: 1 };

/** Runs a conversation for so many seconds; gives what it asked for, and when. */
function run(talk, seconds, { words = [], status = () => null } = {}) {
  const asked = [];
  let now = 0;
  const perform = (commands) => {
    for (const command of commands) {
      asked.push([now, command]);
      const { do: what } = command;
      if (what === 'manifest') tell({ is: 'manifest', manifest: MANIFEST });
      if (what === 'seal') tell({ is: 'sealed', raw: new Uint8Array(8_256) });
      if (what === 'post') tell({ is: 'posted', status: 204 });
      if (what === 'bucket') {
        const bucket = { tick: TIME + 5 * Math.floor(now / 5_000), k: 0, n: 0 };
        tell({ is: 'bucket', bucket, opened: [], status: status() });
      }
    }
  };
  const tell = (event) => perform(talk.handle(event, now, TIME));
  tell({ is: 'start' });
  tell({ is: 'keys', returned: false });
  const waiting = [...words];
  while (talk.wakeAt <= seconds * 1_000) {
    now = talk.wakeAt;
    while (waiting.length && waiting[0] * 1_000 <= now) {
      waiting.shift();
      tell({ is: 'send', word: WORD, text: 'x', lang: 'en' });
    }
    tell({ is: 'time' });
  }
  return asked;
}

let drawn = 0;
const conversation = (speaker) =>
  new Conversation({ draw: (size) => new Uint8Array(size).fill((drawn += 1)), toText: toBase64url, ...speaker });
const shape = (asked) => asked.map(([at, { do: what }]) => `${at} ${what}`);

test('a team asks for the same at the same times as a caller, speaking or not', () => {
  const caller = run(conversation({}), 3_600);
  const silent = run(conversation({ speaker: TEAM }), 3_600);
  const speaking = run(conversation({ speaker: TEAM }), 3_600, { words: [20, 21, 400, 2_000] });
  assert.deepEqual(shape(silent), shape(caller));
  assert.deepEqual(shape(speaking), shape(caller));
});

test('what is said is kind 5, one envelope each; everything else is cover', () => {
  const talk = conversation({ speaker: TEAM });
  const asked = run(talk, 300, { words: [20, 21] });
  const sealed = asked.filter(([, { do: what }]) => what === 'seal').map(([, command]) => command);
  const words = sealed.filter(({ kind }) => kind === KIND.teamWord);
  assert.ok(sealed.every(({ kind }) => kind === KIND.teamWord || kind === KIND.cover));
  assert.deepEqual(words.slice(0, 2).map(({ body }) => JSON.parse(readUtf8(body)).n), [1, 2]);
  for (const { body } of words) assert.equal(JSON.parse(readUtf8(body)).say, 'accept');
});

test('a word is delivered only when the desk names it', () => {
  const talk = conversation({ speaker: TEAM });
  let got = [];
  run(talk, 60, { words: [5], status: () => ({ got, base: 0, first: 1, seen: false, start: 1 }) });
  const [letter] = talk.letters.all;
  assert.equal(letterState(letter), 'front');
  got = [letter.parts[0].key];
  talk.letters.heard({ got, seen: false }, TIME + 60, 180);
  assert.equal(letterState(letter), 'desk');
});

test('what is proven is signed for its message id, again by the same bytes', async () => {
  const signSeed = new Uint8Array(32).fill(3);
  const [hotline, id] = [new Uint8Array(32).fill(1), new Uint8Array(16).fill(2)];
  const [body] = TEAM.bodies({ session: 's', n: 1, word: WORD });
  const given = { hotline, id, keys: { signSeed }, body };
  const proven = await TEAM.proven(given);
  assert.deepEqual(await TEAM.proven(given), proven);
  const word = await readWord(proven, await signingKey(signSeed), hotline, id);
  assert.deepEqual(word, { ...WORD, session: 's', n: 1 });
});

test('cover before there are words can be signed for, so that it takes as long', async () => {
  const keys = await TEAM.noKeys();
  const body = utf8('{}');
  const proven = await TEAM.proven({ hotline: new Uint8Array(32), id: new Uint8Array(16), keys, body });
  assert.equal(proven.length, 64 + body.length);
});

test('every step leads to a step that is there, and nothing else changes anything', () => {
  for (const [step, events] of Object.entries(STEPS)) {
    for (const next of Object.values(events)) assert.ok(next in STEPS, next);
    assert.equal(nextStep(step, 'nothing'), step);
  }
  assert.equal(nextStep('words', 'later'), 'words', 'the nine words of a team are typed back');
});

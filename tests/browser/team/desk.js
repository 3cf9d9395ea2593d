/**
 * The desk's side for a field team, made up on the stub of the caller's page: it takes kind 5 by the
 * rules of the protocol, keeps every signed word with its message id, and sends packages.
 */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, teamTexts } from '../../../web/build.mjs';
import { fromBase64url, toBase64url } from '../../../web/seal/base64url.js';
import { readUtf8 } from '../../../web/seal/bytes.js';
import { KIND } from '../../../web/seal/envelope.js';
import { readWord } from '../../../web/seal/team.js';
import { Caller } from '../page/harness.js';
import { StubHotline } from '../page/stub.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const own = `${root}.venv/bin/python`;
const PYTHON = process.env.AMAN_PYTHON ?? (existsSync(own) ? own : 'python3');
let built;

/** A code that the desk would have given, by the code that makes it. */
export const CODE = '52469106749656119402';

export class TeamDesk extends StubHotline {
  /** Living one-time codes. */
  codes = new Set([CODE]);
  /** Every word that was taken, in order: `{word, id, body, key}`. */
  words = [];
  /** How many words joined nothing. */
  refused = 0;

  static async make() {
    built ??= build('team');
    const desk = await super.make();
    desk.teamPage = await built;
    return desk;
  }

  async found(method, path, sent) {
    if (method === 'GET' && path === '/t') {
      return [200, this.spliced(this.teamPage), 'text/html; charset=utf-8'];
    }
    return super.found(method, path, sent);
  }

  async receive(opened) {
    if (opened.kind !== KIND.teamWord) return super.receive(opened);
    const { messageId, callerPk: pk, token, replyKey, body } = opened;
    const [id, name] = [toBase64url(messageId), toBase64url(token)];
    const said = JSON.parse(readUtf8(body.slice(64)));
    this.opened.push({ kind: opened.kind, id, said });
    let team = this.cases.get(name);
    const key = team?.key ?? (said.say === 'enrol' && fromBase64url(said.key, 32));
    const word = key && (await readWord(body, key, this.hotline, messageId).catch(() => null));
    if (!word || (!team && !this.codes.delete(word.code))) {
      this.refused += 1;
      return undefined;
    }
    if (!team) {
      const start = this.tick;
      team = { pk, replyKey, key, got: [], base: start - 1, first: start, seen: false, start, next: start };
      Object.assign(team, { serveAfter: 0, replies: [], messages: [] });
      this.cases.set(name, team);
    }
    if ((word.ack ?? 0) < team.next) team.base = Math.max(team.base, word.ack ?? 0);
    team.serveAfter = word.again ?? Math.max(team.serveAfter, word.ack ?? 0);
    if (team.got.includes(id)) return undefined;
    team.got.push(id);
    this.words.push({ word, id, body: toBase64url(body), key: toBase64url(key) });
    return undefined;
  }

  /** What was signed, as Python reads it: the words, each verified. */
  verifiedByPython() {
    const given = { hotline: toBase64url(this.hotline), words: this.words };
    const command = [PYTHON, ['-c', VERIFY]];
    const options = { input: JSON.stringify(given), env: { ...process.env, PYTHONPATH: `${root}src` } };
    return JSON.parse(execFileSync(...command, options));
  }
}

const VERIFY = `
import json, sys
import msgspec
from aman.core.enrolment import fingerprint
from aman.core.keys import from_base64url
from aman.core.team import Enrol, read_enrolment, read_word
given = json.load(sys.stdin)
hotline = from_base64url(given["hotline"], 32)
words = []
for each in given["words"]:
    body, message_id = from_base64url(each["body"]), from_base64url(each["id"], 16)
    key = from_base64url(each["key"], 32)
    word = read_word(body, key=key, hotline=hotline, message_id=message_id)
    if isinstance(word, Enrol):
        assert read_enrolment(body, hotline=hotline, message_id=message_id) == word
    words.append({"fingerprint": fingerprint(hotline, key)} | msgspec.to_builtins(word))
print(json.dumps(words))
`;

/** A team at its page. */
export class Team extends Caller {
  texts = Object.fromEntries(['ar', 'en', 'ru', 'uk'].map((lang) => [lang, teamTexts(lang)]));
  path = 't';
  out = new URL('../../../test-output/team/', import.meta.url);

  async choose() {
    await this.press(this.t.language);
    await this.heading(this.t.aboutTitle);
  }

  /** Nine words, typed back: up to where the code is asked for. */
  async makeWords() {
    const { page, t } = this;
    await this.press(t.goNew);
    await this.heading(t.wordsTitle);
    const words = await page.locator('ol.words b').allTextContents();
    await this.press(t.wordsHave);
    await page.getByLabel(t.phrase).fill(words.join(' '));
    await this.press(t.phraseCheck);
    await this.sees(t.checkRight);
    await this.press(t.toTalk);
    await this.heading(t.codeTitle);
    return words;
  }

  /** New words, a code, and a desk that confirms. */
  async enrol() {
    const words = await this.makeWords();
    await this.page.getByLabel(this.t.codeLabel).fill(CODE);
    await this.press(this.t.codeGo);
    await this.heading(this.t.keyTitle);
    await this.passUntil(this.t.stateDesk);
    return words;
  }
}

/** A package whose window begins in an hour. */
export function packageAt(time, change = {}) {
  return {
    id: 'HxYtH1q2T6e3kVw8bq0J5A',
    revision: 1,
    place: { lat: 47.141, lon: 9.520873, words: '' },
    window: { from: time + 3_600, until: time + 5_400 },
    fallback: { from: time + 90_000, until: time + 91_800 },
    clock: { minutes: 180, name: 'UTC+3' },
    people: 4,
    wounded: 1,
    means: 'foot',
    recognition: { they_say: '…', we_say: '…' },
    show: '',
    abort_sign: '',
    expires: time + 92_000,
    ...change,
  };
}

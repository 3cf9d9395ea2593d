/**
 * The page: reads its inert block, shows one step at a time, and forgets everything on leaving.
 *
 * Promises: nothing is stored in the browser; no step makes an entry in its history.
 */

import WRITTEN from 'aman:texts';
import LISTS from 'aman:words';
import {
  capabilities,
  fold,
  fromBase64url,
  makeWordList,
  newPhrase,
  phraseDigits,
  phraseWords,
} from '../seal/index.js';
import { Driver } from './driver.js';
import { nextStep } from './steps.js';
import { button, filled, h, say } from './view/dom.js';
import { aboutView, cannotView, languageView } from './view/first.js';
import { talkView } from './view/talk.js';
import { checkView, returnView, wordsView } from './view/words.js';
import { writeView } from './view/write.js';
import { unpack } from './wordpack.js';

const KEYS = WRITTEN.keys.split(' ');
const TEXTS = Object.fromEntries(
  WRITTEN.texts.map((texts, at) => [
    WRITTEN.langs[at],
    Object.fromEntries(texts.map((text, key) => [KEYS[key], text])),
  ]),
);
const RIGHT_TO_LEFT = ['ar'];
const TWICE = 1_000;
const SECOND = 1_000;
const DAY = 86_400;
const VIEWS = {
  language: languageView,
  about: aboutView,
  write: writeView,
  talk: talkView,
  words: wordsView,
  check: checkView,
  return: returnView,
  cannot: cannotView,
};

class App {
  texts = TEXTS;
  step = 'language';
  lang = 'en';
  draft = '';
  answers = {};
  /** `{entropy, words, digits}` of this visit's own phrase, or null. */
  phrase = null;
  checked = false;
  /** Whether the first message has left. */
  left = false;
  #view = null;
  #lists = null;
  #escaped = -Infinity;
  #heard = 0;
  #noticed = null;
  #starting = false;

  constructor({ hotline, programme, form }) {
    this.programme = programme;
    this.form = form;
    this.driver = new Driver(fromBase64url(hotline, 32), () => this.#changed());
    this.main = h('main', {});
    this.pulse = h('p', { class: 'pulse', dir: 'auto' });
    this.announcer = h('p', { class: 'unseen', role: 'status' });
    this.notices = h('div', { class: 'notices', role: 'status' });
    this.leaveButton = button('', () => this.leave(), 'leave');
    // The bar keeps its direction, so that "leave" stays in the same corner in every language.
    const bar = h('footer', { class: 'bar', dir: 'ltr' }, this.pulse, this.leaveButton);
    document.body.replaceChildren(this.main, this.announcer, bar);
    document.addEventListener('keydown', (event) => this.#key(event));
    // A page that a browser kept for "forward" must not come back with a conversation in it.
    addEventListener('pagehide', () => this.#wipe());
    addEventListener('pageshow', (event) => event.persisted && location.reload());
    document.addEventListener('visibilitychange', () => this.driver.tell({ is: 'time' }));
    this.ticking = setInterval(() => this.#refresh(), SECOND);
    this.#speak(this.#guessed());
    this.show('language');
  }

  get t() {
    return TEXTS[this.lang];
  }

  get talk() {
    return this.driver.talk;
  }

  /** A programme's text in the caller's language. */
  own(texts) {
    return texts[this.lang] ?? texts[this.programme.languages[0]];
  }

  ownName(lang) {
    return TEXTS[lang].language;
  }

  direction(lang) {
    return RIGHT_TO_LEFT.includes(lang) ? 'rtl' : 'ltr';
  }

  #guessed() {
    const { languages } = this.programme;
    return languages.find((lang) => navigator.language.startsWith(lang)) ?? languages[0];
  }

  #speak(lang) {
    this.lang = lang;
    document.documentElement.lang = lang;
    document.documentElement.dir = this.direction(lang);
    document.title = this.own(this.programme.title);
    this.#noticed = null;
  }

  choose(lang) {
    this.#speak(lang);
    capabilities().then(
      () => this.go('chosen'),
      () => this.show('cannot'),
    );
  }

  go(event) {
    const next = nextStep(this.step, event);
    if (next === 'return') void this.#start();
    this.show(next);
  }

  show(step) {
    this.step = step;
    this.#noticed = null;
    this.#view = VIEWS[step](this);
    this.main.className = `step-${step}`;
    this.main.replaceChildren(...this.#view.nodes.flat().filter(Boolean));
    this.leaveButton.replaceChildren(
      h('span', { 'aria-hidden': 'true' }, '✕'),
      h('span', { class: step === 'language' ? 'unseen' : '', dir: 'auto' }, this.t.leave),
    );
    this.#refresh();
    scrollTo(0, 0);
    this.main.querySelector('h1').focus({ preventScroll: true });
  }

  async #start() {
    if (this.#starting) return;
    this.#starting = true;
    await this.driver.start();
  }

  /** "Write": the clock begins, and a phrase is made beside it. */
  async write() {
    this.go('write');
    await this.#start();
    if (this.phrase || this.talk.hasKeys) return;
    const { entropy } = newPhrase();
    const words = await phraseWords(entropy, this.listsByLang[this.lang]);
    this.phrase = { entropy, words, digits: await phraseDigits(entropy) };
    await this.driver.speakFor(entropy, false);
  }

  /** Words that check: the conversation under them. */
  async comeBack(entropy) {
    await this.#start();
    await this.driver.speakFor(entropy, true);
    this.phrase = null;
    this.#heard = 0;
    this.go('opened');
  }

  send(letter) {
    this.driver.tell({ is: 'send', ...letter });
    this.answers = {};
    if (this.step === 'write') this.go('sent');
    else this.#refresh();
  }

  /** The word lists, unpacked when they are first wanted; the page's language first. */
  get listsByLang() {
    this.#lists ??= Object.fromEntries(
      Object.entries(LISTS).map(([lang, each]) => [lang, makeWordList(lang, unpack(each))]),
    );
    return this.#lists;
  }

  get lists() {
    const lists = Object.values(this.listsByLang);
    for (const list of lists) {
      list.folded ??= list.words.map(fold);
      list.exact ??= new Set(list.folded);
    }
    return lists.sort((one, other) => (other.lang === this.lang) - (one.lang === this.lang));
  }

  /** The one place for what the person is to be told; each step puts it where it fits. */
  noticesNode() {
    return this.notices;
  }

  announce(text) {
    say(this.announcer, text);
  }

  secondsUntil(time, now) {
    return Math.max(0, Math.ceil((time - now) / 1000));
  }

  /** An hour and minute; with the day when it is not of the last twenty-four hours. */
  timeOf(at) {
    const old = this.talk.time - at > DAY && { day: 'numeric', month: 'short' };
    const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
    const shape = { ...hour, numberingSystem: 'latn', ...old };
    return new Date(at * 1000).toLocaleString(this.lang, shape);
  }

  #changed() {
    const came = this.talk.mailbox.replies.length;
    if (came > this.#heard) this.announce(this.t.answerCame);
    this.#heard = came;
    const [first] = this.talk.letters.all;
    const left = first !== undefined && first.parts.every(({ state }) => state !== 'waiting');
    if (left && !this.left) {
      this.left = true;
      this.announce(this.t.wordsReady);
      // The words follow by themselves, unless that would interrupt him in writing.
      if (this.phrase && this.step === 'talk' && !this.draft) return this.go('words');
    }
    this.#refresh();
  }

  #refresh() {
    const now = performance.now();
    this.#refreshPulse(now);
    this.#refreshNotices();
    this.#view?.refresh?.(now);
  }

  #refreshPulse(now) {
    const { clock, manifest } = this.talk;
    const s = clock.running ? this.secondsUntil(clock.next, now) : 0;
    const said = clock.running && ((!manifest && this.t.pulseReaching) || (s === 0 && this.t.pulseNow));
    say(this.pulse, clock.running ? said || filled(this.t.pulseNext, { s }) : '');
  }

  #refreshNotices() {
    const { notices, manifest } = this.talk;
    const early = this.step === 'write' && notices.length > 0;
    const texts = notices.map((key) => this.t[key]);
    if (early) texts.push(this.t.writeMeanwhile);
    // What the desk tells everybody, signed.
    const notice = manifest?.notice?.[this.lang];
    if (notice) texts.push(notice);
    const said = texts.join('\n');
    if (said === this.#noticed) return;
    this.#noticed = said;
    this.notices.replaceChildren(...texts.map((text) => h('p', {}, text)));
  }

  #key(event) {
    if (event.key !== 'Escape') {
      this.#escaped = -Infinity;
      return;
    }
    if (event.timeStamp - this.#escaped < TWICE) this.leave();
    this.#escaped = event.timeStamp;
  }

  /** Leave at once: forget, empty the document, and put a neutral page in this one's place. */
  leave() {
    this.#wipe();
    location.replace('about:blank');
  }

  #wipe() {
    clearInterval(this.ticking);
    this.driver.wipe();
    this.phrase?.entropy.fill(0);
    this.phrase = null;
    this.draft = '';
    this.answers = {};
    for (const input of document.querySelectorAll('textarea, input, select')) input.value = '';
    this.#view = null;
    document.title = '';
    document.body.replaceChildren();
  }
}

new App(JSON.parse(document.getElementById('hotline').textContent));

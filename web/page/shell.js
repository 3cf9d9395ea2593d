/**
 * What every page of the hotline is: one step at a time, a bar with the clock's pulse and the way
 * out, and forgetting on leaving. The caller's page and the field team's are each one of these.
 *
 * Promises: nothing is stored in the browser; no step makes an entry in its history.
 */

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
import { button, filled, h, say } from './view/dom.js';
import { unpack } from './wordpack.js';

const RIGHT_TO_LEFT = ['ar'];
const TWICE = 1_000;
const SECOND = 1_000;
const DAY = 86_400;

/** Texts with keys once, as the build writes them → by language. */
export function textsOf({ keys, langs, texts }) {
  const names = keys.split(' ');
  return Object.fromEntries(
    texts.map((each, at) => [
      langs[at],
      Object.fromEntries(each.map((text, key) => [names[key], text])),
    ]),
  );
}

export class Shell {
  step = 'language';
  lang = 'en';
  draft = '';
  /** `{entropy, words, digits}` of this visit's own phrase, or null. */
  phrase = null;
  checked = false;
  /** Whether typing the nine words back can be put off. */
  canPostpone = true;
  #views;
  #nextStep;
  #view = null;
  #lists = null;
  #escaped = -Infinity;
  #noticed = null;
  #starting = false;

  /** `views` and `nextStep` by the name of a step; `speaker` as for the driver. */
  constructor({ hotline, programme, form }, { texts, views, nextStep, speaker }) {
    this.programme = programme;
    this.form = form;
    this.texts = texts;
    this.#views = views;
    this.#nextStep = nextStep;
    this.hotline = fromBase64url(hotline, 32);
    this.driver = new Driver(this.hotline, () => this.changed(), speaker);
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
    this.ticking = setInterval(() => this.refresh(), SECOND);
    this.#speak(this.#guessed());
    this.show('language');
  }

  get t() {
    return this.texts[this.lang];
  }

  get talk() {
    return this.driver.talk;
  }

  /** A programme's text in the caller's language. */
  own(texts) {
    return texts[this.lang] ?? texts[this.programme.languages[0]];
  }

  ownName(lang) {
    return this.texts[lang].language;
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
    const next = this.#nextStep(this.step, event);
    if (next === 'return') void this.start();
    this.show(next);
  }

  /** Put another step on the screen. */
  show(step) {
    this.step = step;
    this.#noticed = null;
    this.#view = this.#views[step](this);
    this.main.className = `step-${step}`;
    this.main.replaceChildren(...this.#view.nodes.flat().filter(Boolean));
    this.leaveButton.replaceChildren(
      h('span', { 'aria-hidden': 'true' }, '✕'),
      h('span', { class: step === 'language' ? 'unseen' : '', dir: 'auto' }, this.t.leave),
    );
    this.refresh();
    scrollTo(0, 0);
    this.main.querySelector('h1').focus({ preventScroll: true });
  }

  /** Begin the clock, once. */
  async start() {
    if (this.#starting) return;
    this.#starting = true;
    await this.driver.start();
  }

  /** Make nine words for this visit; gives the keys that speak for them. */
  async makePhrase() {
    const { entropy } = newPhrase();
    const words = await phraseWords(entropy, this.listsByLang[this.lang]);
    this.phrase = { entropy, words, digits: await phraseDigits(entropy) };
    return this.driver.speakFor(entropy, false);
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

  /** Something happened to the conversation. */
  changed() {
    this.refresh();
  }

  /** Something may have changed: what stands on the screen says so. */
  refresh() {
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
    const texts = notices.map((key) => this.t[key]);
    texts.push(...this.moreNotices(notices));
    // What the desk tells everybody, signed.
    const notice = manifest?.notice?.[this.lang];
    if (notice) texts.push(notice);
    const said = texts.join('\n');
    if (said === this.#noticed) return;
    this.#noticed = said;
    this.notices.replaceChildren(...texts.map((text) => h('p', {}, text)));
  }

  /** What a page adds to the notices. */
  moreNotices() {
    return [];
  }

  /** What a page forgets of its own on leaving. */
  forget() {}

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
    this.forget();
    for (const input of document.querySelectorAll('textarea, input, select')) input.value = '';
    this.#view = null;
    document.title = '';
    document.body.replaceChildren();
  }
}

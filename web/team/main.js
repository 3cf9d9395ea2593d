/** The field team's page: which step shows what, and what it says for the team. */

import WRITTEN from 'aman:texts';
import { fingerprint } from '../seal/team.js';
import { Shell, textsOf } from '../page/shell.js';
import { cannotView, languageView } from '../page/view/first.js';
import { checkView, returnView, wordsView } from '../page/view/words.js';
import { handoversIn, standingIn } from './handovers.js';
import { TEAM } from './speaker.js';
import { nextStep } from './steps.js';
import { markedHourOf } from './times.js';
import { aboutView, codeView, keyView } from './view/enrol.js';
import { handoverView } from './view/handover.js';
import { homeView } from './view/home.js';
import { confirmView, outcomeView, refuseView } from './view/outcome.js';

const views = {
  language: languageView,
  about: aboutView,
  words: wordsView,
  check: checkView,
  code: codeView,
  key: keyView,
  return: returnView,
  home: homeView,
  handover: handoverView,
  refuse: refuseView,
  outcome: outcomeView,
  confirm: confirmView,
  cannot: cannotView,
};

const UTC = Object.freeze({ minutes: 0 });

class TeamApp extends Shell {
  canPostpone = false;
  /** The public key and its fingerprint, when the keys are made: `{key, fingerprint}`. */
  signing = null;
  /** Which hand-over is on the screen, and which outcome was chosen for it. */
  current = null;
  chosen = null;
  #heard = 0;

  /** "New team": the clock begins, and nine words are made. */
  async newTeam() {
    if (!this.phrase) {
      await this.start();
      await this.#speaksWith(await this.makePhrase());
    }
    this.go('new');
  }

  /** Words that check: what the desk has for this team. */
  async comeBack(entropy) {
    await this.start();
    await this.#speaksWith(await this.driver.speakFor(entropy, true));
    this.phrase = null;
    this.#heard = 0;
    this.go('opened');
  }

  async #speaksWith(keys) {
    if (!keys) return;
    const { signKey } = keys;
    this.signing = { key: signKey, fingerprint: await fingerprint(this.hotline, signKey) };
  }

  /** Say a word; `text` is what it means, for the team's own screen. */
  say(word, text) {
    this.driver.tell({ is: 'send', word, text, lang: this.lang });
  }

  /** The word that brought the code, if one was said in this visit: the last. */
  get enrolment() {
    return this.talk.letters.all.filter(({ word }) => word.say === 'enrol').pop() ?? null;
  }

  get standing() {
    return standingIn(this.talk.mailbox.replies);
  }

  handovers(now) {
    const { mailbox, letters } = this.talk;
    return handoversIn(mailbox.replies, letters.all, this.talk.timeAtLeast(now));
  }

  handover(now) {
    return this.handovers(now).find(({ id }) => id === this.current) ?? null;
  }

  open(id) {
    this.current = id;
    this.show('handover');
  }

  /** By the clock of the hand-over at hand, else by UTC: never by the telephone's. */
  timeOf(at) {
    const [latest] = this.handovers(performance.now());
    const known = this.handover(performance.now()) ?? latest;
    return markedHourOf(at, known?.package.clock ?? UTC, this.lang);
  }

  changed() {
    const came = this.talk.mailbox.replies.length;
    if (came > this.#heard) this.announce(this.t.answerCame);
    this.#heard = came;
    this.refresh();
  }

  forget() {
    this.signing = this.current = this.chosen = null;
  }
}

new TeamApp(JSON.parse(document.getElementById('hotline').textContent), {
  texts: textsOf(WRITTEN),
  views,
  nextStep,
  speaker: TEAM,
});

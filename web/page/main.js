/** The caller's page: which step shows what, and what he is told without asking. */

import WRITTEN from 'aman:texts';
import { Shell, textsOf } from './shell.js';
import { nextStep } from './steps.js';
import { aboutView, cannotView, languageView } from './view/first.js';
import { talkView } from './view/talk.js';
import { checkView, returnView, wordsView } from './view/words.js';
import { writeView } from './view/write.js';
import { CALLER } from './caller.js';

const views = {
  language: languageView,
  about: aboutView,
  write: writeView,
  talk: talkView,
  words: wordsView,
  check: checkView,
  return: returnView,
  cannot: cannotView,
};

class App extends Shell {
  answers = {};
  /** Whether the first message has left. */
  left = false;
  #heard = 0;

  /** "Write": the clock begins, and a phrase is made beside it. */
  async write() {
    this.go('write');
    await this.start();
    if (!this.phrase && !this.talk.hasKeys) await this.makePhrase();
  }

  /** Words that check: the conversation under them. */
  async comeBack(entropy) {
    await this.start();
    await this.driver.speakFor(entropy, true);
    this.phrase = null;
    this.#heard = 0;
    this.go('opened');
  }

  send(letter) {
    this.driver.tell({ is: 'send', ...letter });
    this.answers = {};
    if (this.step === 'write') this.go('sent');
    else this.refresh();
  }

  changed() {
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
    this.refresh();
  }

  moreNotices(notices) {
    return this.step === 'write' && notices.length > 0 ? [this.t.writeMeanwhile] : [];
  }

  forget() {
    this.answers = {};
  }
}

new App(JSON.parse(document.getElementById('hotline').textContent), {
  texts: textsOf(WRITTEN),
  views,
  nextStep,
  speaker: CALLER,
});

/**
 * One desk behind several hostile fronts: callers who came to each of them, and an operator who
 * sees what reached the desk. What a page has ever said is remembered, so that a false word cannot
 * come and go unseen.
 */

import { Hotline } from '../first_contact/hotline.mjs';
import { Caller, Chromium, Operator, pause, TEXTS } from '../first_contact/people.mjs';

export const EN = TEXTS.en;
/** What a page may say of a message only when the desk has it. */
const DELIVERED = [EN.stateDesk, EN.stateSeen];

export class Siege {
  static async begin(behaviours) {
    const siege = new Siege();
    const [hotline, browser] = await Promise.all([Hotline.start('surrender', behaviours), Chromium.launch()]);
    Object.assign(siege, { hotline, browser, callers: [], moved: 0 });
    siege.operator = await Operator.first(browser, hotline);
    return siege;
  }

  async end() {
    await this.browser.close();
    await this.hotline.end();
  }

  /** Somebody who came to this front, has written, and sent. */
  async caller(behaviour, text) {
    const window = await this.browser.window({ width: 320, height: 640 });
    const caller = new Besieged(window, this.hotline.behind(behaviour), 'en');
    this.callers.push(caller);
    const { page } = caller.window;
    await page.clock.install();
    await caller.window.go(`${caller.hotline.front}/`);
    await page.evaluate(remember);
    await caller.window.press(EN.language);
    await caller.begin();
    await caller.send(text);
    return caller;
  }

  /** Let more time go by than really does, for every page and every zone. */
  async pass(seconds) {
    this.moved += seconds;
    await this.hotline.order({ do: 'clock', seconds: this.moved });
    await Promise.all(this.callers.map(({ window }) => window.page.clock.runFor(seconds * 1_000)));
    await pause(150);
  }

  deeds(behaviour) {
    return this.hotline.order({ do: 'deeds', front: behaviour });
  }
}

export class Besieged extends Caller {
  /** Past the nine words, where the state of each message stands. */
  async seeTalk() {
    await this.window.has('ol.words b');
    await this.window.press(this.t.later);
  }

  /** All that this page has ever shown, of the texts that matter here. */
  async hasSaid(text) {
    return (await this.window.page.evaluate(() => globalThis.said)).includes(text);
  }

  /** Whether the page has ever claimed that the desk has a message. */
  async claimedDelivery() {
    const said = await Promise.all(DELIVERED.map((text) => this.hasSaid(text)));
    return said.includes(true);
  }

  /** What stands under each message now. */
  states() {
    return this.window.all('li.own .state span:not(.sign)');
  }

  /** The answers on the screen, in its order. */
  answers() {
    return this.window.all('li.theirs .text');
  }
}

/** Runs in the page: keep every line that has been visible. */
function remember() {
  globalThis.said = [];
  const look = () => {
    for (const line of document.body.innerText.split('\n'))
      if (line && !globalThis.said.includes(line)) globalThis.said.push(line);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}

/** Drives Debian's Chromium with its fake clock: small verbs for the page's browser tests. */

import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

export const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const TEXTS = Object.fromEntries(
  ['ar', 'en', 'ru', 'uk'].map((lang) => {
    const path = new URL(`../../../web/page/texts/${lang}.json`, import.meta.url);
    return [lang, JSON.parse(readFileSync(path, 'utf8'))];
  }),
);

export const launch = () =>
  chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: FLAGS });

/** One caller: a fresh profile, its page, and the hotline whose time moves with the page's. */
export class Caller {
  texts = TEXTS;
  path = '';
  out = new URL('../../../test-output/page/', import.meta.url);

  static async open(browser, stub, { lang = 'en', width = 320, dark = false, ...more } = {}) {
    const caller = new this();
    caller.context = await browser.newContext({
      viewport: { width, height: width < 600 ? 640 : 800 },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      locale: 'en',
      deviceScaleFactor: 1,
      ...more,
    });
    const page = await caller.context.newPage();
    caller.errors = [];
    page.on('pageerror', (error) => caller.errors.push(String(error)));
    page.on('console', (said) => {
      // A refused request is said by the browser itself.
      if (said.type() === 'error' && !/Failed to load resource/.test(said.text()))
        caller.errors.push(said.text());
    });
    await page.clock.install({ time: stub.time * 1000 });
    await page.clock.pauseAt(stub.time * 1000 + 1000);
    stub.time += 1;
    Object.assign(caller, { page, stub, lang, t: caller.texts[lang] });
    caller.name = `${lang}-${width}${dark ? '-dark' : ''}`;
    await page.goto(stub.url + caller.path);
    return caller;
  }

  close() {
    return this.context.close();
  }

  press(text) {
    return this.page.getByRole('button', { name: text, exact: true }).click();
  }

  async choose() {
    await this.press(this.t.language);
    await this.page.getByRole('button', { name: this.t.goWrite, exact: true }).waitFor();
  }

  heading(text) {
    return this.page.getByRole('heading', { level: 1, name: text, exact: true }).waitFor();
  }

  sees(text) {
    return this.page.getByText(text, { exact: false }).first().waitFor({ timeout: 5_000 });
  }

  /** Let so many seconds go by, for the page and the hotline. */
  async pass(seconds) {
    for (let at = 0; at < seconds; at += 1) {
      this.stub.time += 1;
      await this.page.clock.runFor(1_000);
      await this.settle();
    }
  }

  /** Until no request is under way and what it brought has been drawn. */
  async settle() {
    for (let quiet = 0; quiet < 2; ) {
      await new Promise((done) => setTimeout(done, 12));
      quiet = this.stub.under === 0 ? quiet + 1 : 0;
    }
  }

  /** Let time go by until a text is seen. */
  async passUntil(text, most = 60) {
    const seen = this.page.getByText(text, { exact: false }).first();
    for (let at = 0; at < most; at += 1) {
      if (await seen.isVisible()) return;
      await this.pass(1);
    }
    throw new Error(`not seen in ${most} s: ${text}`);
  }

  async shot(name) {
    mkdirSync(this.out, { recursive: true });
    const path = new URL(`${name}-${this.name}.png`, this.out).pathname;
    // The window grows to the whole page, so that what sticks to its edge stays there.
    const before = this.page.viewportSize();
    const height = await this.page.evaluate(() => document.documentElement.scrollHeight);
    await this.page.setViewportSize({ ...before, height: Math.max(before.height, height) });
    await this.page.screenshot({ path });
    await this.page.setViewportSize(before);
  }

  /** Everything that axe finds, as short texts. */
  async findings() {
    await this.page.evaluate(AXE);
    // axe waits with timers; they are let go by.
    const run = this.page.evaluate(async () => {
      const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
      );
    });
    let found = null;
    run.then((all) => (found = all)).catch((error) => (found = [String(error)]));
    for (let at = 0; at < 200 && !found; at += 1) {
      await this.page.clock.runFor(1);
      await new Promise((done) => setTimeout(done, 5));
    }
    return run;
  }

  /** Whether anything is wider than the window. */
  overflow() {
    return this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
  }
}

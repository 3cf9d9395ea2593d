/**
 * The caller and the operator as two people at two browsers. Chromium through playwright, Firefox
 * through puppeteer: what both drivers can do is in `Chromium` and `Firefox`, what people do is
 * written once.
 */

import { mkdirSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import { chromium } from 'playwright-core';
import { FLAGS, TEXTS } from '../page/harness.js';

export { TEXTS };

export const OUT = new URL('../../../test-output/first_contact/', import.meta.url).pathname;
mkdirSync(OUT, { recursive: true });
const PASSWORD = 'five unrelated quiet words';
const PATIENCE = 60_000;
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Look again and again until it is so. */
export async function until(what, isSo, patience = PATIENCE) {
  for (const end = Date.now() + patience; Date.now() < end; await pause(100)) if (await isSo()) return;
  throw new Error(`waited in vain: ${what}`);
}

/** The window grows to the whole page, so that what sticks to its edge stays there. */
async function wholePage(page, { before, resize, path }) {
  await until('the page is whole', () => page.evaluate(() => document.readyState === 'complete'));
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await resize({ ...before, height: Math.max(before.height, height) });
  await page.screenshot({ path });
  await resize(before);
}

/** What a person can do with a window of Debian's Chromium. */
export class Chromium {
  static async launch() {
    const own = new Chromium();
    own.browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
    own.name = 'chromium';
    return own;
  }

  close() {
    return this.browser.close();
  }

  /** A window of a profile that nobody used before. */
  async window({ width = 1280, height = 800, script = true } = {}) {
    const context = await this.browser.newContext({
      viewport: { width, height },
      javaScriptEnabled: script,
      reducedMotion: 'reduce',
      timezoneId: 'Europe/Kyiv',
    });
    return this.#verbs(await context.newPage(), () => context.close());
  }

  #verbs(page, close) {
    page.setDefaultTimeout(PATIENCE);
    return {
      page,
      go: (url) => page.goto(url),
      press: (text) => page.getByRole('button', { name: text, exact: true }).first().click(),
      click: (selector) => page.click(selector),
      fill: (selector, text) => page.fill(selector, text),
      sees: (text) => until(text, async () => (await page.locator('body').innerText()).includes(text)),
      has: (selector) => page.waitForSelector(selector),
      all: (selector) => page.locator(selector).allTextContents(),
      resize: (size) => page.setViewportSize(size),
      shot: (name) =>
        wholePage(page, {
          before: page.viewportSize(),
          resize: (size) => page.setViewportSize(size),
          path: `${OUT}${name}-${this.name}.png`,
        }),
      /** A second window of the same profile. */
      beside: async () => {
        const other = await page.context().newPage();
        return this.#verbs(other, () => other.close());
      },
      close,
    };
  }
}

/** The same with Debian's Firefox. */
export class Firefox {
  static async launch() {
    const own = new Firefox();
    own.browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: '/usr/bin/firefox-esr',
      headless: true,
      extraPrefsFirefox: { 'network.captive-portal-service.enabled': false },
    });
    own.name = 'firefox';
    return own;
  }

  close() {
    return this.browser.close();
  }

  async window({ width = 1280, height = 800 } = {}) {
    const context = await this.browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.setViewport({ width, height });
    const buttonNamed = (text) =>
      page.waitForFunction(
        (some) =>
          [...document.querySelectorAll('button')].find(
            (each) => (each.ariaLabel ?? each.textContent).trim() === some,
          ),
        {},
        text,
      );
    return {
      page,
      go: (url) => page.goto(url),
      press: async (text) => (await buttonNamed(text)).click(),
      click: (selector) => page.waitForSelector(selector).then((found) => found.click()),
      fill: async (selector, text) => {
        await page.waitForSelector(selector);
        await page.$eval(
          selector,
          (field, some) => {
            field.focus();
            field.value = some;
            field.dispatchEvent(new Event('input', { bubbles: true }));
            field.dispatchEvent(new Event('change', { bubbles: true }));
          },
          text,
        );
      },
      sees: (text) =>
        page.waitForFunction((some) => document.body.innerText.includes(some), {}, text),
      has: (selector) => page.waitForSelector(selector),
      all: (selector) => page.$$eval(selector, (all) => all.map((each) => each.textContent)),
      resize: (size) => page.setViewport(size),
      shot: (name) =>
        wholePage(page, {
          before: { width, height },
          resize: (size) => page.setViewport(size),
          path: `${OUT}${name}-${this.name}.png`,
        }),
      close: () => context.close(),
    };
  }
}

/** Somebody with a phone in his hand. */
export class Caller {
  constructor(window, hotline, lang) {
    Object.assign(this, { window, hotline, lang, t: TEXTS[lang] });
  }

  static async open(browser, hotline, lang, shape) {
    const caller = new Caller(await browser.window(shape), hotline, lang);
    await caller.window.go(`${hotline.front}/`);
    await caller.window.press(caller.t.language);
    return caller;
  }

  async begin() {
    await this.window.press(this.t.goWrite);
    await this.window.has('textarea');
  }

  async send(text) {
    await this.window.fill('textarea', text);
    await this.window.press(this.t.send);
  }

  async keepWords() {
    await this.window.has('ol.words b');
    return this.window.all('ol.words b');
  }

  async typeBack(words) {
    await this.window.press(this.t.wordsHave);
    await this.typePhrase(words.join(' '));
    await this.window.press(this.t.phraseCheck);
    await this.window.sees(this.t.checkRight);
    await this.window.press(this.t.toTalk);
  }

  typePhrase(text) {
    return this.window.fill('main textarea, main input', text);
  }

  async comeBack(phrase) {
    await this.window.press(this.t.goReturn);
    await this.typePhrase(phrase);
    await this.window.press(this.t.returnGo);
  }
}

/** Somebody at the desk. */
export class Operator {
  constructor(window, hotline) {
    Object.assign(this, { window, hotline });
  }

  static async first(browser, hotline, { lang = 'en', name = 'Alice' } = {}) {
    const operator = new Operator(await browser.window(), hotline);
    await operator.window.go(hotline.desk + hotline.link);
    await operator.window.fill('[name=name]', name);
    await operator.window.fill('[name=password]', PASSWORD);
    await operator.window.fill('[name=again]', PASSWORD);
    await operator.window.page.select?.('[name=language]', lang);
    await operator.window.page.selectOption?.('[name=language]', lang);
    await operator.window.click('button.first-choice');
    await operator.window.has('#queue-list');
    return operator;
  }

  /** The same operator at another window. */
  async beside() {
    return new Operator(await this.window.beside(), this.hotline);
  }

  /** Look at the queue again and again until a text is in it; opens its case. */
  async findCase(text, patience = PATIENCE) {
    const { page } = this.window;
    const row = page.locator('#queue-list a.row').filter({ hasText: text });
    await until(`in the queue: ${text}`, async () => {
      await this.window.go(`${this.hotline.desk}/`);
      return (await row.count()) > 0;
    }, patience);
    await row.first().click();
    await this.window.has('.item.message');
  }

  /** What people wrote in the case that is open, in the order of the screen. */
  messages() {
    return this.window.all('.item.message .words');
  }

  /** Wait until a case shows up in the queue, and open it. */
  async openCase(number) {
    await this.seesCase(number);
    await this.window.go(`${this.hotline.desk}/case/${number}`);
  }

  /** New things wait at the edge until they are asked for; asked for as soon as they do. */
  async seesCase(number) {
    await this.window.has(`[data-row="${number}"], [data-shows="queue-list"]:not([hidden])`);
    const rows = await this.window.all(`[data-row="${number}"]`);
    if (rows.length === 0) await this.window.click('[data-shows="queue-list"]');
    await this.window.has(`[data-row="${number}"]`);
  }

  async answer(text) {
    await this.window.fill('#text', text);
    await this.window.click('#reply button.first-choice');
    await this.window.sees(text);
  }
}

/**
 * The screens that a good day does not show, in Arabic and Russian, narrow and wide: the page when
 * something fails, and the desk before its first case. Pictures are kept; nothing is too wide.
 */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Caller, launch } from '../page/harness.js';
import { StubHotline } from '../page/stub.js';
import { Hotline } from './hotline.mjs';
import { Chromium, Operator } from './people.mjs';

const LIMIT = { timeout: 120_000 };
const LANGUAGES = ['ar', 'ru'];
const LONG = { ar: 'نريد أن نخرج أحياء. ', ru: 'Мы хотим выйти живыми. ' };
const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 800 };

describe('the page on a bad day', { concurrency: 2 }, () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());

  /** Open a page on a stub hotline, act, and keep what is then to be seen. */
  async function keep(lang, name, act, options = {}) {
    const stub = await StubHotline.make();
    const caller = await Caller.open(browser, stub, { lang, width: 320, ...options });
    try {
      await act(caller, stub);
      await caller.settle();
      for (const size of [NARROW, WIDE]) {
        await caller.page.setViewportSize(size);
        caller.name = `${lang}-${size.width}`;
        assert.ok((await caller.overflow()) <= 0, `${name}: wider than the window`);
        await caller.shot(name);
      }
      assert.deepEqual(caller.errors, []);
    } finally {
      await caller.close();
      await stub.close();
    }
  }

  const write = async (caller, text) => {
    await caller.choose();
    await caller.press(caller.t.goWrite);
    await caller.settle();
    await caller.page.getByRole('textbox').first().fill(text);
    await caller.press(caller.t.send);
    await caller.settle();
  };

  for (const lang of LANGUAGES) {
    test(`before anything is taken: ${lang}`, LIMIT, async () => {
      await keep(lang, '10-foreign', async (caller, stub) => {
        stub.fault.change = (path) => (path === '/k' ? stub.manifest({ root: new Uint8Array(32).fill(9) }) : null);
        await write(caller, LONG[lang]);
        await caller.pass(6);
        await caller.sees(caller.t.foreignServer);
      });
      await keep(lang, '10-write-no-network', async (caller, stub) => {
        stub.fault.cut = () => true;
        await caller.choose();
        await caller.press(caller.t.goWrite);
        await caller.passUntil(caller.t.noNetwork);
      });
      await keep(lang, '11-cannot-seal', async (caller) => {
        await caller.page.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
        await caller.page.reload();
        await caller.press(caller.t.language);
        await caller.heading(caller.t.cannotSeal);
      });
    });

    test(`in the middle of a conversation: ${lang}`, LIMIT, async () => {
      await keep(lang, '12-parts', async (caller) => {
        await write(caller, LONG[lang].repeat(180));
        await caller.pass(16);
        await caller.sees(caller.t.wordsSoon);
      });
      await keep(lang, '12-unsigned', async (caller, stub) => {
        await write(caller, LONG[lang]);
        await caller.pass(16);
        await caller.press(caller.t.later);
        stub.fault.change = (path, raw) => (path === '/b/0' ? raw.fill(7, 200, 300) : null);
        await caller.passUntil(caller.t.unsignedAnswer);
      });
      await keep(lang, '12-slowed', async (caller, stub) => {
        await write(caller, LONG[lang]);
        await caller.pass(20);
        await caller.press(caller.t.later);
        stub.time += 620;
        await caller.page.clock.runFor(620_000);
        await caller.settle();
        await caller.sees(caller.t.keepTalking);
      });
    });
  }
});

describe('the desk before its first case', () => {
  let hotline;
  let browser;
  before(async () => {
    [hotline, browser] = await Promise.all([Hotline.start(), Chromium.launch()]);
  });
  after(async () => {
    await browser?.close();
    await hotline?.end();
  });

  test('every screen in Arabic and Russian, narrow and wide', LIMIT, async () => {
    const operator = await Operator.first(browser, hotline, { lang: LANGUAGES[0] });
    const { window } = operator;
    const keep = async (name, lang) => {
      for (const size of [NARROW, WIDE]) {
        await window.resize(size);
        await window.shot(`desk-${name}-${lang}-${size.width}`);
        const wide = await window.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${name} in ${lang} is ${wide} px too wide`);
      }
    };
    for (const lang of LANGUAGES) {
      await window.go(`${hotline.desk}/`);
      await window.click('.menu summary');
      await window.click(`.menu button[value=${lang}]`);
      await window.has(`html[lang=${lang}] #queue-list`);
      await keep('empty', lang);
      await window.click('.menu summary');
      await keep('menu', lang);
      await window.go(`${hotline.desk}/operators`);
      await window.click('button.first-choice');
      await window.has('.copy');
      await keep('invite', lang);
      const link = await window.page.locator('.copy').textContent();
      await window.go(`${hotline.desk}/case/99`);
      await keep('no-such-case', lang);
      await window.go(link.trim());
      await keep('join', lang);
    }
  });

  test('a wrong password, in Arabic and Russian', LIMIT, async () => {
    const window = await browser.window(NARROW);
    for (const lang of LANGUAGES) {
      await window.go(`${hotline.desk}/sign-in`);
      await window.click(`button[value=${lang}]`);
      await window.has(`html[lang=${lang}]`);
      await window.fill('[name=name]', 'Alice');
      await window.fill('[name=password]', 'not the right one at all');
      await window.click('button.first-choice');
      await window.has('[role=alert]');
      await window.shot(`desk-wrong-password-${lang}-320`);
    }
  });
});

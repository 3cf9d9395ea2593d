/** The same page in real Firefox, on real beats: write, words, answer. */

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { TEXTS } from './harness.js';
import { StubHotline } from './stub.js';

const OUT = new URL('../../../test-output/page/', import.meta.url);

test('Firefox: an Arabic caller writes, keeps his words and reads the answer', { timeout: 120_000 }, async () => {
  const t = TEXTS.ar;
  const stub = await StubHotline.make();
  const began = Date.now();
  const first = stub.time;
  Object.defineProperty(stub, 'time', { get: () => first + Math.floor((Date.now() - began) / 1000) });
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    defaultViewport: { width: 360, height: 720 },
  });
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(stub.url);
    const press = async (text) => {
      const button = await page.waitForSelector(`::-p-xpath(//button[normalize-space()='${text}'])`);
      await button.click();
    };
    const sees = (text, seconds = 40) =>
      page.waitForFunction((sought) => document.body.innerText.includes(sought), { timeout: seconds * 1000 }, text);
    await press(t.language);
    await press(t.goWrite);
    await page.waitForSelector('textarea');
    await page.type('textarea', 'نحن ثلاثة');
    await press(t.send);
    await sees(t.wordsTitle);
    mkdirSync(OUT, { recursive: true });
    await page.screenshot({ path: new URL('firefox-words-ar.png', OUT).pathname });
    assert.equal((await page.$$('ol.words b')).length, 9);
    await press(t.later);
    await sees(t.stateDesk);
    await stub.reply('وصلت رسالتك. الرمز A-17.');
    await sees('A-17');
    await page.screenshot({ path: new URL('firefox-talk-ar.png', OUT).pathname });
    assert.equal([...stub.cases.values()][0].messages[0].text, 'نحن ثلاثة');
    const sizes = new Set(stub.record.slice(1).map(({ method, path, sent, got }) => [method, path, sent, got].join(' ')));
    assert.deepEqual([...sizes].sort(), ['GET /b/0 0 32896', 'GET /k 0 8192', 'POST /e 8256 0']);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => location.href === 'about:blank');
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
    await stub.close();
  }
});

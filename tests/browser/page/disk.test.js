/**
 * What a browser writes to its own disk to restore a session: nothing that was written here, with
 * script or without. Real profiles in real folders, searched while the browser runs.
 */

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { Hotline } from '../first_contact/hotline.mjs';
import { FLAGS, TEXTS } from './harness.js';
import { StubHotline } from './stub.js';

const LZ4 = Buffer.from('mozLz40\0');
const t = TEXTS.en;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Firefox's session files: one LZ4 block behind twelve bytes. */
function unpacked(raw) {
  if (!raw.subarray(0, 8).equals(LZ4)) return raw;
  const out = [];
  let at = 12;
  const length = (nibble) => {
    let whole = nibble;
    if (nibble === 15) for (let more = 255; more === 255; whole += more) more = raw[at++];
    return whole;
  };
  while (at < raw.length) {
    const token = raw[at++];
    for (let left = length(token >> 4); left--; ) out.push(raw[at++]);
    if (at >= raw.length) break;
    const back = raw[at] | (raw[at + 1] << 8);
    at += 2;
    for (let left = length(token & 15) + 4; left--; ) out.push(out[out.length - back]);
  }
  return Buffer.from(out);
}

/** Which of the texts stand in the folder, as UTF-8 or UTF-16. */
function foundIn(folder, texts) {
  const found = new Set();
  for (const each of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!each.isFile()) continue;
    let raw;
    try {
      raw = unpacked(readFileSync(join(each.parentPath ?? each.path, each.name)));
    } catch {
      continue; // a file that came and went
    }
    for (const text of texts)
      if (raw.includes(text) || raw.includes(Buffer.from(text, 'utf16le'))) found.add(text);
  }
  return [...found];
}

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'aman-profile-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

test('Firefox keeps on its disk neither a text nor an answer that was chosen', { timeout: 90_000 }, () =>
  inFolder(async (folder) => {
    const stub = await StubHotline.make();
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: '/usr/bin/firefox-esr',
      headless: true,
      userDataDir: folder,
      extraPrefsFirefox: {
        'browser.sessionstore.resume_from_crash': true,
        'browser.sessionstore.interval': 1_000,
        'browser.sessionstore.interval.idle': 1_000,
        'network.captive-portal-service.enabled': false,
      },
    });
    try {
      const [page] = await browser.pages();
      await page.goto(stub.url);
      const press = async (text) =>
        (await page.waitForSelector(`::-p-xpath(//button[normalize-space()='${text}'])`)).click();
      await press(t.language);
      await press(t.goWrite);
      await page.waitForSelector('textarea');
      await page.type('textarea', 'CANARY-TEXT');
      await page.$$eval('select', (choices) =>
        choices.forEach((choice) => {
          choice.selectedIndex = 1;
          choice.dispatchEvent(new Event('input', { bubbles: true }));
        }),
      );
      await pause(5_000);
      // That the search finds what is there: the page's own address.
      const sought = ['CANARY-TEXT', '"formdata"', stub.url];
      const sessions = join(folder, 'sessionstore-backups');
      assert.deepEqual(foundIn(sessions, sought), [stub.url]);
    } finally {
      await browser.close();
      await stub.close();
    }
  }),
);

test('Chromium keeps on its disk nothing of what the form without script sends', { timeout: 240_000 }, () =>
  inFolder(async (folder) => {
    const hotline = await Hotline.start();
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: '/usr/bin/chromium',
      headless: true,
      args: FLAGS,
      javaScriptEnabled: false,
    });
    try {
      const [page] = context.pages();
      const press = (text) => page.getByRole('button', { name: text, exact: true }).first().click();
      await page.goto(hotline.form);
      await press('English');
      await press('Write');
      await page.fill('textarea', 'CANARY-TEXT');
      const phrase = await page.locator('input[name=phrase]').getAttribute('value');
      await press('Send');
      await page.waitForSelector('ol.words', { timeout: 120_000 });
      await pause(5_000);
      const sessions = join(folder, 'Default', 'Sessions');
      assert.deepEqual(foundIn(sessions, ['CANARY-TEXT', phrase, hotline.form]), [hotline.form]);
    } finally {
      await context.close();
      await hotline.end();
    }
  }),
);

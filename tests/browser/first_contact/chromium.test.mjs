/** The first whole thread in real Chromium, on real beats. */

import { test } from 'node:test';
import { Hotline } from './hotline.mjs';
import { Chromium } from './people.mjs';
import { firstContact } from './thread.mjs';

test('somebody writes, the desk answers, he comes back twice: Chromium', { timeout: 300_000 }, async (t) => {
  const hotline = await Hotline.start();
  const browser = await Chromium.launch();
  try {
    const { seen } = await firstContact(browser, hotline);
    t.diagnostic(`the operator saw it ${seen} s after it had left`);
  } finally {
    await browser.close();
    await hotline.end();
  }
});

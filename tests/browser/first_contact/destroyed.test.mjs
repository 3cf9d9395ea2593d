/**
 * An operator destroys a case while its caller's page stays open; he writes again. On real beats,
 * through every zone: he is told, and reads what the desk answers now.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hotline } from './hotline.mjs';
import { Caller, Chromium, Operator } from './people.mjs';

const BEFORE = ['one', 'two', 'three'].map((each) => `the desk's answer ${each}`);
const AFTER = ['Hier entlang 1', 'Hier entlang 2'];

test('after his case was destroyed a caller reads the answers of the new one', { timeout: 300_000 }, async () => {
  const hotline = await Hotline.start();
  const browser = await Chromium.launch();
  try {
    const operator = await Operator.first(browser, hotline);
    const caller = await Caller.open(browser, hotline, 'en', { width: 320, height: 640 });
    await caller.begin();
    await caller.send('where I am');
    await caller.keepWords();
    await caller.window.press(caller.t.later);
    await operator.openCase(1);
    for (const text of BEFORE) await operator.answer(text);
    for (const text of BEFORE) await caller.window.sees(text);

    await operator.window.go(`${hotline.desk}/case/1/destroy`);
    await operator.window.fill('#number', '1');
    await operator.window.click('form[action="/case/1/destroy"] button');
    await operator.window.sees('Case 1 is destroyed');
    await caller.send('still there?');
    await operator.window.go(`${hotline.desk}/`);
    await operator.openCase(2);
    for (const text of AFTER) await operator.answer(text);
    for (const text of AFTER) await caller.window.sees(text);
    await caller.window.sees(caller.t.begunAnew);
    await caller.window.sees(caller.t.stateGone);
    await caller.window.shot('caller-begun-anew-en-320');
    await operator.window.has('.item.reply [data-live]');
    await operator.window.sees('read');
    const shown = await operator.window.all('.item.message .words');
    assert.deepEqual(shown.map((each) => each.trim()), ['still there?']);
  } finally {
    await browser.close();
    await hotline.end();
  }
});

/**
 * From "Send" to the operator's screen, on the real hotline with real beats: one caller in
 * Chromium, one operator with the case open. Seconds; medians and each value.
 */

import { Hotline } from '../browser/first_contact/hotline.mjs';
import { Caller, Chromium, Operator } from '../browser/first_contact/people.mjs';

const MESSAGES = 5;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const seconds = (from, to) => Number(((to - from) / 1000).toFixed(2));

export async function sendToScreen() {
  const hotline = await Hotline.start();
  const browser = await Chromium.launch();
  const fromSend = [];
  const fromBeat = [];
  try {
    const operator = await Operator.first(browser, hotline);
    const caller = await Caller.open(browser, hotline, 'en');
    await caller.begin();
    await caller.send('the first');
    await caller.keepWords();
    await caller.window.press(caller.t.later);
    await operator.openCase(1);
    for (let at = 1; at <= MESSAGES; at += 1) {
      const left = caller.window.page.waitForRequest((request) => {
        return request.method() === 'POST' && request.url().endsWith('/e');
      }).then(() => Date.now());
      const sent = Date.now();
      await caller.send(`message ${at}`);
      const beat = await left;
      await operator.window.has('[data-shows="items"]:not([hidden])');
      const seen = Date.now();
      fromSend.push(seconds(sent, seen));
      fromBeat.push(seconds(beat, seen));
      await operator.window.click('[data-shows="items"]');
      await operator.window.sees(`message ${at}`);
    }
  } finally {
    await browser.close();
    await hotline.end();
  }
  return {
    from_send_median_s: median(fromSend),
    from_send_s: fromSend.join(' '),
    from_beat_median_s: median(fromBeat),
    from_beat_s: fromBeat.join(' '),
  };
}

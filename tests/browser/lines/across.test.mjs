/**
 * One person, three ways: he begins on Telegram (a stub of the Bot API), goes on over XMPP (a real
 * Prosody) and ends on the page. One case, in the right order, and every answer reaches him.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hotline } from '../first_contact/hotline.mjs';
import { Caller, Chromium, Operator } from '../first_contact/people.mjs';

const PATIENCE = 60_000;
const FIRST = 'Нас десять, мы застряли в грязи, заберите нас';
const FROM_TELEGRAM = 'Мы читаем. Пишите коротко.';
const FROM_XMPP = 'Мы поняли, что это вы. Ждите здесь.';
const ON_THE_PAGE = 'Теперь мы говорим на странице.';
let hotline;
let browser;

before(async () => {
  [hotline, browser] = await Promise.all([Hotline.startWithLines(['telegram', 'xmpp']), Chromium.launch()]);
});
after(async () => {
  await browser?.close();
  await hotline?.end();
});

/** Wait until what somebody received through a line holds what is looked for; gives it. */
async function received(line, who, found) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const got = (await hotline.order({ do: 'got', line, who })).map((one) => one.text);
    const seen = got.find(found);
    if (seen !== undefined) return seen;
    assert.ok(Date.now() < deadline, `${who} on ${line} received only: ${JSON.stringify(got)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const write = (line, who, text) => hotline.order({ do: 'write', line, who, text });
const nineWords = (text) => text.split('\n').find((line) => /^\p{L}+( \p{L}+){8}$/u.test(line.trim()));

test('a conversation that begins on Telegram goes on over XMPP and ends on the page', { timeout: 300_000 }, async () => {
  const operator = await Operator.first(browser, hotline);
  await write('telegram', 'олег', FIRST);
  await received('telegram', 'олег', (text) => text.length > 20); // the talk says that it has come
  await write('telegram', 'олег', 'слова');
  const words = nineWords(await received('telegram', 'олег', nineWords));
  await operator.findCase('слова', PATIENCE);
  await operator.answer(FROM_TELEGRAM);
  await received('telegram', 'олег', (text) => text.includes(FROM_TELEGRAM));

  await write('xmpp', 'oleg', `это я: ${words}`);
  await operator.findCase('это я', PATIENCE);
  assert.deepEqual((await operator.messages()).map((one) => one.trim()), [FIRST, 'слова', 'это я:']);
  await operator.answer(FROM_XMPP);
  await received('xmpp', 'oleg', (text) => text.includes(FROM_XMPP));
  const onTelegram = (await hotline.order({ do: 'got', line: 'telegram', who: 'олег' })).map((one) => one.text);
  assert.ok(!onTelegram.some((text) => text.includes(FROM_XMPP)), 'an answer goes by the way he wrote last');

  const caller = await Caller.open(browser, hotline, 'ru', { width: 320, height: 640 });
  await caller.comeBack(words);
  await caller.window.sees(FROM_TELEGRAM);
  await caller.window.sees(FROM_XMPP);
  await caller.send('и отсюда тоже я');
  await operator.findCase('и отсюда тоже я', PATIENCE);
  await operator.answer(ON_THE_PAGE);
  await caller.window.sees(ON_THE_PAGE);
  await caller.window.shot('across-lines-page-ru-320');
  await operator.window.go(operator.window.page.url());
  assert.deepEqual(
    (await operator.messages()).map((one) => one.trim()),
    [FIRST, 'слова', 'это я:', 'и отсюда тоже я'],
  );
  await operator.window.shot('across-lines-desk-1280');
  await operator.window.go(`${hotline.desk}/`);
  assert.equal((await operator.window.all('#queue-list a.row')).length, 1, 'one person is one case');
});

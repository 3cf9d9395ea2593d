/**
 * The first whole thread without JavaScript: the form in Arabic, with every screen kept; beside it
 * the same screens in Russian.
 */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FormCaller } from './form.mjs';
import { Hotline } from './hotline.mjs';
import { Caller, Chromium, Operator } from './people.mjs';
import { wrongOrder } from './phrases.mjs';
import { longArabic } from './thread.mjs';

const LIMIT = { timeout: 300_000 };
const ANSWER = 'وصلت رسالتك. الرمز هو A-17، والوقت 21:30. أجب بكلمة OK عندما تقرأ هذا.';
const RUSSIAN = 'Нас трое, один ранен в ногу. Как нам выйти?';
const RUSSIAN_ANSWER = 'Мы прочитали. Код A-17, время 21:30. Ответьте OK, когда прочтёте.';
let hotline;
let browser;
let operator;

before(async () => {
  [hotline, browser] = await Promise.all([Hotline.start(), Chromium.launch()]);
  operator = await Operator.first(browser, hotline);
});
after(async () => {
  await browser?.close();
  await hotline?.end();
});

/** From the languages to the conversation; gives the nine words. */
async function writeByForm(caller, text) {
  await caller.sees('about.weaker');
  await caller.sees('about.stronger');
  await caller.look('2-about');
  await caller.press('about.write');
  await caller.sees('about.weaker');
  await caller.look('3-write');
  await caller.press('write.send');
  await caller.sees('write.empty');
  await caller.look('3-write-empty');
  await caller.write(text);
  await caller.sees('words.keep');
  await caller.look('4-words');
  const words = await caller.window.all('ol.words li');
  assert.equal(words.length, 9);
  await caller.press('words.kept');
  await caller.typed(await wrongOrder(words, caller.lang), 'repeat.check');
  await caller.sees('enter.check');
  await caller.look('5-repeat-wrong');
  await caller.typed(words.map((word) => word.slice(0, 4)).join(' '), 'repeat.check');
  await caller.sees('repeat.right');
  await caller.sees('talk.delivered');
  await caller.look('6-talk-delivered');
  return words;
}

describe('without JavaScript', { concurrency: 2 }, () => {
  test('2,000 Arabic characters by the form; both form and page bring the answer back', LIMIT, async () => {
    const text = longArabic();
    assert.equal([...text].length, 2000);
    const caller = await FormCaller.open(browser, hotline, 'ar', { shots: true });
    const words = await writeByForm(caller, text);
    const desk = await operator.beside();
    await desk.findCase('عالقون في الوحل');
    const [shown] = await desk.messages();
    assert.equal(shown.trim(), text);
    await desk.window.sees('written without JavaScript, by the form');
    await desk.answer(ANSWER);
    await caller.lookFor(ANSWER);
    await caller.look('7-talk-answered');
    await caller.window.close();

    const [byForm, byPage] = await Promise.all([
      FormCaller.open(browser, hotline, 'ar', { shots: true }),
      Caller.open(browser, hotline, 'ar', { width: 320, height: 640 }),
    ]);
    await Promise.all([backByForm(byForm, words), backByPage(byPage, words)]);
    await desk.window.go(desk.window.page.url());
    const messages = await desk.messages();
    assert.deepEqual(messages.map((each) => each.trim()), [text, 'OK 17'], 'one case, two messages');
  });

  test('every screen of the form in Russian, narrow and wide', LIMIT, async () => {
    const caller = await FormCaller.open(browser, hotline, 'ru', { shots: true });
    await writeByForm(caller, RUSSIAN);
    const desk = await operator.beside();
    await desk.findCase(RUSSIAN);
    await desk.answer(RUSSIAN_ANSWER);
    await caller.lookFor(RUSSIAN_ANSWER);
    await caller.look('7-talk-answered');
    await caller.window.go(`${hotline.form}/0`);
    await caller.look('9-away');
  });
});

async function backByForm(caller, words) {
  await caller.press('about.enter');
  await caller.typed(`zzzz ${words.slice(1).join(' ')}`, 'enter.open');
  await caller.sees('enter.word', { which: 1 });
  await caller.look('8-enter-wrong');
  await caller.typed(words.join(' '), 'enter.open');
  await caller.lookFor(ANSWER);
  await caller.look('8-returned');
  await caller.window.close();
}

async function backByPage(caller, words) {
  await caller.comeBack(words.join(' '));
  await caller.window.sees(ANSWER);
  await caller.send('OK 17');
  await caller.window.sees(caller.t.stateDesk);
  await caller.window.close();
}

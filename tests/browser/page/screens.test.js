/**
 * Every screen of the page in real Chromium, in four languages, narrow and wide, light and dark:
 * what it says is what is truly known, nothing is wider than the window, axe finds nothing.
 * The pictures are kept in test-output/page.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newPhrase, phraseDigits } from '../../../web/seal/index.js';
import { wrongOrder } from '../first_contact/phrases.mjs';
import { Caller, launch } from './harness.js';
import { StubHotline } from './stub.js';

const SAMPLES = {
  ar: {
    text: 'نحن ثلاثة، أحدنا جريح في ساقه. كيف نخرج بأمان؟',
    answer: 'وصلت رسالتك. الرمز هو A-17، والوقت 21:30. أجب بكلمة OK عندما تقرأ هذا.',
  },
  en: { text: 'We are three, one is wounded.', answer: 'We have read it. Can you stay where you are?' },
  ru: {
    text: 'Нас трое, один ранен в ногу. Как нам выйти?',
    answer: 'Мы прочитали. Код A-17, время 21:30. Ответьте OK, когда прочтёте.',
  },
  uk: { text: 'Нас троє, один поранений.', answer: 'Ми прочитали. Чи можете ви лишитися на місці?' },
};

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const shape of [
  { lang: 'ar', width: 320 },
  { lang: 'ar', width: 1280 },
  { lang: 'ru', width: 320 },
  { lang: 'ru', width: 1280 },
  { lang: 'ar', width: 320, dark: true },
  { lang: 'ru', width: 1280, dark: true },
  { lang: 'en', width: 320 },
  { lang: 'uk', width: 320 },
]) {
  const name = `${shape.lang} at ${shape.width}${shape.dark ? ' dark' : ''}`;
  test(`every screen holds, ${name}`, { timeout: 120_000 }, () => everyScreen(shape));
}

async function everyScreen(shape) {
  const stub = await StubHotline.make();
  const caller = await Caller.open(browser, stub, shape);
  const { page, t } = caller;
  const sample = SAMPLES[shape.lang];
  // Wide and light shows axe nothing that narrow or dark does not.
  const judged = shape.width < 600 || shape.dark;
  const keep = async (screen) => {
    await caller.settle();
    if (judged) assert.deepEqual(await caller.findings(), [], `${screen}: axe`);
    assert.ok((await caller.overflow()) <= 0, `${screen}: wider than the window`);
    await caller.shot(screen);
  };
  try {
    await keep('1-language');
    await caller.choose();
    await keep('2-about');
    await caller.press(t.goWrite);
    await caller.heading(t.writeTitle);
    await caller.press(t.send);
    await caller.sees(t.nothingYet);
    await keep('3-write-empty');
    await page.getByLabel(t.message).fill(sample.text);
    await page.getByRole('combobox').first().selectOption({ index: 1 });
    await keep('3-write');
    await caller.pass(10);
    await caller.press(t.send);
    await caller.heading(t.talkTitle);
    await caller.sees(t.stateWaiting.split('{')[0]);
    await keep('4-talk-waiting');
    await caller.pass(6);
    await caller.heading(t.wordsTitle);
    await keep('5-words');
    const words = await page.locator('ol.words b').allTextContents();
    assert.equal(words.length, 9);
    await caller.press(t.digitsShow);
    await keep('5-words-digits');
    const digits = (await page.locator('.digits').textContent()).trim();
    await caller.press(t.wordsHave);
    await caller.heading(t.checkTitle);
    const field = page.getByLabel(t.phrase);
    await field.pressSequentially(words[0].slice(0, 2));
    await keep('6-check-completing');
    await field.fill(await wrongOrder(words, shape.lang));
    await caller.press(t.phraseCheck);
    await caller.sees(t.wrongCheck);
    await keep('6-check-wrong');
    await field.fill('');
    await field.pressSequentially(`${words.map((word) => word.slice(0, 4)).join(' ')} `);
    assert.equal((await field.inputValue()).trim(), words.join(' '), 'words are written out');
    await caller.press(t.phraseCheck);
    await caller.sees(t.checkRight);
    await keep('6-check-right');
    await caller.press(t.toTalk);
    await caller.passUntil(t.stateDesk);
    await keep('7-talk-delivered');
    await stub.reply(sample.answer, shape.lang);
    stub.read();
    await caller.passUntil(sample.answer);
    await caller.sees(t.stateSeen);
    await keep('7-talk-answered');
    stub.fault.cut = (path) => path === '/e';
    await page.getByLabel(t.writeMore).fill('OK');
    await caller.press(t.send);
    await caller.passUntil(t.noNetwork);
    await caller.sees(t.stateKept.split('{')[0]);
    await keep('8-talk-no-network');
    stub.fault = {};
    await comeBack(stub, shape, words, digits, sample);
    assert.deepEqual(caller.errors, []);
  } finally {
    await caller.close();
    await stub.close();
  }
}

async function comeBack(stub, shape, words, digits, sample) {
  const caller = await Caller.open(browser, stub, shape);
  const { page, t } = caller;
  const keep = async (screen) => {
    assert.deepEqual(await caller.findings(), [], `${screen}: axe`);
    await caller.shot(screen);
  };
  try {
    await caller.choose();
    await caller.press(t.goReturn);
    await caller.heading(t.returnTitle);
    const field = page.getByLabel(t.phrase);
    await field.fill(`zzzz ${words.slice(1).join(' ')}`);
    await caller.press(t.returnGo);
    await caller.sees(t.wrongWord.replace('{n}', '1'));
    await keep('9-return-wrong');
    await field.fill(shape.width < 600 ? words.join(' ') : digits);
    await caller.press(t.returnGo);
    await caller.heading(t.talkTitle);
    await caller.passUntil(sample.answer);
    await caller.sees(t.noneShown);
    await keep('9-return-talk');
    assert.deepEqual(caller.errors, []);
  } finally {
    await caller.close();
  }
}

test('words that check and were never used say so', { timeout: 60_000 }, async () => {
  const stub = await StubHotline.make();
  const caller = await Caller.open(browser, stub, { lang: 'en' });
  const { t } = caller;
  try {
    await caller.choose();
    await caller.press(t.goReturn);
    const unused = await phraseDigits(newPhrase().entropy);
    await caller.page.getByLabel(t.phrase).fill(unused);
    await caller.press(t.returnGo);
    await caller.heading(t.talkTitle);
    await caller.passUntil(t.unknownWords, 90);
    await caller.shot('9-return-unknown');
    assert.deepEqual(caller.errors, []);
  } finally {
    await caller.close();
    await stub.close();
  }
});

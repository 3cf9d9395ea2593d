/** The first whole thread, as both browsers run it on real beats. */

import assert from 'node:assert/strict';
import { Caller, Operator } from './people.mjs';

const ANSWER = 'وصلت رسالتك. الرمز هو A-17، والوقت 21:30. أجب بكلمة OK عندما تقرأ هذا.';
const SECOND = 'ابقَ في مكانك حتى نكتب إليك. الخط 2 آمن.';

/** Exactly 2,000 characters of Arabic. */
export function longArabic() {
  const sentence = 'نحن عشرة، عالقون في الوحل، ونريد أن نخرج أحياء من هنا. ';
  return sentence.repeat(40).slice(0, 1990) + ' النهاية.'.padEnd(10, '!').slice(0, 10);
}

const visits = async (hotline) =>
  (await hotline.order({ do: 'steps', zone: 'courier' })).filter((step) => step === 'courier: pulled').length;

/**
 * An Arabic caller writes 2,000 characters, the operator sees them within 3 s of the beat that
 * carried them and answers; the caller reads it; a second and a third fresh profile read it again.
 */
export async function firstContact(browser, hotline, { beforeAnswer = () => {} } = {}) {
  const text = longArabic();
  assert.equal([...text].length, 2000);
  const operator = await Operator.first(browser, hotline);
  await operator.window.shot('desk-empty-1280');

  const caller = await Caller.open(browser, hotline, 'ar', { width: 320, height: 640 });
  await caller.begin();
  await caller.send(text);
  const words = await caller.keepWords(); // shown as soon as the message has left
  const left = Date.now();
  const visitsBefore = await visits(hotline);
  await operator.seesCase(1);
  const seen = (Date.now() - left) / 1000;
  // The courier comes once a second; where the machine is too busy for that, its visits count.
  const came = (await visits(hotline)) - visitsBefore;
  assert.ok(seen <= 3 || came <= 3, `the operator saw it ${seen} s and ${came} visits after it had left`);
  assert.equal(words.length, 9);
  await caller.window.shot('caller-words-ar-320');
  await caller.typeBack(words);
  await operator.openCase(1);
  await operator.window.has('.item.message');
  const [shown] = await operator.window.all('.item.message .words');
  assert.equal(shown.trim(), text);
  await caller.window.sees(caller.t.stateSeen);
  await beforeAnswer({ caller, operator, words, text });

  await operator.answer(ANSWER);
  await caller.window.sees(ANSWER);
  await caller.window.shot('caller-answered-ar-320');
  await operator.window.shot('desk-case-1280');
  await caller.window.close();
  await operator.window.has('.item.reply [data-live]');
  await operator.window.sees('read');

  const second = await Caller.open(browser, hotline, 'ar', { width: 1280, height: 800 });
  await second.comeBack(words.join(' '));
  await second.window.sees(ANSWER);
  await second.window.shot('caller-returned-ar-1280');
  await second.send('OK');
  await operator.answer(SECOND);
  await second.window.sees(SECOND);
  await second.window.close();

  const third = await Caller.open(browser, hotline, 'ru', { width: 320, height: 640 });
  await third.comeBack(words.map((word) => word.slice(0, 4)).join('  '));
  await third.window.sees(ANSWER);
  await third.window.sees(SECOND);
  await third.window.shot('caller-third-ru-320');
  await third.window.close();
  return { operator, words, text, seen };
}

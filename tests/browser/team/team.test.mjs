/**
 * A field team in real Chromium, before a made-up desk: it enrols, gets a package, takes it, and
 * signs what happened; what it signed is read by the desk's own code. Pictures: test-output/team.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../page/harness.js';
import { CODE, packageAt, Team, TeamDesk } from './desk.js';

const SAMPLES = {
  ar: {
    place: { lat: 47.141, lon: 9.520873, words: 'عند الجسر القديم، تحت القوس الثاني من جهة النهر.' },
    clock: { minutes: 180, name: 'توقيت دمشق' },
    recognition: { they_say: 'هل رأيت الراعي؟', we_say: 'ذهب إلى النهر أمس.' },
    show: 'قطعة قماش بيضاء على عصا',
    abort_sign: 'ضوءان أحمران من جهة الطريق',
    text: 'سيارتنا صغيرة، نأخذ أربعة فقط.',
    answer: 'حسنًا. خذوا نقالة واحدة معكم.',
  },
  ru: {
    place: { lat: 48.01234, lon: 37.80211, words: 'Старый мост, под второй аркой со стороны реки.' },
    clock: { minutes: 180, name: 'киевское время' },
    recognition: { they_say: 'Вы не видели пастуха?', we_say: 'Он вчера ушёл к реке.' },
    show: 'Белая тряпка на палке',
    abort_sign: 'Два красных огня со стороны дороги',
    text: 'Машина маленькая, возьмём только четверых.',
    answer: 'Хорошо. Возьмите с собой носилки.',
  },
};
SAMPLES.en = {
  ...SAMPLES.ru,
  place: { lat: 47.141, lon: -9.520873, words: 'Old bridge, second arch.' },
  clock: { minutes: 180, name: 'Kyiv time' },
  text: 'Our car is small.',
  answer: 'Take a stretcher with you.',
};
SAMPLES.uk = { ...SAMPLES.en, clock: { minutes: 120, name: 'київський час' }, text: 'Машина мала.' };
const packageOf = (sample, time, change) => {
  const { place, clock, recognition, show, abort_sign } = sample;
  return packageAt(time, { place, clock, recognition, show, abort_sign, ...change });
};

/** North-east from the place, a halt behind the hill, then along the river. */
function guideFrom({ lat, lon }, time) {
  const at = (north, east, more) => ({ lat: lat + north, lon: lon + east, ...more });
  return {
    points: [
      at(0, 0, { at: time + 4_500 }),
      at(0.0014, 0.0021, { at: time + 4_860 }),
      at(0.004, 0.003, { at: time + 5_400, until: time + 6_300 }),
      at(0.0042, 0.011, { at: time + 7_200 }),
      at(0.009, 0.0135, { at: time + 8_100, until: time + 8_400 }),
    ],
    avoid: [{ words: 'МИНЫ / ألغام', lat: lat + 0.0025, lon: lon + 0.0085 }],
  };
}

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

async function with_(shape, play) {
  const desk = await TeamDesk.make();
  const team = await Team.open(browser, desk, shape);
  // Wide and light shows axe nothing that narrow or dark does not.
  const judged = (shape.width ?? 320) < 600 || shape.dark;
  const keep = async (screen) => {
    await team.settle();
    if (judged) assert.deepEqual(await team.findings(), [], `${screen}: axe`);
    assert.ok((await team.overflow()) <= 0, `${screen}: wider than the window`);
    await team.shot(screen);
  };
  try {
    await play(team, desk, keep);
    assert.deepEqual(team.errors, []);
  } finally {
    await team.close();
    await desk.close();
  }
}

for (const shape of [
  { lang: 'ar', width: 320 },
  { lang: 'ar', width: 1280 },
  { lang: 'ru', width: 320 },
  { lang: 'ru', width: 1280, dark: true },
  { lang: 'ru', width: 1280 },
  { lang: 'uk', width: 320, dark: true },
]) {
  const name = `${shape.lang} at ${shape.width}${shape.dark ? ' dark' : ''}`;
  test(`from the code to a signed outcome, ${name}`, { timeout: 180_000 }, () =>
    with_(shape, (team, desk, keep) => wholeWay(team, desk, keep, SAMPLES[shape.lang])));
}

async function wholeWay(team, desk, keep, sample) {
  const { page, t } = team;
  await keep('01-language');
  await team.choose();
  await keep('02-about');
  await team.press(t.goNew);
  await team.heading(t.wordsTitle);
  await keep('03-words');
  const words = await page.locator('ol.words b').allTextContents();
  await team.press(t.wordsHave);
  await page.getByLabel(t.phrase).fill(words.join(' '));
  await team.press(t.phraseCheck);
  await team.sees(t.checkRight);
  await keep('04-check');
  await team.press(t.toTalk);
  await team.heading(t.codeTitle);
  const code = page.getByLabel(t.codeLabel);
  await code.fill(CODE.replace(/2$/, '3'));
  await team.press(t.codeGo);
  await team.sees(t.codeWrong);
  await keep('05-code-wrong');
  await code.fill('٥٢٤٦٩ ١٠٦٧٤ ٩٦٥٦١ ١٩٤٠٢');
  await code.press('Enter');
  await team.heading(t.keyTitle);
  await team.sees(t.stateWaiting.split('{')[0]);
  await team.sees(t.standingWaiting);
  await keep('06-key-waiting');
  await team.passUntil(t.stateDesk);
  await keep('06-key-delivered');
  const shown = (await page.locator('.key').textContent()).trim();
  await desk.tell({ at: desk.tick, standing: 'confirmed' });
  await team.passUntil(t.standingConfirmed);
  await team.press(t.toHome);
  await team.heading(t.homeTitle);
  await team.sees(t.noHandover);
  await keep('07-home-empty');

  const sent = packageOf(sample, desk.time, { guide: guideFrom(sample.place, desk.time) });
  await desk.tell({ at: desk.tick, lang: team.lang, handover: sent });
  await desk.reply(sample.answer, team.lang);
  await team.passUntil(t.standsOffered);
  await team.sees(sample.answer);
  await page.getByLabel(t.writeDesk).fill(sample.text);
  await team.press(t.send);
  await team.sees(sample.text);
  await keep('08-home-offered');
  await team.press(t.openIt);
  await team.heading(t.handoverTitle);
  const { lat, lon } = sent.place;
  assert.equal(await page.locator('.coordinates').textContent(), `${lat.toFixed(5)}, ${lon.toFixed(5)}`);
  for (const said of [sample.place.words, sample.clock.name, sample.show, sample.abort_sign]) await team.sees(said);
  assert.equal(await page.locator('ol.waypoints > li').count(), 5);
  for (const said of [t.theWay, t.pointLast, t.towards_ne, 'МИНЫ / ألغام']) await team.sees(said);
  assert.equal(await page.getByRole('img', { name: t.wayDrawn }).isVisible(), true);
  await keep('09-handover');
  await team.press(t.accept);
  await team.passUntil(t.stateDesk);
  await keep('10-accepted');
  await team.press(t.report);
  await team.heading(t.outcomeTitle);
  await keep('11-outcome');
  await team.press(t.outcome_arrived);
  await team.heading(t.outcome_arrived);
  await team.press(t.signAndSend);
  await team.sees(t.wholeNumber);
  await page.getByLabel(t.howManyArrived).fill('٤');
  await page.getByLabel(t.minutesAgo).fill('10');
  await keep('12-confirm');
  const before = desk.time;
  await team.press(t.signAndSend);
  await team.heading(t.handoverTitle);
  await team.sees(`${t.outcome_arrived}: 4`);
  await team.pass(20);
  await keep('13-reported');
  await team.press(t.toHome);
  await team.sees(t.standsReported.replace('{outcome}', t.outcome_arrived));
  await keep('14-home-reported');

  const read = desk.verifiedByPython();
  assert.deepEqual(read.map(({ say }) => say), ['enrol', 'text', 'seen', 'accept', 'outcome']);
  assert.deepEqual([...new Set(read.map(({ fingerprint }) => fingerprint))], [shown]);
  const [, text, , accept, outcome] = read;
  assert.equal(text.text, sample.text);
  assert.deepEqual([accept.handover, accept.revision], [sent.id, 1]);
  assert.deepEqual([outcome.handover, outcome.outcome, outcome.people], [sent.id, 'arrived', 4]);
  assert.ok(Math.abs(outcome.at - (before - 600)) <= 20, 'ten minutes before, by the tick');
  assert.equal(desk.refused, 0);
  if (sample === SAMPLES.uk) await reportsWorse(team, desk, sent);
}

/** What else happens is signed after it: contact with somebody is lost, and somebody is harmed. */
async function reportsWorse(team, desk, sent) {
  const { page, t } = team;
  await team.press(t.openIt);
  for (const outcome of ['lost_contact', 'harmed']) {
    await team.press(t.report);
    await team.press(t[`outcome_${outcome}`]);
    await team.heading(t[`outcome_${outcome}`]);
    if (outcome === 'harmed') await page.getByLabel(t.howManyHarmed).fill('1');
    await team.press(t.signAndSend);
    await team.heading(t.handoverTitle);
  }
  await team.pass(20);
  const said = desk.verifiedByPython().slice(-2).map((word) => [word.handover, word.outcome, word.people ?? 0]);
  assert.deepEqual(said, [[sent.id, 'lost_contact', 0], [sent.id, 'harmed', 1]]);
}

test('what is withdrawn, expired or changed is loud and can not be taken', { timeout: 180_000 }, () =>
  with_({ lang: 'ru' }, async (team, desk, keep) => {
    const { page, t } = team;
    const accept = page.getByRole('button', { name: t.accept, exact: true });
    await team.choose();
    await team.enrol();
    await team.press(t.toHome);
    const sent = packageOf(SAMPLES.ru, desk.time);
    await desk.tell({ at: desk.tick, handover: sent });
    await team.passUntil(t.standsOffered);
    await team.press(t.openIt);
    await team.press(t.accept);
    await team.passUntil(t.stateDesk);
    await desk.tell({ at: desk.tick, handover: { ...sent, revision: 2, people: 3 } });
    await team.passUntil(t.changedNow);
    assert.equal(await accept.isVisible(), false, 'nobody says yes to what he has not seen');
    await keep('20-changed');
    await team.press(t.showNew);
    await team.sees(t.replaced);
    assert.deepEqual(await page.locator('.before').allTextContents(), [`${t.before} 4 ${t.onFoot}`], 'what changed says how it was');
    assert.equal(await accept.isVisible(), true, 'the earlier yes does not count');
    await keep('21-replaced');
    await team.press(t.report);
    await team.press(t.outcome_arrived);
    await page.getByLabel(t.howManyArrived).fill('3');
    await desk.tell({ at: desk.tick, handover: { ...sent, revision: 3 } });
    await team.pass(20);
    await team.press(t.signAndSend);
    await team.heading(t.handoverTitle);
    await team.sees(t.replaced);
    await desk.tell({ at: desk.tick, withdraw: { handover: sent.id, revision: 3, reason: 'aborted' } });
    await team.passUntil(t.withdrawnAborted);
    assert.equal(await accept.isVisible(), false);
    await keep('22-withdrawn');
    await team.press(t.report);
    await team.heading(t.outcomeTitle);
    await team.press(t.back);
    await team.press(t.toHome);
    await team.sees(t.standsWithdrawn);
    const short = { from: desk.time + 10, until: desk.time + 60 };
    const soon = { id: 'AAAAAAAAAAAAAAAAAAAAAA', window: short, fallback: null, expires: desk.time + 60 };
    await desk.tell({ at: desk.tick, handover: packageOf(SAMPLES.ru, desk.time, soon) });
    await team.passUntil(t.standsOffered);
    await keep('23-home-withdrawn');
    await page.getByRole('button', { name: t.openIt, exact: true }).first().click();
    await team.passUntil(t.expiredWhy, 120);
    assert.equal(await accept.isVisible(), false);
    await keep('24-expired');
    await desk.tell({ at: desk.tick, standing: 'revoked' });
    await team.press(t.toHome);
    await team.passUntil(t.standingRevoked);
    await keep('25-revoked');
    const read = desk.verifiedByPython().filter(({ say }) => say !== 'seen');
    const told = read.map(({ say, revision }) => [say, revision]);
    assert.deepEqual(told, [['enrol', undefined], ['accept', 1]], 'nothing is signed for what is no longer so');
  }));

test('a team comes back with nine words, and says why it can not', { timeout: 180_000 }, () =>
  with_({ lang: 'ar' }, async (team, desk) => {
    const { t } = team;
    await team.choose();
    const words = await team.enrol();
    await desk.tell({ at: desk.tick, standing: 'confirmed' });
    await desk.tell({ at: desk.tick, handover: packageOf(SAMPLES.ar, desk.time) });
    await team.close();
    const back = await Team.open(browser, desk, { lang: 'ar' });
    try {
      await back.choose();
      await back.press(t.goReturn);
      await back.heading(t.returnTitle);
      await back.page.getByLabel(t.phrase).fill(words.join(' '));
      await back.press(t.returnGo);
      await back.heading(t.homeTitle);
      await back.passUntil(t.standsOffered);
      await back.sees(t.standingConfirmed);
      await back.sees(t.noneShown);
      await back.shot('30-home-returned');
      await back.press(t.openIt);
      await back.press(t.refuse);
      await back.heading(t.refuseTitle);
      assert.deepEqual(await back.findings(), []);
      await back.shot('31-refuse');
      await back.press(t.refusal_danger);
      await back.passUntil(t.stateDesk);
      await back.sees(t.refusal_danger);
      const read = desk.verifiedByPython();
      assert.deepEqual(read.map(({ say }) => say), ['enrol', 'seen', 'refuse']);
      assert.equal(read[2].reason, 'danger');
      assert.deepEqual(back.errors, []);
    } finally {
      await back.close();
    }
  }));

test('a code that is no longer good is told by what does not happen', { timeout: 180_000 }, () =>
  with_({ lang: 'en' }, async (team, desk, keep) => {
    const { page, t } = team;
    desk.codes.clear();
    await team.choose();
    await team.makeWords();
    await page.getByLabel(t.codeLabel).fill(CODE);
    await team.press(t.codeGo);
    await team.passUntil(t.stateFront);
    await team.sees(t.codeStays);
    await keep('40-code-not-taken');
    await team.press(t.codeOther);
    await team.heading(t.codeTitle);
    assert.ok(desk.refused > 0);
    assert.deepEqual(desk.words, []);
  }));

test('the keyboard alone leads to a signed yes, and leaving leaves nothing', { timeout: 180_000 }, () =>
  with_({ lang: 'en' }, async (team, desk) => {
    const { page, t } = team;
    await team.choose();
    await team.enrol();
    await desk.tell({ at: desk.tick, handover: packageOf(SAMPLES.en, desk.time) });
    const reach = async (name) => {
      for (let at = 0; at < 40; at += 1) {
        await page.keyboard.press('Tab');
        const text = await page.evaluate(() => document.activeElement.textContent);
        if (text === name) return page.keyboard.press('Enter');
      }
      throw new Error(`not reached by Tab: ${name}`);
    };
    await reach(t.toHome);
    await team.passUntil(t.standsOffered);
    await reach(t.openIt);
    await team.heading(t.handoverTitle);
    await reach(t.accept);
    await team.passUntil(t.stateDesk);
    assert.deepEqual(desk.verifiedByPython().map(({ say }) => say), ['enrol', 'seen', 'accept']);
    const stored = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie, history.length]);
    assert.deepEqual(stored.slice(0, 3), [0, 0, '']);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.waitForURL('about:blank');
    const asked = desk.record.map(({ method, path }) => `${method} ${path.replace(/\d+$/, 'n')}`);
    assert.deepEqual([...new Set(asked)].sort(), ['GET /b/n', 'GET /k', 'GET /t', 'POST /e']);
    assert.ok(desk.record.filter(({ method }) => method === 'POST').every(({ sent }) => sent === 8_256));
  }));

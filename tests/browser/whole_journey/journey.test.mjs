/**
 * One whole journey over the real hotline, in Arabic and in Russian at the same time: somebody writes
 * from his page, the desk searches real roads, he gets his plan and repeats it, two operators release
 * it, a field team takes it at its own page and signs that he arrived. Nothing between them is made
 * up; pictures: test-output/whole_journey.
 */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { teamTexts } from '../../../web/build.mjs';
import { EXTRACT } from '../desk_screens/opened_desk.mjs';
import { Hotline, PYTHON } from '../first_contact/hotline.mjs';
import { Caller, Chromium, Operator, until } from '../first_contact/people.mjs';

const skip = EXTRACT ? false : 'no shared/data/roads/liechtenstein.osm.pbf in a folder above the checkout';
const OUT = new URL('../../../test-output/whole_journey/', import.meta.url).pathname;
const LIMIT = { skip, timeout: 900_000 };
const BEATS = 300_000;
const HOUR = 3_600_000;
const later = (hours) => new Date(Date.now() + hours * HOUR).toISOString();
const TOLD = { source: 'field team 2', as_of: later(-1) };
const point = (lon, lat, own) => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [lon, lat] },
  properties: { ...TOLD, ...own },
});
const file = (...features) => JSON.stringify({ type: 'FeatureCollection', features });
const POINTS = file(
  point(9.524, 47.109, {
    name: 'Triesen, school', service_minutes: 5, people: 30,
    windows: [{ from: later(2), to: later(3) }, { from: later(4), to: later(5) }],
  }),
  point(9.5096, 47.165, { name: 'مطحنة شان', people: 12 }),
);
const HAZARDS = file(
  point(9.5215, 47.128, {
    name: 'battery', radius_m: 900,
    rate_per_minute: { low: 0.0005, likely: 0.003, high: 0.01 }, windows: [{ from: later(-1), to: later(3) }],
  }),
);
/** The Arabic team is made first. */
const NUMBER = { ar: 1, ru: 2 };
const PEOPLE = {
  ar: {
    first: 'نحن ثلاثة تحت الجسر، وأحدنا مصاب.', again: 'فهمت الخطة وأعدتها كلها.',
    they_say: 'الإبريق بارد', we_say: 'سنسخنه إذن', abort_sign: 'قماش أحمر على البوابة',
    word: 'الفريق ينتظرك. اعمل بخطتك', confirmed: /ألقى السلاح، وتأكّد ذلك/, number: '3', digits: '٣',
  },
  ru: {
    first: 'Нас двое у моста, заберите нас.', again: 'Я всё понял и повторил.',
    they_say: 'Чайник остыл', we_say: 'Тогда согреем', abort_sign: 'Красная тряпка на воротах',
    word: 'Группа вас ждёт. Действуйте по плану', confirmed: /сдача подтверждена/, number: '2', digits: '2',
  },
};
let hotline;
let browser;

before(async () => {
  if (skip) return;
  mkdirSync(OUT, { recursive: true });
  [hotline, browser] = await Promise.all([Hotline.start(), Chromium.launch()]);
  await promisify(execFile)(PYTHON, ['-m', 'aman', 'way', 'load', EXTRACT, '--var', hotline.var], {
    env: { ...process.env, PYTHONPATH: new URL('../../../src', import.meta.url).pathname },
  });
});
after(async () => {
  await browser?.close();
  await hotline?.end();
});

const shot = ({ page }, name) => page.screenshot({ path: `${OUT}${name}.png`, fullPage: true });

/** A screen of the desk, and what is done there. */
class Desk {
  constructor(window) {
    Object.assign(this, { window, page: window.page });
  }

  go(path) {
    return this.window.go(hotline.desk + path);
  }

  async press(selector, lands) {
    await Promise.all([this.page.waitForURL(lands), this.page.click(selector)]);
  }

  /** A form of one thing: its fields, and its first choice. */
  async write(path, fields, lands = /journey$/) {
    await this.go(path);
    for (const [name, value] of Object.entries(fields)) await this.page.fill(`[name=${name}]`, value);
    await this.press('#typed button.first-choice', lands);
  }

  next() {
    return this.press('.one-thing form button.first-choice', /journey$/);
  }

  /** Look at a screen again and again until something stands there. */
  sees(path, selector) {
    return until(`${path}: ${selector}`, async () => {
      await this.go(path);
      return (await this.page.locator(selector).count()) > 0;
    }, BEATS);
  }
}

/** A field team at its own page, in a fresh profile. */
class TeamPage {
  static async open(lang) {
    const team = new TeamPage();
    const window = await browser.window({ width: 320, height: 640 });
    Object.assign(team, { window, page: window.page, t: teamTexts(lang) });
    await window.go(`${hotline.front}/t`);
    await window.press(team.t.language);
    return team;
  }

  sees(text) {
    return this.page.getByText(text, { exact: false }).first().waitFor({ timeout: BEATS });
  }

  async enrol(code) {
    const { window, page, t } = this;
    await window.press(t.goNew);
    await window.has('ol.words b');
    const words = await window.all('ol.words b');
    await window.press(t.wordsHave);
    await page.getByLabel(t.phrase).fill(words.join(' '));
    await window.press(t.phraseCheck);
    await this.sees(t.checkRight);
    await window.press(t.toTalk);
    await page.getByLabel(t.codeLabel).fill(code);
    await window.press(t.codeGo);
    await window.has('.key');
    return (await page.locator('.key').textContent()).trim();
  }

  async take() {
    await this.sees(this.t.standsOffered);
    await this.window.press(this.t.openIt);
    await this.window.press(this.t.accept);
    await this.sees(this.t.stateDesk);
  }

  async signArrival(digits) {
    const { window, page, t } = this;
    await window.press(t.report);
    await window.press(t.outcome_arrived);
    await page.getByLabel(t.howManyArrived).fill(digits);
    await window.press(t.signAndSend);
  }
}

async function teamOf(operators, lang, administrator) {
  await administrator.go('/teams');
  await administrator.page.fill('[name=name]', lang === 'ar' ? 'كركي' : 'Журавль');
  await administrator.page.click('.one-thing form button.first-choice');
  await administrator.window.has('.copy');
  const code = (await administrator.page.textContent('.copy')).replaceAll(' ', '');
  const team = await TeamPage.open(lang);
  const key = await team.enrol(code);
  for (const operator of operators) {
    await operator.sees(`/teams/${NUMBER[lang]}`, '[value=same]');
    const shown = (await operator.page.textContent('.copy')).replaceAll(' ', '');
    assert.equal(shown, key.replaceAll(/\s/g, ''), 'team and desk compare one key');
    await operator.press('[value=same]', /teams\/\d+$/);
  }
  await team.sees(team.t.standingConfirmed);
  await team.window.press(team.t.toHome);
  return team;
}

/** From the question to a plan, by the desk's own search. Gives what he is told, line by line. */
async function plan(desk, journey, lang) {
  const said = PEOPLE[lang];
  await desk.write(`${journey}/people`, { number: said.number, wounded: '0' });
  await desk.go(`${journey}/ask`);
  await desk.page.fill('[name=place]', '47.141, 9.521');
  await desk.page.fill('[name=zone]', 'Europe/Vaduz');
  await desk.page.click('#typed button.first-choice');
  await desk.page.waitForSelector('#ways-said a.first-choice', { timeout: 300_000 });
  await desk.page.click('#ways-said a.first-choice');
  await desk.window.has('.way');
  await shot(desk, `${lang}-ways`);
  await desk.press('.way button.first-choice', /plan$/);
  const { they_say, we_say, abort_sign } = said;
  for (const [name, value] of Object.entries({ they_say, we_say, abort_sign })) {
    await desk.page.fill(`[name=${name}]`, value);
  }
  await desk.press('#typed button.first-choice', /journey$/);
  await desk.go(`${journey}/tell`);
  await shot(desk, `${lang}-tell`);
  const lines = (await desk.page.locator(`.notice[lang=${lang}]`).innerText()).split('\n');
  await desk.next();
  return lines.map((line) => line.trim()).filter(Boolean);
}

/** Wait until every line stands on the caller's page, at the pace of its beats. */
function hears({ window }, lines) {
  return until(lines[0], async () => {
    const shown = await window.page.locator('body').innerText();
    return lines.every((line) => shown.includes(line));
  }, BEATS);
}

async function wholeWay(lang, first, second, itsTeam) {
  const said = PEOPLE[lang];
  const team = await itsTeam;
  const caller = await Caller.open(browser, hotline, lang, { width: 320, height: 640 });
  await caller.begin();
  await caller.send(said.first);
  await caller.typeBack(await caller.keepWords());
  await new Operator(first.window, hotline).findCase(said.first.slice(0, 12), BEATS);
  const journey = `${new URL(first.page.url()).pathname}/journey`;

  const lines = await plan(first, journey, lang);
  assert.ok(lines.length > 5, 'a plan has more than a greeting');
  await hears(caller, lines);
  await shot(caller.window, `${lang}-caller-plan`);
  await caller.send(said.again);
  await new Operator(first.window, hotline).findCase(said.again.slice(0, 10), BEATS);

  await first.go(journey);
  for (const box of await first.page.locator('[name=step]').all()) await box.check();
  await shot(first, `${lang}-repeated`);
  await first.next();
  await first.next();
  assert.equal(await first.page.locator('[name=team]').count(), 0, 'one alone hands nothing over');
  await second.go(journey);
  await second.page.check(`[name=team][value="${NUMBER[lang]}"]`);
  await shot(second, `${lang}-second`);
  await second.next();

  await team.take();
  await shot(team.window, `${lang}-team`);
  await hears(caller, [said.word]); // by itself, and only now
  await shot(caller.window, `${lang}-caller-word`);
  await second.sees(journey, 'form[action$=set-out] .first-choice');
  await second.next();
  assert.doesNotMatch(await second.page.textContent('main'), said.confirmed, 'no operator says that he is safe');
  await team.signArrival(said.digits);
  await second.sees(journey, '.along > p > .tag.here');
  await first.go(journey);
  assert.match(await first.page.textContent('main'), said.confirmed);
  await shot(first, `${lang}-arrived`);
}

test('from the first message to a signed arrival, in Arabic and Russian', LIMIT, async () => {
  const mariam = await Operator.first(browser, hotline, { lang: 'ar', name: 'مريم' });
  const desk = new Desk(mariam.window);
  await desk.go('/operators');
  await desk.page.click('main button.first-choice');
  await desk.window.has('.copy');
  const link = new URL((await desk.page.textContent('.copy')).trim()).pathname;
  const boris = await Operator.first(browser, { ...hotline, link }, { lang: 'ru', name: 'Борис' });
  for (const [path, name, text] of [['/map/points', 'الفريق ٢', POINTS], ['/map/layer', 'guns', HAZARDS]]) {
    await desk.write(path, { name, geojson: text }, /map$/);
  }

  const [arabic, russian] = [
    [new Desk(mariam.window), new Desk(boris.window)],
    [new Desk((await boris.beside()).window), new Desk((await mariam.beside()).window)],
  ];
  const firstTeam = teamOf(arabic, 'ar', arabic[0]);
  const secondTeam = firstTeam.then(() => teamOf(russian, 'ru', russian[1]));
  await Promise.all([wholeWay('ar', ...arabic, firstTeam), wholeWay('ru', ...russian, secondTeam)]);
});

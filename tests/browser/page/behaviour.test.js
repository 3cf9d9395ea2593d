/**
 * What the page does in real Chromium, against a front that is honest, absent or hostile: requests
 * of one shape, texts for each refusal, and nothing left behind.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newPhrase, phraseDigits } from '../../../web/seal/index.js';
import { Caller, launch } from './harness.js';
import { StubHotline } from './stub.js';

const LIMIT = { timeout: 90_000 };

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A test with its own hotline and one caller. */
const withCaller = (name, act, shape = {}) =>
  test(name, LIMIT, async () => {
    const stub = await StubHotline.make();
    const caller = await Caller.open(browser, stub, shape);
    try {
      await act(caller, stub);
      assert.deepEqual(caller.errors, []);
    } finally {
      await caller.close();
      await stub.close();
    }
  });

const startWriting = async (caller) => {
  await caller.choose();
  await caller.press(caller.t.goWrite);
  await caller.heading(caller.t.writeTitle);
  await caller.settle();
};

const sendText = async (caller, text) => {
  await caller.page.getByRole('textbox').first().fill(text);
  await caller.press(caller.t.send);
};

const shapes = ({ record }) => record.map(({ method, path, sent, got, status }) => [method, path, sent, status, got]);

test('reading, writing and idling make the same requests of the same sizes', LIMIT, async () => {
  const seen = [];
  for (const kind of ['idle', 'write', 'read']) {
    const stub = await StubHotline.make();
    const caller = await Caller.open(browser, stub, { lang: 'ru' });
    await startWriting(caller);
    if (kind !== 'idle') await sendText(caller, 'я'.repeat(2_000));
    await caller.pass(35);
    if (kind === 'write') {
      await caller.press(caller.t.later);
      await sendText(caller, 'Ещё.');
    }
    if (kind === 'read') {
      await stub.reply('ответ '.repeat(400));
      await caller.press(caller.t.later);
    }
    await caller.pass(30);
    if (kind === 'read') await caller.sees('ответ ответ');
    assert.deepEqual(caller.errors, []);
    seen.push(shapes(stub));
    for (const { headers } of stub.record) {
      assert.equal(headers.cookie, undefined);
      assert.equal(headers.referer, undefined);
    }
    await caller.close();
    await stub.close();
  }
  const [idle, write, read] = seen;
  const length = idle[0][4];
  const beat = [
    ['POST', '/e', 8256, 204, 0],
    ['GET', '/b/0', 0, 200, 32896],
  ];
  const expected = [['GET', '/', 0, 200, length], ['GET', '/k', 0, 200, 8192], ...Array(4).fill(beat).flat(), beat[0]];
  assert.deepEqual(idle, expected);
  assert.deepEqual(write, expected);
  assert.deepEqual(read, expected);
});

withCaller('what is typed never stands in a request, nor do the words', async (caller, stub) => {
  await startWriting(caller);
  await sendText(caller, 'canary-plaintext-one');
  await caller.pass(16);
  const words = await caller.page.locator('ol.words b').allTextContents();
  await caller.press(caller.t.later);
  await caller.pass(40);
  const sent = Buffer.concat(stub.record.map(({ raw, path, headers }) => Buffer.concat([raw, Buffer.from(path + JSON.stringify(headers))])));
  assert.equal(sent.includes('canary'), false);
  for (const word of words.filter((each) => each.length > 5)) assert.equal(sent.includes(word), false);
  assert.equal([...stub.cases.values()][0].messages[0].text, 'canary-plaintext-one');
});

withCaller('two thousand Arabic letters arrive whole, in one envelope', async (caller, stub) => {
  await startWriting(caller);
  const text = 'نحن ثلاثة، '.repeat(182).slice(0, 2_000);
  await sendText(caller, text);
  await caller.pass(16);
  const [only, ...more] = [...stub.cases.values()][0].messages;
  assert.equal(only.text, text);
  assert.equal(more.length, 0);
}, { lang: 'ar' });

withCaller('a longer text leaves in parts, one with each beat, and says so', async (caller, stub) => {
  await startWriting(caller);
  const text = 'слово '.repeat(1_200);
  await caller.page.getByRole('textbox').first().fill(text);
  await caller.sees(caller.t.inParts.replace('{n}', '3'));
  await caller.press(caller.t.send);
  await caller.pass(18);
  await caller.sees(caller.t.partsLeft.replace('{i}', '1').replace('{n}', '3'));
  await caller.passUntil(caller.t.wordsTitle, 60);
  const { messages } = [...stub.cases.values()][0];
  assert.equal(messages.map((each) => each.text).join(''), text);
  assert.deepEqual(messages.map(({ part = 1 }) => part), [1, 2, 3]);
}, { lang: 'ru' });

withCaller('the programme\'s answers ride with the message, those left out do not', async (caller, stub) => {
  await startWriting(caller);
  await caller.page.getByRole('combobox').first().selectOption({ index: 1 });
  await caller.page.locator('input[inputmode=numeric]').fill('٣');
  await caller.press(caller.t.send);
  await caller.pass(16);
  const [{ answers, text = '' }] = [...stub.cases.values()][0].messages;
  assert.equal(text, '');
  assert.deepEqual(Object.values(answers).sort(), [3, 'now']);
});

withCaller('a message waits in the page while the front is full, and is resent byte for byte', async (caller, stub) => {
  await startWriting(caller);
  await sendText(caller, 'hello');
  stub.fault.status = (path) => path === '/e' && 503;
  await caller.pass(46);
  await caller.sees(caller.t.serverFull);
  await caller.sees(caller.t.stateKept.split('{')[0]);
  stub.fault = {};
  await caller.pass(16);
  const posted = stub.record.filter(({ method }) => method === 'POST').slice(1);
  assert.equal(posted.length, 4);
  for (const { raw } of posted) assert.ok(raw.equals(posted[0].raw));
});

withCaller('no manifest at first: he can write meanwhile, and nothing is lost', async (caller, stub) => {
  stub.fault.cut = (path) => path === '/k';
  await startWriting(caller);
  await caller.sees(caller.t.noNetwork);
  await caller.sees(caller.t.writeMeanwhile);
  await caller.shot('10-write-no-network');
  await sendText(caller, 'hello');
  await caller.pass(20);
  assert.equal(stub.record.some(({ method }) => method === 'POST'), false);
  stub.fault = {};
  await caller.pass(20);
  assert.equal([...stub.cases.values()][0].messages[0].text, 'hello');
});

withCaller('a manifest of another root: refused in words, and nothing is sent to it', async (caller, stub) => {
  stub.fault.change = (path) => (path === '/k' ? stub.manifest({ root: new Uint8Array(32).fill(9) }) : null);
  await startWriting(caller);
  await sendText(caller, 'hello');
  await caller.pass(40);
  await caller.sees(caller.t.foreignServer);
  await caller.shot('10-foreign');
  assert.equal(stub.record.some(({ method }) => method === 'POST'), false);
}, { lang: 'ar' });

withCaller('an unsigned bucket and an older tick: refused in words, nothing of them is shown', async (caller, stub) => {
  await startWriting(caller);
  await sendText(caller, 'hello');
  await caller.pass(25);
  await caller.press(caller.t.later);
  await stub.reply('an answer that must not be shown');
  stub.fault.change = (path, raw) => {
    if (path.startsWith('/b/')) raw[200] ^= 1;
    return raw;
  };
  await caller.pass(15);
  await caller.sees(caller.t.unsignedAnswer);
  const old = stub.tick - 60;
  stub.fault.change = (path) => (path.startsWith('/b/') ? stub.bucket(0, old) : null);
  await caller.pass(15);
  await caller.sees(caller.t.oldAnswer);
  assert.equal(await caller.page.getByText('must not be shown').count(), 0);
  stub.fault = {};
  await caller.pass(15);
  await caller.sees('an answer that must not be shown');
  assert.equal(await caller.page.getByText(caller.t.oldAnswer).count(), 0);
});

withCaller('a bucket with another number than asked for is refused', async (caller, stub) => {
  stub.k = 3;
  stub.fault.change = async (path, raw) => {
    const asked = /^\/b\/(\d+)$/.exec(path);
    return asked ? stub.bucket((Number(asked[1]) + 1) % 8) : raw;
  };
  await startWriting(caller);
  await caller.pass(12);
  await caller.sees(caller.t.unsignedAnswer);
});

withCaller('more buckets, then fewer: the answer is found each time', async (caller, stub) => {
  await startWriting(caller);
  await sendText(caller, 'hello');
  await caller.pass(25);
  await caller.press(caller.t.later);
  for (const [at, k] of [3, 1, 0].entries()) {
    stub.k = k;
    stub.seq += 1;
    await stub.reply(`answer number ${at}`);
    await caller.passUntil(`answer number ${at}`, 60);
  }
});

withCaller('a front that drops is visible: never "the desk has it", and sent again', async (caller, stub) => {
  stub.fault.drop = true;
  await startWriting(caller);
  await sendText(caller, 'hello');
  await caller.pass(16);
  await caller.press(caller.t.later);
  await caller.pass(60);
  await caller.sees(caller.t.stateFront);
  assert.equal(await caller.page.getByText(caller.t.stateDesk, { exact: true }).count(), 0);
  stub.fault = {};
  await caller.passUntil(caller.t.stateDesk, 240);
});

withCaller('the front gone for three beats: the clock goes on, and the person is told', async (caller, stub) => {
  await startWriting(caller);
  await caller.pass(20);
  stub.fault.cut = () => true;
  await caller.pass(30);
  await caller.sees(caller.t.noNetwork);
  stub.fault = {};
  await caller.pass(30);
  assert.equal(await caller.page.getByText(caller.t.noNetwork).count(), 0);
});

for (const how of ['button', 'escape'])
  withCaller(`leaving by ${how} wipes at once and leaves a neutral page in its place`, async (caller, stub) => {
    const { page, t } = caller;
    await startWriting(caller);
    await page.getByRole('textbox').first().fill('something to hide');
    const before = await page.evaluate(() => history.length);
    if (how === 'button') await caller.press(t.leave);
    else {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
    }
    await page.waitForURL('about:blank');
    assert.equal(await page.title(), '');
    assert.equal((await page.content()).includes('hide'), false);
    assert.equal(await page.evaluate(() => history.length), before);
    const asked = stub.record.length;
    await caller.pass(40);
    assert.equal(stub.record.length, asked, 'the clock has stopped');
    await page.goBack().catch(() => null);
    assert.equal((await page.content()).includes('hide'), false);
  });

withCaller('one Escape does nothing', async (caller) => {
  await startWriting(caller);
  await caller.page.keyboard.press('Escape');
  await caller.page.keyboard.press('a');
  await caller.page.keyboard.press('Escape');
  await caller.heading(caller.t.writeTitle);
});

withCaller('nothing is stored in the browser, and no step enters its history', async (caller) => {
  const { page } = caller;
  const before = await page.evaluate(() => history.length);
  await startWriting(caller);
  await sendText(caller, 'hello');
  await caller.pass(30);
  const stored = await page.evaluate(async () => [
    document.cookie,
    localStorage.length,
    sessionStorage.length,
    (await indexedDB.databases()).length,
    (await navigator.serviceWorker.getRegistrations()).length,
    (await caches.keys()).length,
    history.length,
  ]);
  assert.deepEqual(stored, ['', 0, 0, 0, 0, 0, before]);
  assert.deepEqual(await caller.context.cookies(), []);
});

withCaller('everything works by the keyboard alone', async (caller, stub) => {
  const { page, t } = caller;
  const tabTo = async (name) => {
    for (let at = 0; at < 40; at += 1) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate(() => document.activeElement.textContent || document.activeElement.tagName);
      if (here === name) return;
    }
    assert.fail(`not reached: ${name}`);
  };
  await tabTo(t.language);
  await page.keyboard.press('Enter');
  await tabTo(t.goWrite);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), t.writeTitle, 'the heading has the focus');
  await tabTo('TEXTAREA');
  await page.keyboard.type('by keyboard');
  await tabTo(t.send);
  await page.keyboard.press('Enter');
  await caller.pass(16);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), t.wordsTitle);
  assert.equal([...stub.cases.values()][0].messages[0].text, 'by keyboard');
});

withCaller('things to touch are at least 44 pixels high, at 320', async (caller) => {
  const small = () =>
    caller.page.evaluate(() =>
      [...document.querySelectorAll('button, select, textarea, input[type=text], label.check')]
        .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 44)
        .map((each) => each.textContent),
    );
  assert.deepEqual(await small(), []);
  await startWriting(caller);
  assert.deepEqual(await small(), []);
  await sendText(caller, 'x');
  assert.deepEqual(await small(), []);
}, { lang: 'uk' });

withCaller('without script there is a link to the form, in four languages', async (caller) => {
  assert.equal(await caller.page.locator('a[href="/n"]:visible').count(), 4);
  await caller.shot('11-no-script');
}, { javaScriptEnabled: false });

withCaller('a browser that cannot seal says so and names the form', async (caller) => {
  const { page, t } = caller;
  await page.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
  await page.reload();
  await caller.press(t.language);
  await caller.heading(t.cannotSeal);
  assert.equal(await page.getByRole('link', { name: t.plainForm }).count(), 1);
  assert.deepEqual(await caller.findings(), []);
  await caller.shot('11-cannot-seal');
});

withCaller('"keep talking" appears when the page has slowed, and "save data" slows it', async (caller, stub) => {
  const { page, t } = caller;
  await startWriting(caller);
  await sendText(caller, 'hello');
  await caller.pass(20);
  await caller.press(t.later);
  await page.getByLabel(t.saveData).check();
  stub.record.length = 0;
  await caller.pass(100);
  assert.ok(stub.record.filter(({ method }) => method === 'POST').length <= 1);
  await page.getByLabel(t.saveData).uncheck();
  stub.time += 520;
  await page.clock.runFor(520_000);
  await caller.settle();
  await caller.press(t.keepTalking);
  await caller.settle();
  assert.equal(await page.getByRole('button', { name: t.keepTalking }).count(), 0);
});

withCaller('Enter pressed again while the key is made takes nothing away that is written after', async (caller) => {
  const { page, t } = caller;
  await caller.choose();
  await caller.press(t.goReturn);
  await caller.heading(t.returnTitle);
  await caller.settle();
  // An old phone: each key takes longer than the one before.
  await page.evaluate(() => {
    const derive = crypto.subtle.deriveBits.bind(crypto.subtle);
    let keys = 0;
    crypto.subtle.deriveBits = async (how, ...more) => {
      if (how.name === 'PBKDF2') for (let left = 8 * keys++; left--; ) await derive(how, ...more);
      return derive(how, ...more);
    };
  });
  await page.getByRole('textbox').first().fill(await phraseDigits(newPhrase().entropy));
  for (let times = 0; times < 3; times += 1) await page.keyboard.press('Enter');
  await caller.heading(t.talkTitle);
  await sendText(caller, 'We are three.');
  await caller.sees('We are three.');
  await new Promise((done) => setTimeout(done, 4_000));
  await caller.pass(1);
  await caller.sees('We are three.');
});

for (const lang of ['ar', 'en', 'ru', 'uk'])
  withCaller(`the desk destroys a conversation whose page stays open: its next answers are seen, in ${lang}`, async (caller, stub) => {
    const { t } = caller;
    await startWriting(caller);
    await sendText(caller, 'where I am');
    await caller.passUntil(t.wordsTitle);
    await caller.press(t.later);
    for (const text of ['old one', 'old two', 'old three']) await stub.reply(text);
    await caller.passUntil('old three');
    await caller.pass(16);
    stub.destroy();
    await caller.pass(16);
    await sendText(caller, 'still there?');
    await caller.passUntil(t.begunAnew.split('.')[0]);
    for (const text of ['new one', 'new two']) await stub.reply(text);
    await caller.passUntil('new two', 40);
    await caller.sees('new one');
    await caller.pass(16);
    const [again] = stub.cases.values();
    assert.equal(again.base, again.next - 1, 'and they are acknowledged');
    assert.deepEqual(await caller.page.locator('.own .state').allTextContents(), [`–${t.stateGone}`, `✓✓${t.stateDesk}`]);
    assert.deepEqual(await caller.findings(), []);
    assert.ok((await caller.overflow()) <= 0);
    await caller.shot('12-begun-anew');
  }, { lang });

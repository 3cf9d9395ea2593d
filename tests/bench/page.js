/**
 * What the page costs a caller: bytes over the wire before he types, seal and open times in both
 * languages, and how long a message takes to the operator's screen.
 *
 * `node tests/bench/page.js` prints a table and writes bench-out/page.json. Nothing is asserted.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, LANGUAGES, MADE } from '../../web/build.mjs';
import {
  callerKeys,
  KIND,
  newPhrase,
  openReplies,
  randomBytes,
  readBucket,
  readManifest,
  sealEnvelope,
  utf8,
} from '../../web/seal/index.js';
import { Caller, launch } from '../browser/page/harness.js';
import { StubHotline } from '../browser/page/stub.js';
import { ask } from '../browser/first_contact/hotline.mjs';
import { sendToScreen } from './thread.js';

const OUT = new URL('../../bench-out/', import.meta.url);
const ROUNDS = 50;

const brotli = (raw) =>
  brotliCompressSync(raw, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  }).length;

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function timed(act) {
  const times = [];
  for (let at = 0; at < ROUNDS; at += 1) {
    const from = performance.now();
    await act();
    times.push(performance.now() - from);
  }
  return Number(median(times).toFixed(2));
}

async function bytes(stub) {
  const spliced = stub.spliced();
  const template = Buffer.from(await build());
  const lists = Buffer.from(JSON.stringify(MADE.words()));
  const texts = Buffer.from(JSON.stringify(MADE.texts()));
  const manifest = Buffer.from(await stub.manifest());
  return {
    page_plain: spliced.length,
    page_gzip: gzipSync(spliced, { level: 9 }).length,
    page_brotli: brotli(spliced),
    template_brotli: brotli(template),
    of_which_word_lists: brotli(lists),
    of_which_texts: brotli(texts),
    of_which_programme: brotli(spliced) - brotli(template),
    manifest_brotli: brotli(manifest),
    languages: LANGUAGES.length,
  };
}

async function requests(stub) {
  const browser = await launch();
  try {
    const caller = await Caller.open(browser, stub, { lang: 'ar' });
    await caller.choose();
    await caller.press(caller.t.goWrite);
    await caller.page.locator('textarea').waitFor();
    await caller.settle();
    const before = stub.record.map(({ method, path }) => `${method} ${path}`);
    await caller.close();
    return { page: before.filter((each) => !each.includes('/e')), requests_before_typing: before.length };
  } finally {
    await browser.close();
  }
}

async function times(stub) {
  const { hotline } = stub;
  const { entropy } = newPhrase();
  const from = performance.now();
  const keys = await callerKeys(entropy, hotline);
  const derive = Number((performance.now() - from).toFixed(1));
  const epochPk = stub.epochs[0].pair.publicKey;
  const body = utf8(JSON.stringify({ session: 'x', n: 1, text: 'س'.repeat(2_000) }));
  const message = { hotline, epochPk, kind: KIND.message, keys, body };
  const manifest = await stub.manifest();
  const { online } = await readManifest(manifest, hotline);
  stub.receive({ kind: KIND.message, messageId: randomBytes(16), callerPk: keys.replyPk, token: keys.token, replyKey: keys.replyKey, body });
  await stub.reply('an answer');
  const raw = await stub.bucket(0);
  const bucket = await readBucket(raw, hotline, online);
  return {
    derive_keys_ms: derive,
    seal_envelope_ms: await timed(() => sealEnvelope({ ...message, messageId: randomBytes(16) })),
    read_manifest_ms: await timed(() => readManifest(manifest, hotline)),
    read_bucket_ms: await timed(() => readBucket(raw, hotline, online)),
    open_two_replies_ms: await timed(() => openReplies(bucket, keys, hotline)),
  };
}

const stub = await StubHotline.make();
const result = {
  bytes: await bytes(stub),
  network: await requests(stub),
  node_median_of_50: await times(stub),
  python_median_of_200: await ask('bench.seal', [], {}),
  send_to_operators_screen: await sendToScreen(),
};
await stub.close();
mkdirSync(OUT, { recursive: true });
writeFileSync(new URL('page.json', OUT), `${JSON.stringify(result, null, 2)}\n`);
for (const [part, values] of Object.entries(result)) {
  console.log(part);
  for (const [name, value] of Object.entries(values)) console.log(`  ${name.padEnd(28)} ${value}`);
}

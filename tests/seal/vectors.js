/**
 * Makes `vectors/*.json`, which both languages read: `npm run vectors`. All chance comes from
 * names, so the same files come out each time; they change with the word lists. Bytes are
 * base64url.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toBase64url } from '../../web/seal/base64url.js';
import { bucketNumber, slotMac } from '../../web/seal/bucket.js';
import { joined, uint, utf8 } from '../../web/seal/bytes.js';
import { sha256 } from '../../web/seal/derive.js';
import { coverBody, messageBodies } from '../../web/seal/dialogue.js';
import { BODY_BYTES, KIND, sealEnvelope } from '../../web/seal/envelope.js';
import { callerKeys, phraseDigits, phraseWords } from '../../web/seal/phrase.js';
import { invitedStamp, plainStamp, workedStamp } from '../../web/seal/stamp.js';
import {
  fingerprint,
  readWord,
  signingKey,
  signWord,
  teamKeys,
  wordBody,
} from '../../web/seal/team.js';
import { makeWordList } from '../../web/seal/wordlist.js';
import { kemKeyPair } from '../../web/seal/xwing.js';
import {
  chance,
  fixedHotline,
  lineToken,
  makeBucket,
  onlineKey,
  sealInstruction,
  sealReply,
  signer,
  signManifest,
  wrapSlot,
} from './desk.js';
import { typingCases } from './typing.js';

const ROOT = new URL('../../', import.meta.url);
const TICK = 1_770_000_005;
const text = toBase64url;

/** The four lists, as the page has them. */
export const wordLists = () =>
  Object.fromEntries(
    ['ar', 'en', 'ru', 'uk'].map((lang) => {
      const path = new URL(`src/aman/core/words/${lang}.txt`, ROOT);
      return [lang, makeWordList(lang, readFileSync(path, 'utf8'))];
    }),
  );

/** @type {(name: string) => Promise<Uint8Array<ArrayBuffer>>} */
export async function fixedEntropy(name) {
  const entropy = await chance(name, 12);
  entropy[0] &= 0x0f;
  return entropy;
}

async function phrases() {
  const lists = wordLists();
  const entropies = [new Uint8Array(12), new Uint8Array(12).fill(255)];
  entropies[1][0] = 0x0f;
  for (let at = 1; at <= 4; at++) entropies.push(await fixedEntropy(`phrase ${at}`));
  const hotline = await chance('hotline of phrases', 32);
  const cases = [];
  for (const entropy of entropies) {
    const { token, replyKey, replyPk } = await callerKeys(entropy, hotline);
    const words = {};
    for (const [lang, list] of Object.entries(lists)) words[lang] = await phraseWords(entropy, list);
    cases.push({
      entropy: text(entropy),
      digits: await phraseDigits(entropy),
      words,
      token: text(token),
      reply_key: text(replyKey),
      reply_pk: text(replyPk),
    });
  }
  return { hotline: text(hotline), cases };
}

/** A caller whose keys come from a name. */
export async function fixedCaller(name) {
  const replyKem = await kemKeyPair(await chance(`${name} reply-kem`, 32));
  return {
    replyKem,
    replyPk: replyKem.publicKey,
    token: await chance(`${name} token`, 32),
    replyKey: await chance(`${name} reply-key`, 32),
  };
}

async function envelopes() {
  const { hotline } = await fixedHotline();
  const seed = await chance('epoch', 32);
  const epochPk = (await kemKeyPair(seed)).publicKey;
  const keys = await fixedCaller('caller');
  const message = { session: 'AAAAAAAAAAAAAAAAAAAAAA', n: 3, lang: 'ar', text: 'نحن عشرة، "اثنان" جريحان\n10 km 😀' };
  const [said] = messageBodies({ ...message, ack: 7, again: 0, answers: { alone: 'no', many: 10 } });
  const lineBody = utf8('{"line":"sms","address":"+10"}');
  const lineKey = await chance('line key', 32);
  const lineId = await chance('line message', 16);
  const token = await lineToken('aman/1 line', lineKey, 'sms', lineId, lineBody);
  const kinds = {
    message: { kind: KIND.message, body: said },
    cover: { kind: KIND.cover, body: coverBody({}) },
    'cover that asks again': { kind: KIND.cover, body: coverBody({ ack: 12, again: 0 }) },
    'attachment part as long as can be': {
      kind: KIND.attachmentPart,
      body: await chance('attachment', BODY_BYTES),
    },
    'line message': { kind: KIND.lineMessage, body: lineBody, token, messageId: lineId },
  };
  const cases = [];
  for (const [name, { kind, body, ...own }] of Object.entries(kinds)) {
    const eseed = await chance(`${name} eseed`, 64);
    const messageId = own.messageId ?? (await chance(`${name} id`, 16));
    const used = { ...keys, token: own.token ?? keys.token };
    const given = { hotline, epochPk, kind, messageId, keys: used, body };
    cases.push({
      name,
      kind,
      message_id: text(messageId),
      caller_pk_digest: text(await sha256(keys.replyPk)),
      token: text(used.token),
      reply_key: text(keys.replyKey),
      body: text(body),
      eseed: text(eseed),
      sealed: text(await sealEnvelope(given, eseed)),
    });
  }
  return { hotline: text(hotline), epoch_seed: text(seed), line_key: text(lineKey), cases };
}

/** The replies of one caller: a status, and one reply in two parts. */
async function sealedReplies(name) {
  const { hotline } = await fixedHotline();
  const { replyPk } = await fixedCaller(name);
  const status = utf8('{"got":["AAAAAAAAAAAAAAAAAAAAAA"],"base":4,"first":2,"seen":true,"start":2}');
  const reply = utf8(JSON.stringify({ text: 'اِنتظر هنا. '.repeat(60), at: TICK, lang: 'ar' }));
  const parts = [
    { seq: 0, body: status },
    { seq: 5, body: reply.slice(0, 860), part: 1, parts: 2 },
    { seq: 6, body: reply.slice(860), part: 2, parts: 2 },
    { seq: 2 ** 32 - 1, body: new Uint8Array(), part: 255, parts: 255 },
  ];
  const made = [];
  for (const part of parts) {
    const eseed = await chance(`${name} reply ${part.seq}`, 64);
    made.push({ part: 1, parts: 1, ...part, inner: await sealReply(hotline, replyPk, part, eseed) });
  }
  return made;
}

async function replies() {
  const { hotline } = await fixedHotline();
  const cases = (await sealedReplies('caller')).map(({ seq, part, parts, body, inner }) => {
    return { seq, part, parts, body: text(body), inner: text(inner) };
  });
  const seed = await chance('caller reply-kem', 32);
  return { hotline: text(hotline), reply_seed: text(seed), cases };
}

async function buckets() {
  const { hotline, onlineSeed } = await fixedHotline();
  const { replyKey } = await fixedCaller('caller');
  const slots = [];
  for (let at = 0; at < 16; at++) slots.push(await chance(`slot ${at}`, 2048));
  const where = [11, 2, 7];
  for (const [i, { inner }] of (await sealedReplies('caller')).slice(0, 3).entries()) {
    const nonce = await chance(`nonce ${i}`, 12);
    slots[where[i]] = await wrapSlot(replyKey, hotline, { tick: TICK, i, inner, nonce });
  }
  const raw = await makeBucket(hotline, onlineSeed, { tick: TICK, k: 3, n: 5, slots });
  const numbers = [];
  for (const [tick, k] of [[TICK, 0], [TICK, 1], [TICK, 3], [TICK + 86_400, 3], [86_399, 10], [0, 10]]) {
    numbers.push({ tick, k, n: await bucketNumber(replyKey, hotline, tick, k) });
  }
  const tags = [];
  for (let i = 0; i < 4; i++) {
    const tag = await slotMac('aman/1 tag', replyKey, hotline, TICK, i);
    tags.push(text(tag.slice(0, 16)));
  }
  return {
    hotline: text(hotline),
    online: text(signer(onlineSeed)),
    reply_seed: text(await chance('caller reply-kem', 32)),
    reply_key: text(replyKey),
    tick: TICK,
    k: 3,
    n: 5,
    raw: text(raw),
    opens: [0, 5, 6],
    numbers,
    tags,
  };
}

async function manifests() {
  const { hotline, rootSeed, onlineSeed, mldsa65Hash } = await fixedHotline();
  const day = 86_400;
  const start = TICK - (TICK % day);
  const epochs = [];
  for (let at = 0; at < 3; at++) {
    const pair = await kemKeyPair(await chance(`epoch ${at}`, 32));
    epochs.push({ pk: text(pair.publicKey), from: start + at * day, to: start + (at + 1) * day });
  }
  const raw = await signManifest(hotline, onlineSeed, {
    v: 1,
    seq: 7,
    issued: TICK,
    hotline: text(hotline),
    root: { ed25519: text(signer(rootSeed)), mldsa65_hash: text(mldsa65Hash) },
    online: onlineKey(rootSeed, hotline, onlineSeed, start, start + 90 * day),
    epochs,
    tick_seconds: 5,
    k: 3,
    k_next: 4,
    stamp_bits: 0,
    languages: ['ar', 'en', 'ru', 'uk'],
    mirrors: ['https://example.org/'],
    notice: { ar: 'تنبيه' },
    a_member_of_later: { nobody: 'knows' },
  });
  const at = [[0, 0], [start, 0], [start + day - 1, 0], [start + day, 1], [start + 30 * day, 2]];
  return {
    hotline: text(hotline),
    online: text(signer(onlineSeed)),
    raw: text(raw),
    seq: 7,
    epoch_at: at.map(([time, epoch]) => ({ time, epoch })),
  };
}

async function stamps() {
  const digest = await sha256(utf8('an envelope'));
  const key = await chance('invite', 32);
  const nonce = await chance('stamp', 28);
  const full = new Uint8Array(28).fill(255);
  const invited = await invitedStamp(TICK, uint(77, 4), key, digest);
  const stamp = (lane, bits, raw) => ({ lane, bits, stamp: text(raw) });
  const wrong = await workedStamp(TICK, digest, 8, nonce);
  wrong[40] ^= 1;
  return {
    time: TICK,
    digest: text(digest),
    invite_id: text(uint(77, 4)),
    invite_key: text(key),
    start: text(nonce),
    cases: [
      stamp('INVITED', 0, invited),
      stamp('PLAIN', 0, plainStamp(TICK, nonce)),
      stamp('WORKED', 8, await workedStamp(TICK, digest, 8, nonce)),
      stamp('WORKED', 4, await workedStamp(TICK, digest, 4, full)),
      stamp('WORKED', 0, await workedStamp(TICK, digest, 0, nonce)),
      stamp('WRONG', 0, wrong),
      stamp('WRONG', 0, plainStamp(TICK - 1200, nonce)),
      stamp('PLAIN', 0, plainStamp(TICK + 600, nonce)),
    ],
  };
}

async function lines() {
  const { hotline } = await fixedHotline();
  const key = await chance('line key', 32);
  const messageId = await chance('line id', 16);
  const body = utf8('{"line":"sms"}');
  const seed = await chance('line kem', 32);
  const pair = await kemKeyPair(seed);
  const said = utf8('{"to":"+10","text":"سلام"}');
  const eseed = await chance('instruction', 64);
  return {
    hotline: text(hotline),
    line: 'sms',
    line_key: text(key),
    message_id: text(messageId),
    body: text(body),
    line_token: text(await lineToken('aman/1 line', key, 'sms', messageId, body)),
    part_token: text(await lineToken('aman/1 part', key, 'sms', messageId, body)),
    line_seed: text(seed),
    said: text(said),
    instruction: text(await sealInstruction(hotline, pair.publicKey, 'sms', said, eseed)),
  };
}

/** Courier and front are Python alone; these hold them to the bytes of the protocol. */
async function exchanges() {
  const storeId = await chance('store', 16);
  const cursor = text(joined(storeId, uint(41, 8)));
  const manifest = await chance('manifest', 8192);
  const bucket = await chance('bucket', 32_896);
  const instruction = await chance('instruction', 2048);
  const invite = { id: text(uint(77, 4)), key: text(await chance('invite', 32)) };
  const head = { cursor, buckets: 1, instructions: { sms: 1 }, invites: [invite] };
  const json = utf8(JSON.stringify(head));
  const push = joined(uint(json.length, 4), json, manifest, bucket, instruction);
  const envelope = await chance('envelope', 8192);
  const filling = new Uint8Array(8192).fill(7);
  const pull = joined(storeId, uint(40, 8), uint(2, 4), envelope, envelope, filling, filling);
  return {
    store_id: text(storeId),
    cursor,
    seq: 41,
    head: text(json),
    push_digest: text(await sha256(push)),
    parts: { manifest: text(manifest), instruction: text(instruction) },
    bucket_digest: text(await sha256(bucket)),
    invite,
    pull_first_seq: 40,
    pull_envelope_digest: text(await sha256(envelope)),
    pull_bytes: pull.length,
    pull_digest: text(await sha256(pull)),
    chance: 'SHA-256 of "NAME COUNTER", joined: manifest, bucket, instruction, envelope',
  };
}

/** A hand-over package as long as its texts may be in Arabic, and one as short. */
export async function packages() {
  const full = {
    id: text(await chance('handover', 16)),
    revision: 2,
    place: { lat: 47.141, lon: -9.520873, words: 'عند الجسر القديم، تحت القوس الثاني. '.repeat(5) },
    window: { from: TICK + 3600, until: TICK + 5400 },
    fallback: { from: TICK + 90_000, until: TICK + 91_800 },
    clock: { minutes: 180, name: 'توقيت دمشق' },
    people: 4,
    wounded: 1,
    means: 'foot',
    recognition: { they_say: 'هل رأيت الراعي؟', we_say: 'ذهب إلى النهر "أمس"' },
    show: 'قطعة قماش بيضاء على عصا',
    abort_sign: 'ضوءان أحمران',
    expires: TICK + 92_000,
  };
  const { id, window, clock, recognition, expires } = full;
  const least = { id, revision: 1, place: { lat: -90, lon: 180 }, window, clock, people: 1 };
  return [full, { ...least, means: 'car', recognition, abort_sign: '', expires }];
}

/** By which way a team leads them. */
export const GUIDE = Object.freeze({
  points: [
    { lat: 47.141, lon: -9.520873, at: TICK + 3605, until: TICK + 4205 },
    { lat: 47.1423, lon: -9.5187, at: TICK + 4505 },
    { lat: 47.1451, lon: -9.5102, at: TICK + 5105, until: TICK + 5405 },
    { lat: 47.15, lon: -9.5, at: TICK + 6605 },
  ],
  avoid: [{ words: 'حقل ألغام', lat: 47.1448, lon: -9.5121 }],
});

/** Whoever signs, each word is read by both languages; what is wrong with one stands beside it. */
async function teams() {
  const { hotline } = await fixedHotline();
  const entropy = await fixedEntropy('team phrase');
  const keys = await teamKeys(entropy, hotline);
  const key = text(keys.signKey);
  const [package_] = await packages();
  const usual = { session: 'AAAAAAAAAAAAAAAAAAAAAA' };
  const of = { handover: package_.id, revision: package_.revision };
  const words = [
    { say: 'enrol', key, code: '52469106749656119402' },
    { say: 'seen', ...of },
    { say: 'accept', ...of, ack: 7, again: 0 },
    { say: 'refuse', ...of, reason: 'danger' },
    { say: 'outcome', ...of, outcome: 'arrived', at: TICK + 4000, people: 4 },
    { say: 'outcome', ...of, outcome: 'did_not_come', at: TICK + 5400 },
    { say: 'text', text: 'نحن عند الجسر.\n"10 km" 😀', lang: 'ar' },
  ];
  const cases = [];
  for (const [at, word] of words.entries()) {
    const messageId = await chance(`team word ${at}`, 16);
    const said = wordBody({ ...usual, n: at + 1, ...word });
    const body = await signWord(keys.signSeed, hotline, messageId, said);
    await readWord(body, keys.signKey, hotline, messageId);
    cases.push({ message_id: text(messageId), said: new TextDecoder().decode(said), body: text(body) });
  }
  const wrong = [
    { say: 'nothing' },
    { say: 'accept', handover: of.handover },
    { say: 'accept', ...of, revision: 0 },
    { say: 'accept', ...of, handover: `${of.handover.slice(0, 21)}B` },
    { say: 'accept', ...of, handover: `${of.handover}\n` },
    { say: 'refuse', ...of, reason: 'no' },
    { say: 'outcome', ...of, outcome: 'arrived', at: TICK },
    { say: 'outcome', ...of, outcome: 'safe', at: TICK, people: 1 },
    { say: 'outcome', ...of, outcome: 'harmed', at: -1 },
    { say: 'outcome', ...of, outcome: 'harmed', at: 1.5 },
    { say: 'outcome', ...of, outcome: 'harmed', at: TICK, people: 10_001 },
    { say: 'text', text: '' },
    { say: 'text', text: 'x'.repeat(2001) },
    { say: 'enrol', key, code: '5246910674965611940' },
    { say: 'enrol', key: text(await chance('another key', 32)), code: '52469106749656119402' },
    { say: 'seen', ...of, session: 'x'.repeat(65) },
    { say: 'seen', ...of, n: 2 ** 32 },
  ];
  const malformed = [];
  const messageId = await chance('malformed word', 16);
  for (const word of wrong) {
    const said = utf8(JSON.stringify({ ...usual, n: 1, ...word }));
    malformed.push({
      said: JSON.stringify(word),
      body: text(await signWord(keys.signSeed, hotline, messageId, said)),
    });
  }
  const replies = (await packages()).map((handover) => ({ text: '', at: TICK, handover }));
  const withdraw = { handover: package_.id, revision: 2, reason: 'aborted' };
  replies.push({ text: 'عودوا', at: TICK, lang: 'ar', withdraw }, { at: TICK, standing: 'confirmed' });
  replies.push({ at: TICK, handover: { ...replies[1].handover, guide: GUIDE } });
  return {
    hotline: text(hotline),
    entropy: text(entropy),
    token: text(keys.token),
    sign_seed: text(keys.signSeed),
    sign_key: key,
    other_key: text(await signingKey(await chance('another team', 32))),
    fingerprint: await fingerprint(hotline, keys.signKey),
    cases,
    malformed_id: text(messageId),
    malformed,
    replies,
    wrong_replies: await wrongReplies(),
    codes: {
      right: ['52469106749656119402', '52469 10674-96561 19402', '٥٢٤٦٩ ١٠٦٧٤ ٩٦٥٦١ ١٩٤٠٢'],
      wrong: [
        '',
        '52469106749656119403',
        '5246910674965611940',
        '52469106749656119402 1',
        '52469106749656119x02',
        '52469106749656191402',
      ],
    },
  };
}

/** One member wrong in each. */
async function wrongReplies() {
  const [full] = await packages();
  const changes = [
    { id: full.id.slice(1) },
    { revision: 0 },
    { revision: '1' },
    { place: { lat: 90.1, lon: 0 } },
    { place: { lat: 0 } },
    { place: { lat: 0, lon: 0, words: 'x'.repeat(201) } },
    { window: { from: TICK, until: TICK } },
    { fallback: { from: TICK } },
    { clock: { minutes: 841, name: 'x' } },
    { clock: { minutes: 0, name: '' } },
    { people: 0 },
    { people: 1.5 },
    { wounded: 5 },
    { means: 'tank' },
    { recognition: { they_say: 'x', we_say: '' } },
    { abort_sign: null },
    { show: 'x'.repeat(201) },
    { expires: TICK },
    { guide: [] },
    { guide: { points: GUIDE.points.slice(0, 1) } },
    { guide: { points: Array(41).fill(GUIDE.points[0]) } },
    { guide: { points: [GUIDE.points[1], GUIDE.points[0]] } },
    { guide: { points: [GUIDE.points[0], { ...GUIDE.points[1], until: TICK }] } },
    { guide: { points: [{ lat: 0, lon: 181, at: TICK }, GUIDE.points[0]] } },
    { guide: { ...GUIDE, avoid: [{ words: '', lat: 0, lon: 0 }] } },
    { guide: { ...GUIDE, avoid: Array(9).fill(GUIDE.avoid[0]) } },
  ];
  const replies = changes.map((change) => ({ at: TICK, handover: { ...full, ...change } }));
  const withdraw = { handover: full.id, revision: 2, reason: 'aborted' };
  replies.push(
    { at: TICK, withdraw: { ...withdraw, reason: 'whim' } },
    { at: TICK, withdraw: { ...withdraw, handover: '' } },
    { at: TICK, standing: 'safe' },
    { text: 'without a time' },
  );
  return replies;
}

/** Every file's name and content. */
export async function makeVectors() {
  const files = {
    phrase: await phrases(),
    typing: await typingCases(wordLists(), fixedEntropy),
    envelope: await envelopes(),
    reply: await replies(),
    bucket: await buckets(),
    manifest: await manifests(),
    stamp: await stamps(),
    line: await lines(),
    exchange: await exchanges(),
    team: await teams(),
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => {
      const noted = { note: 'made by tests/seal/vectors.js; bytes are base64url', ...content };
      return [name, `${JSON.stringify(noted, null, 1)}\n`];
    }),
  );
}

export const vectorFile = (name) => new URL(`vectors/${name}.json`, ROOT);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, content] of Object.entries(await makeVectors())) {
    writeFileSync(vectorFile(name), content);
  }
}

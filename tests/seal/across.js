/**
 * The other half of `tests/core/test_across.py`: reads one JSON object from Python, opens what
 * Python sealed, seals something of its own, and answers. Everything is made on the spot, nothing
 * comes from a file. Bytes are base64url.
 */

import { text } from 'node:stream/consumers';
import { fromBase64url, toBase64url } from '../../web/seal/base64url.js';
import { bucketNumber, openReplies, readBucket } from '../../web/seal/bucket.js';
import { randomBytes } from '../../web/seal/bytes.js';
import { capabilities } from '../../web/seal/curves.js';
import { messageBodies, newSession } from '../../web/seal/dialogue.js';
import { KIND, sealEnvelope } from '../../web/seal/envelope.js';
import { epochAt, readManifest } from '../../web/seal/manifest.js';
import { openEnvelope } from '../../web/seal/opening.js';
import { callerKeys, readPhrase } from '../../web/seal/phrase.js';
import { kemKeyPair } from '../../web/seal/xwing.js';
import { wordLists } from './vectors.js';

const asked = JSON.parse(await text(process.stdin));
const b = (name) => fromBase64url(asked[name]);
const hotline = b('hotline');

const { entropy, lang } = await readPhrase(asked.words, wordLists(), 'en');
const keys = await callerKeys(entropy, hotline);
const manifest = await readManifest(b('manifest'), hotline);
const bucket = await readBucket(b('bucket'), hotline, manifest.online);
const replies = await openReplies(bucket, keys, hotline);
const epoch = await kemKeyPair(b('epoch_seed'));
const opened = await openEnvelope(hotline, epoch, b('envelope'));

const sealed = [];
for (const written of asked.texts) {
  const [body] = messageBodies({ session: newSession(), n: 1, lang: 'ar', text: written });
  const messageId = randomBytes(16);
  const epochPk = epochAt(manifest, bucket.tick).pk;
  const given = { hotline, epochPk, kind: KIND.message, messageId, keys, body };
  const envelope = await sealEnvelope(given);
  sealed.push({ message_id: toBase64url(messageId), envelope: toBase64url(envelope) });
}

process.stdout.write(
  JSON.stringify({
    native: await capabilities(),
    lang,
    entropy: toBase64url(entropy),
    token: toBase64url(keys.token),
    reply_key: toBase64url(keys.replyKey),
    reply_pk: toBase64url(keys.replyPk),
    bucket: [bucket.tick, bucket.k, bucket.n],
    number: await bucketNumber(keys.replyKey, hotline, bucket.tick, bucket.k),
    replies: replies.map(({ seq, part, parts, body }) => [seq, part, parts, toBase64url(body)]),
    opened: { kind: opened.kind, message_id: toBase64url(opened.messageId), body: toBase64url(opened.body) },
    sealed,
  }),
);

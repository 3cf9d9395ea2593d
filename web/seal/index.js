/** All of the seal that a page may use; only the field team's takes `team.js` as well. */

export { fromBase64url, toBase64url } from './base64url.js';
export { BUCKET_BYTES, bucketNumber, openReplies, readBucket } from './bucket.js';
export { randomBytes, readUtf8, utf8 } from './bytes.js';
export { capabilities } from './curves.js';
export { sha256 } from './derive.js';
export {
  coverBody,
  messageBodies,
  newSession,
  readReply,
  readStatus,
  ReplyJoiner,
} from './dialogue.js';
export {
  BODY_BYTES,
  decodeMessage,
  encodeMessage,
  ENVELOPE_BYTES,
  KIND,
  sealEnvelope,
} from './envelope.js';
export {
  MalformedBucket,
  MalformedEnvelope,
  MalformedManifest,
  NoWebCrypto,
  WrongCode,
  WrongPhrase,
} from './errors.js';
export { epochAt, MANIFEST_BYTES, readManifest } from './manifest.js';
export {
  callerKeys,
  newPhrase,
  phraseDigits,
  phraseWords,
  randomKeys,
  readPhrase,
} from './phrase.js';
export { invitedStamp, plainStamp, workedStamp } from './stamp.js';
export { fold, makeWordList } from './wordlist.js';

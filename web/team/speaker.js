/** How a field team speaks: kind 5, one signed word an envelope, a caller's keys and one to sign. */

import { KIND, randomBytes, randomKeys } from '../seal/index.js';
import { readTeamReply, signWord, teamKeys, wordBody } from '../seal/team.js';

/** @type {import('../page/caller.js').Speaker} */
export const TEAM = Object.freeze({
  kind: KIND.teamWord,
  bodies: ({ session, n, word }) => [wordBody({ ...word, session, n })],
  // Cover is signed for as well, and what was signed is thrown away: it takes as long.
  proven: ({ hotline, id, keys, body }) => signWord(keys.signSeed, hotline, id, body),
  readReply: readTeamReply,
  keys: teamKeys,
  noKeys: async () => ({ ...(await randomKeys()), signSeed: randomBytes(32) }),
});

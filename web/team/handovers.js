/**
 * Hand-overs as this visit knows them: from what the desk told and what was said here.
 *
 * Promises: of each only the highest revision counts, whichever came first; what is withdrawn or
 * expired can't be taken; a yes to an earlier revision is none. Refuses to know: screens, keys, and
 * what was said on earlier visits.
 */

/** What was said of a hand-over → where it stands. */
const STANDS = Object.freeze({ accept: 'accepted', refuse: 'refused', outcome: 'reported' });

/**
 * @typedef {object} KnownHandover
 * @property {string} id
 * @property {number} revision
 * @property {object} package as the desk sent it
 * @property {string | null} withdrawn why, or null
 * @property {boolean} expired
 * @property {object | null} before the revision before this one, where it came in this visit
 * @property {boolean} replaced an earlier revision was here, or was spoken of
 * @property {boolean} seen "seen" was said of this revision
 * @property {'offered' | 'accepted' | 'refused' | 'reported'} state by what was said of this revision
 * @property {string | null} outcome what was reported last
 * @property {object[]} letters what was said of any revision, oldest first
 * @property {boolean} open neither withdrawn nor expired
 */

/**
 * All of them: open ones first, the soonest first. `time` is the hotline's in Unix seconds.
 * @type {(replies: object[], letters: object[], time: number) => KnownHandover[]}
 */
export function handoversIn(replies, letters, time) {
  const found = new Map();
  for (const { handover } of replies) {
    if (!handover) continue;
    const before = found.get(handover.id);
    if (!before || handover.revision > before.revision) found.set(handover.id, handover);
  }
  const all = [...found.values()].map((each) => known(each, replies, letters, time));
  return all.sort(
    (one, other) =>
      Number(other.open) - Number(one.open) || one.package.window.from - other.package.window.from,
  );
}

function known(sent, replies, letters, time) {
  const { id, revision, expires } = sent;
  const own = letters.filter(({ word }) => word?.handover === id);
  const words = own.map(({ word }) => word).filter((word) => word.revision === revision);
  const taken = replies
    .filter(({ withdraw }) => withdraw?.handover === id && withdraw.revision >= revision)
    .pop();
  const last = words.filter(({ say }) => say in STANDS).pop();
  const withdrawn = taken?.withdraw.reason ?? null;
  const expired = time >= expires;
  const before = replies
    .map(({ handover }) => handover)
    .filter((each) => each?.id === id && each.revision < revision)
    .sort((one, other) => one.revision - other.revision)
    .pop();
  return {
    id,
    revision,
    package: sent,
    withdrawn,
    expired,
    before: before ?? null,
    replaced: before !== undefined || own.some(({ word }) => word.revision < revision),
    seen: words.some(({ say }) => say === 'seen'),
    state: last ? STANDS[last.say] : 'offered',
    outcome: words.filter(({ say }) => say === 'outcome').pop()?.outcome ?? null,
    letters: own.filter(({ word }) => word.say !== 'seen'),
    open: withdrawn === null && !expired,
  };
}

/** Whether "we take it" may be said. @type {(handover: KnownHandover) => boolean} */
export const canAccept = ({ open, state }) => open && (state === 'offered' || state === 'refused');

/** Whether "we can't" may be said. @type {(handover: KnownHandover) => boolean} */
export const canRefuse = ({ open, state }) => open && (state === 'offered' || state === 'accepted');

/**
 * Whether it may be said what happened: of what was taken, of what is over, and of what an earlier
 * visit may have spoken of.
 * @type {(handover: KnownHandover, returned: boolean) => boolean}
 */
export const canReport = ({ open, letters }, returned) => !open || returned || letters.length > 0;

/** What the desk decided of this team last, or null. @type {(replies: object[]) => string | null} */
export const standingIn = (replies) =>
  [...replies]
    .sort((one, other) => one.first - other.first)
    .filter(({ standing }) => standing)
    .pop()?.standing ?? null;

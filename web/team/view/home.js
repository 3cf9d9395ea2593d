/** What the desk has for this team: hand-overs, and words between both. */

import { TEXT_LETTERS, wordBody } from '../../seal/team.js';
import { MOST_PARTS, wellFormed } from '../../page/letters.js';
import { button, filled, h, say, show, title, unique } from '../../page/view/dom.js';
import { clockWishes, letterNode, replyNode } from '../../page/view/talk.js';
import { composer } from '../../page/view/write.js';
import { spanOf } from '../times.js';
import { enrolmentNode, tellStanding } from './enrol.js';

export function homeView(app) {
  const { t } = app;
  const list = h('ol', { class: 'handovers' });
  const none = h('p', { class: 'soft' });
  const earlier = h('p', { class: 'soft', hidden: true }, t.noneShown);
  const unknown = h('div', { class: 'actions', hidden: true }, button(t.typeOther, () => app.go('retype')));
  const standing = h('p', { role: 'status', hidden: true });
  const thread = h('ol', { class: 'talk', hidden: true });
  const enrolment = enrolmentNode(app);
  const wishes = clockWishes(app);
  const box = composer(app, {
    label: t.writeDesk,
    hint: '',
    rows: '3',
    answers: () => ({}),
    count: (text) => (fits(app, text) ? 1 : MOST_PARTS + 1),
    send: ({ text }) => app.say({ say: 'text', text: wellFormed(text), lang: app.lang }, text),
  });
  const cards = new Map();
  const said = new Map();

  function refresh(now) {
    const handovers = app.handovers(now);
    arrange(list, handovers.map((each) => cardOf(each)));
    const { mailbox, unknownWords, items } = app.talk;
    show(list, handovers.length > 0);
    show(none, !handovers.length && !unknownWords);
    say(none, mailbox.returned && !mailbox.status ? t.lookingUp : t.noHandover);
    show(earlier, mailbox.returned && mailbox.status !== null);
    show(unknown, unknownWords);
    const spoken = items.filter(({ letter, reply }) => letter?.word.say === 'text' || isText(reply));
    arrange(thread, spoken.map((item) => nodeOf(item).node));
    show(thread, spoken.length > 0);
    for (const { update } of said.values()) update?.(now);
    enrolment?.refresh(now);
    if (enrolment) show(enrolment.node, app.standing === null);
    tellStanding(app, standing);
    wishes.refresh(now);
  }

  function cardOf(handover) {
    const key = `${handover.id} ${handover.revision}`;
    if (!cards.has(key)) cards.set(key, card(app, handover));
    const { node, update } = cards.get(key);
    update(handover);
    return node;
  }

  function nodeOf({ letter, reply }) {
    const key = letter ?? reply;
    if (!said.has(key)) said.set(key, letter ? letterNode(app, letter) : replyNode(app, reply));
    return said.get(key);
  }

  return {
    nodes: [
      title(t.homeTitle),
      app.noticesNode(),
      standing,
      enrolment?.node,
      unknown,
      earlier,
      list,
      none,
      thread,
      h('div', { class: 'compose' }, box.nodes, box.problem, h('div', { class: 'actions' }, box.send)),
      button(t.keyShow, () => app.go('key'), 'quiet'),
      wishes.node,
    ],
    refresh,
  };
}

/** A reply that is to be read as text: it says something, or can't be read. */
const isText = (reply) => reply !== undefined && (reply.text === null || reply.text.trim() !== '');

/** Whether a text fits the one envelope that a word has. */
function fits(app, text) {
  try {
    const word = { say: 'text', text: wellFormed(text), lang: app.lang };
    return Array.from(text).length <= TEXT_LETTERS && !!wordBody({ ...word, session: 'x'.repeat(22), n: 1 });
  } catch {
    return false;
  }
}

/** Put the nodes into a list, only where something is elsewhere than before. */
function arrange(list, nodes) {
  const same = list.children.length === nodes.length && nodes.every((node, at) => list.children[at] === node);
  if (!same) list.replaceChildren(...nodes);
}

function card(app, { id, package: sent }) {
  const { t } = app;
  const span = spanOf(sent.window, sent.clock, app.lang);
  const state = h('p', { class: 'stands' });
  const when = unique('when');
  const open = button(t.openIt, () => app.open(id), 'primary');
  open.setAttribute('aria-describedby', when);
  const node = h(
    'li',
    {},
    h('p', { class: 'when', id: when }, h('b', {}, span.day), ' ', filled(t.span, span)),
    h('p', { class: 'soft' }, `${filled(t.peopleAre, { n: sent.people })} ${filled(t.woundedAre, { n: sent.wounded })}`),
    state,
    open,
  );
  function update(handover) {
    node.className = handover.open ? 'handover' : 'handover closed';
    state.className = handover.open ? `stands ${handover.state}` : 'stands loud';
    say(state, standsText(app, handover));
  }
  return { node, update };
}

/** Where a hand-over stands, in words. */
export function standsText({ t }, { withdrawn, expired, state, outcome }) {
  if (withdrawn) return t.standsWithdrawn;
  if (state === 'reported') return filled(t.standsReported, { outcome: t[`outcome_${outcome}`] });
  if (expired) return t.standsExpired;
  return { offered: t.standsOffered, accepted: t.standsAccepted, refused: t.standsRefused }[state];
}

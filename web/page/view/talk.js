/** The conversation: each message with what is truly known of it, answers, and the clock's wishes. */

import { letterState } from '../letters.js';
import { button, filled, h, say, show, title, unique } from './dom.js';
import { composer } from './write.js';

/** What stands beside each state: a sign, and whether it is good news. */
const SIGNS = Object.freeze({
  waiting: ['◷', 'wait'],
  again: ['◷', 'wait'],
  front: ['✓', 'wait'],
  desk: ['✓✓', 'good'],
  seen: ['◉', 'good'],
  gone: ['–', 'wait'],
});

export function talkView(app) {
  const { t } = app;
  const list = h('ol', { class: 'talk' });
  const empty = h('p', { class: 'soft' });
  const earlier = h('p', { class: 'soft', hidden: true }, t.noneShown);
  const card = wordsCard(app);
  const unknown = h(
    'div',
    { class: 'actions', hidden: true },
    h('p', { class: 'soft' }, t.unknownWordsHint),
    button(t.typeOther, () => app.go('retype')),
  );
  const wishes = clockWishes(app);
  const box = composer(app, {
    label: t.writeMore,
    hint: '',
    rows: '3',
    answers: () => ({}),
    send: (letter) => app.send(letter),
  });
  const drawn = new Map();

  function refresh(now) {
    const { items, mailbox, unknownWords } = app.talk;
    for (const item of items) {
      const key = item.letter ?? item.reply;
      if (!drawn.has(key)) drawn.set(key, item.letter ? letterNode(app, key) : replyNode(app, key));
    }
    const nodes = items.map((item) => drawn.get(item.letter ?? item.reply).node);
    if (nodes.some((node, at) => list.children[at] !== node)) list.replaceChildren(...nodes);
    for (const { update } of drawn.values()) update?.(now);
    show(list, nodes.length > 0);
    const looking = mailbox.returned && !mailbox.status;
    say(empty, looking ? t.looking : t.noAnswers);
    show(empty, !mailbox.replies.length && !unknownWords && (app.left || mailbox.returned));
    show(earlier, mailbox.returned && mailbox.status !== null);
    show(unknown, unknownWords);
    card.refresh();
    wishes.refresh(now);
  }

  return {
    nodes: [
      title(t.talkTitle),
      app.noticesNode(),
      unknown,
      earlier,
      list,
      empty,
      card.node,
      h(
        'div',
        { class: 'compose' },
        box.nodes,
        box.problem,
        h('div', { class: 'actions' }, box.send),
      ),
      wishes.node,
    ],
    refresh,
  };
}

function head(app, who, at) {
  return h(
    'p',
    { class: 'head' },
    h('b', {}, who),
    at > 0 && h('time', { datetime: new Date(at * 1000).toISOString() }, app.timeOf(at)),
  );
}

/** What was written, with what is truly known of it. */
export function letterNode(app, letter) {
  const sign = h('span', { class: 'sign', 'aria-hidden': 'true' });
  const words = h('span', {});
  const state = h('p', { class: 'state' }, sign, words);
  const parts = h('p', { class: 'soft', hidden: true });
  const body = letter.text.trim() && h('p', { class: 'text', dir: 'auto' }, letter.text);
  const node = h(
    'li',
    { class: 'own' },
    head(app, app.t.you, letter.at),
    body,
    answersNode(app, letter.answers),
    state,
    parts,
  );
  let before = null;
  function update(now) {
    const name = letterState(letter);
    const [mark, kind] = SIGNS[name];
    say(sign, mark);
    state.className = `state ${kind}`;
    say(words, stateText(app, name, letter, now));
    const left = letter.parts.filter((part) => !['waiting'].includes(part.state)).length;
    show(parts, letter.parts.length > 1 && left < letter.parts.length);
    say(parts, filled(app.t.partsLeft, { i: left, n: letter.parts.length }));
    if (before !== null && before !== name) app.announce(words.textContent);
    before = name;
  }
  return { node, update };
}

function stateText(app, name, letter, now) {
  const { t, talk } = app;
  if (name === 'front') return t.stateFront;
  if (name === 'desk') return t.stateDesk;
  if (name === 'seen') return t.stateSeen;
  if (name === 'gone') return t.stateGone;
  const leaving = talk.carries(letter);
  if (leaving) return t.stateLeaving;
  const s = app.secondsUntil(talk.clock.next, now);
  if (name === 'again') return filled(t.stateAgain, { s });
  return filled(talk.trouble.post || !talk.manifest ? t.stateKept : t.stateWaiting, { s });
}

function answersNode(app, answers) {
  const given = app.programme.questions.filter(({ id }) => id in answers);
  if (!given.length) return null;
  const said = ({ id, options = [] }) => {
    const option = options.find((each) => each.id === answers[id]);
    return option ? app.own(option.text) : String(answers[id]);
  };
  return h(
    'dl',
    {},
    given.map((question) => [
      h('dt', {}, app.own(question.text)),
      h('dd', { dir: 'auto' }, said(question)),
    ]),
  );
}

/** What the desk answered. */
export function replyNode(app, reply) {
  const text = reply.text ?? app.t.unreadable;
  const members = { class: 'text', dir: 'auto', ...(reply.lang && { lang: reply.lang }) };
  const node = h(
    'li',
    { class: 'theirs' },
    head(app, app.t.desk, reply.at),
    h('p', members, text),
  );
  return { node };
}

/** The nine words, when they are there and until they were typed back. */
function wordsCard(app) {
  const { t } = app;
  const said = h('p', {});
  const open = button(t.showWords, () => app.go('words'));
  const node = h('div', { class: 'card', hidden: true }, said, open);
  function refresh() {
    const { phrase, checked, left } = app;
    show(node, phrase !== null);
    show(open, left);
    say(said, (!left && t.wordsSoon) || (!checked && t.notChecked) || '');
    show(said, said.textContent !== '');
    node.classList.toggle('calm', checked);
  }
  return { node, refresh };
}

/** "Keep talking" and "save data". */
export function clockWishes(app) {
  const { t } = app;
  const slowed = h('p', {});
  const keep = button(t.keepTalking, () => app.driver.tell({ is: 'keepTalking' }));
  const quick = h('div', { class: 'card', hidden: true }, slowed, keep, h('p', { class: 'soft' }, t.keepTalkingHint));
  const name = unique('save');
  const save = h('input', {
    type: 'checkbox',
    id: name,
    autocomplete: 'off',
    'aria-describedby': `${name}-hint`,
    on: { change: () => app.driver.tell({ is: 'save', on: save.checked }) },
  });
  save.checked = app.talk.clock.saving;
  const node = h(
    'section',
    { class: 'wishes' },
    quick,
    h('label', { class: 'check', for: name }, save, t.saveData),
    h('p', { class: 'soft', id: `${name}-hint` }, t.saveDataHint),
    h('p', { class: 'soft' }, t.pulseWhy),
  );
  function refresh(now) {
    const { clock } = app.talk;
    show(quick, clock.slowed(now));
    say(slowed, filled(t.slowed, { s: clock.apart(now) / 1000 }));
  }
  return { node, refresh };
}

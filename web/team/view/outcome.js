/** Saying why not, or what happened: one choice at a time, and nothing signed by a slip. */

import { OUTCOMES, REFUSAL_REASONS } from '../../seal/team.js';
import { button, h, say, show, title, unique } from '../../page/view/dom.js';
import { latinDigits } from '../../page/view/write.js';

/** Of these outcomes it is asked of how many. */
const COUNTED = Object.freeze({ arrived: 'howManyArrived', harmed: 'howManyHarmed' });
const MOST_PEOPLE = 10_000;
const MOST_MINUTES = 14 * 24 * 60;

/**
 * The hand-over of this screen, as it was drawn: `say` signs for that revision, and where the desk
 * has changed it meanwhile shows what is new instead. A word about an old one would count for nothing.
 */
function drawn(app) {
  const { id, revision } = app.handover(performance.now());
  const say = (word, text) => {
    if (app.handover(performance.now()).revision === revision)
      app.say({ handover: id, revision, ...word }, text);
    app.go('done');
  };
  return { say };
}

export function refuseView(app) {
  const { t } = app;
  const { say: sign } = drawn(app);
  const choose = (reason) => () => sign({ say: 'refuse', reason }, `${t.refuse}. ${t[`refusal_${reason}`]}`);
  return {
    nodes: [
      title(t.refuseTitle),
      h('p', { class: 'soft' }, t.signed),
      h('div', { class: 'choices' }, REFUSAL_REASONS.map((reason) => button(t[`refusal_${reason}`], choose(reason)))),
      button(t.back, () => app.go('done'), 'quiet back'),
    ],
  };
}

export function outcomeView(app) {
  const { t } = app;
  const choose = (outcome) => () => {
    app.chosen = outcome;
    app.go('chosen');
  };
  return {
    nodes: [
      title(t.outcomeTitle),
      h('div', { class: 'choices' }, OUTCOMES.map((outcome) => button(t[`outcome_${outcome}`], choose(outcome)))),
      button(t.back, () => app.go('done'), 'quiet back'),
    ],
  };
}

export function confirmView(app) {
  const { t, chosen } = app;
  const { say: sign } = drawn(app);
  const counted = COUNTED[chosen];
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const changed = () => show(problem, false);
  const people = counted && numberField(t[counted], { usual: '', least: 1, most: MOST_PEOPLE, changed });
  const minutes = { usual: '0', least: 0, most: MOST_MINUTES, hint: t.minutesHint, changed };
  const ago = numberField(t.minutesAgo, minutes);
  const submit = () => {
    const wrong = [people, ago].find((field) => field && field.read() === null);
    say(problem, t.wholeNumber);
    show(problem, wrong !== undefined);
    if (wrong) {
      wrong.input.focus();
      return;
    }
    const at = app.talk.timeAtLeast(performance.now()) - 60 * ago.read();
    const number = people?.read() ?? 0;
    const text = people ? `${t[`outcome_${chosen}`]}: ${number}` : t[`outcome_${chosen}`];
    sign({ say: 'outcome', outcome: chosen, at, people: number }, text);
  };
  return {
    nodes: [
      title(t[`outcome_${chosen}`]),
      people?.nodes,
      ago.nodes,
      problem,
      h('p', {}, t.signed),
      h('div', { class: 'actions' }, button(t.signAndSend, submit, 'primary'), button(t.back, () => app.go('back'))),
    ],
  };
}

function numberField(label, { usual, least, most, hint = null, changed }) {
  const name = unique('number');
  const input = h('input', {
    id: name,
    type: 'text',
    class: 'amount',
    dir: 'ltr',
    inputmode: 'numeric',
    maxlength: '6',
    autocomplete: 'off',
    'aria-describedby': hint && `${name}-hint`,
    on: { input: changed },
  });
  input.value = usual;
  const read = () => {
    const typed = latinDigits(input.value.trim());
    const number = /^[0-9]+$/.test(typed) ? Number(typed) : NaN;
    return number >= least && number <= most ? number : null;
  };
  const nodes = [
    h('label', { for: name }, label),
    hint && h('p', { class: 'soft', id: `${name}-hint` }, hint),
    input,
  ];
  return { input, nodes: nodes.filter(Boolean), read };
}

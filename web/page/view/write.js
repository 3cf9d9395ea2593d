/** The step "write": free text and the programme's few questions, all optional. */

import { countParts, MOST_PARTS } from '../letters.js';
import { button, filled, h, say, show, title, unique } from './dom.js';

/** A box to write in, with what is said about its length; `answers()` ride along, `count` gives its parts. */
export function composer(app, { label, hint, rows, answers, send, count = countParts }) {
  const { t } = app;
  const name = unique('text');
  const area = h('textarea', {
    id: name,
    rows,
    dir: 'auto',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': `${name}-hint`,
  });
  area.value = app.draft;
  const size = h('p', { class: 'soft', id: `${name}-hint`, role: 'status' }, hint);
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const measure = () => {
    app.draft = area.value;
    show(problem, false);
    // Only a long text can need more than one envelope.
    const parts = area.value.length > 800 ? count(area.value, answers(), app.lang) : 1;
    say(size, parts > 1 ? filled(t.inParts, { n: parts }) : hint);
    return parts;
  };
  area.addEventListener('input', measure);
  const submit = () => {
    const parts = measure();
    const empty = !area.value.trim() && !Object.keys(answers()).length;
    const wrong = (empty && t.nothingYet) || (parts > MOST_PARTS && t.tooLong);
    if (wrong) {
      say(problem, wrong);
      show(problem, true);
      area.focus();
      return;
    }
    const text = area.value;
    area.value = app.draft = '';
    measure();
    send({ text, answers: answers(), lang: app.lang });
  };
  const nodes = [h('label', { for: name }, label), area, size];
  return { nodes, problem, send: button(t.send, submit, 'primary') };
}

export function writeView(app) {
  const { t } = app;
  const fields = app.programme.questions.map((question) => field(app, question));
  const questions = h(
    'fieldset',
    { class: 'questions' },
    h('legend', {}, t.questions),
    h('p', { class: 'soft' }, t.questionsHint),
    fields,
  );
  const box = composer(app, {
    label: t.message,
    hint: t.messageHint,
    rows: '6',
    answers: () => app.answers,
    send: (letter) => app.send(letter),
  });
  return {
    nodes: [
      title(t.writeTitle),
      app.noticesNode(),
      box.nodes,
      fields.length > 0 && questions,
      box.problem,
      h(
        'div',
        { class: 'actions' },
        box.send,
        button(t.back, () => app.go('back'), 'quiet'),
      ),
      h('p', { class: 'soft' }, t.wordsSoon),
    ],
  };
}

const most = { number: 6, text: 300 };

function field(app, { id, kind, text, options = [] }) {
  const name = unique('question');
  const keep = (value) => {
    if (value === '' || Number.isNaN(value)) delete app.answers[id];
    else app.answers[id] = value;
  };
  let input;
  if (kind === 'choice') {
    input = h(
      'select',
      // Firefox keeps choices on disk to restore a session, unless this says no.
      { id: name, autocomplete: 'off' },
      h('option', { value: '' }, app.t.noAnswer),
      options.map((option) => h('option', { value: option.id }, app.own(option.text))),
    );
  } else {
    const numeric = kind === 'number' && { inputmode: 'numeric', pattern: '[0-9]*' };
    const shared = { id: name, type: 'text', dir: 'auto', autocomplete: 'off', maxlength: most[kind] };
    input = h('input', { ...shared, spellcheck: 'false', ...numeric });
  }
  input.value = app.answers[id] ?? '';
  input.addEventListener('input', () => {
    const value = input.value.trim();
    keep(kind === 'number' && value ? Number.parseInt(latinDigits(value), 10) : value);
  });
  return h('div', { class: 'field' }, h('label', { for: name }, app.own(text)), input);
}

/** Arabic and Persian digits as Latin ones. */
export const latinDigits = (text) =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15);

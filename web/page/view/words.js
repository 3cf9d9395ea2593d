/** The nine words: shown, typed back once, and typed again on return. */

import { fold, readPhrase, WrongPhrase } from '../../seal/index.js';
import { button, filled, h, say, show, title, unique } from './dom.js';

const WORDS = 9;
const DIGITS = 30;
const MOST_FITTING = 4;
const LEAST_TYPED = 2;

export function wordsView(app) {
  const { t } = app;
  const groups = [0, 3, 6].map((from) =>
    h(
      'ol',
      { class: 'words', start: from + 1 },
      app.phrase.words.slice(from, from + 3).map((word, at) =>
        h('li', {}, h('span', { class: 'number', 'aria-hidden': 'true' }, from + at + 1), h('b', {}, word)),
      ),
    ),
  );
  const digits = h(
    'div',
    { hidden: true },
    h('p', { class: 'digits', dir: 'ltr' }, app.phrase.digits.split(' ').map((group) => h('span', {}, `${group} `))),
    h('p', { class: 'soft' }, t.digitsHint),
  );
  const toggle = button(t.digitsShow, () => {
    show(digits, digits.hidden);
    say(toggle, digits.hidden ? t.digitsShow : t.digitsHide);
    toggle.setAttribute('aria-expanded', String(!digits.hidden));
  }, 'quiet');
  toggle.setAttribute('aria-expanded', 'false');
  return {
    nodes: [
      title(t.wordsTitle),
      h('p', { class: 'lead' }, t.wordsOnly),
      h('div', { class: 'nine' }, groups),
      h('p', {}, t.wordsHow, ' ', t.wordsSecret),
      toggle,
      digits,
      h(
        'div',
        { class: 'actions' },
        button(t.wordsHave, () => app.go('have'), 'primary'),
        app.canPostpone && button(t.later, () => app.go('later')),
      ),
    ],
  };
}

/** Typing a phrase, with completion from the whole list: it shows nothing of the phrase itself. */
function phraseField(app, { submit }) {
  const { t } = app;
  const name = unique('phrase');
  const area = h('textarea', {
    id: name,
    rows: '3',
    class: 'phrase',
    dir: 'auto',
    autocomplete: 'off',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
    'aria-describedby': `${name}-hint ${name}-count`,
  });
  const count = h('p', { class: 'count', id: `${name}-count`, role: 'status' });
  const fits = h('div', { class: 'fits', role: 'group', 'aria-label': t.phraseFits });
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const right = h('p', { class: 'right', role: 'status', hidden: true });

  const told = (text) => {
    say(problem, text);
    show(problem, text !== '');
  };
  const lastTyped = () => /\S*$/.exec(area.value)[0];
  const complete = (word) => {
    area.value = `${area.value.slice(0, area.value.length - lastTyped().length)}${word} `;
    changed();
    area.focus();
  };

  function changed() {
    told('');
    const digits = (area.value.match(/\p{Nd}/gu) ?? []).length;
    const words = area.value.split(/\s+/).filter(Boolean).length;
    const said = digits
      ? filled(t.phraseDigits, { n: digits })
      : filled(t.phraseCount, { n: words });
    say(count, said);
    const typed = fold(lastTyped());
    const found = digits ? [] : fitting(app, typed);
    fits.replaceChildren(...found.map((word) => button(word, () => complete(word), 'fit')));
    if (digits === DIGITS || (!digits && words === WORDS && whole(typed))) void check(false);
  }
  const whole = (typed) => typed === '' || app.lists.some((list) => list.exact.has(typed));

  /** Check without any request; `asked` by the person, or because all nine are there. */
  async function check(asked) {
    const before = area.value;
    try {
      const read = await readPhrase(before, app.listsByLang, app.lang);
      told('');
      return read;
    } catch (wrong) {
      if (!(wrong instanceof WrongPhrase)) throw wrong;
      if (before === area.value && (asked || wrong.fault !== 'length')) told(fault(wrong));
      return null;
    }
  }
  const fault = ({ fault: kind, unknown }) => {
    if (kind === 'word') return unknown.map((at) => filled(t.wrongWord, { n: at + 1 })).join(' ');
    if (kind === 'length') return t.wrongLength;
    return /\p{Nd}/u.test(area.value) ? t.wrongDigits : t.wrongCheck;
  };

  area.addEventListener('input', (event) => {
    if (!event.isComposing && / $/.test(area.value)) {
      // A word that is meant without doubt is written out.
      const typed = /(\S+) $/.exec(area.value)?.[1] ?? '';
      const meant = fold(typed).length >= 4 && fitting(app, fold(typed));
      if (meant && meant.length === 1 && meant[0] !== typed)
        area.value = `${area.value.slice(0, -typed.length - 1)}${meant[0]} `;
    }
    changed();
  });
  area.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void submitted();
  });
  async function submitted() {
    const read = await check(true);
    if (read) await submit({ ...read, told, right });
    else area.focus();
  }
  changed();
  return {
    area,
    nodes: [
      h('label', { for: name }, t.phrase),
      h('p', { class: 'soft', id: `${name}-hint` }, t.phraseHint),
      area,
      count,
      fits,
      problem,
      right,
    ],
    submitted,
    told,
    right,
  };
}

/** Words that begin like `typed`: of the page's language, else of the others. */
function fitting(app, typed) {
  if (typed.length < LEAST_TYPED) return [];
  for (const { folded, words } of app.lists) {
    const found = [];
    for (let at = 0; at < words.length && found.length < MOST_FITTING; at += 1)
      if (folded[at].startsWith(typed)) found.push(words[at]);
    if (found.length) return found;
  }
  return [];
}

export function checkView(app) {
  const { t } = app;
  const field = phraseField(app, {
    async submit({ entropy, told, right }) {
      if (String(entropy) !== String(app.phrase.entropy)) return told(t.checkOther);
      app.checked = true;
      say(right, t.checkRight);
      show(right, true);
      show(actions, false);
      show(done, true);
      done.firstChild.focus();
    },
  });
  const actions = h(
    'div',
    { class: 'actions' },
    button(t.phraseCheck, field.submitted, 'primary'),
    button(t.wordsAgain, () => app.go('words')),
    app.canPostpone && button(t.later, () => app.go('later'), 'quiet'),
  );
  const done = h(
    'div',
    { class: 'actions', hidden: true },
    button(t.toTalk, () => app.go('done'), 'primary'),
  );
  return {
    nodes: [title(t.checkTitle), h('p', {}, t.checkWhy), field.nodes, actions, done],
  };
}

export function returnView(app) {
  const { t } = app;
  const working = h('p', { role: 'status', hidden: true }, t.working);
  const field = phraseField(app, {
    async submit({ entropy, told }) {
      // Enter once more while the key is made: a second return would forget what is written meanwhile.
      if (open.disabled) return;
      told('');
      show(working, true);
      open.disabled = true;
      await app.comeBack(entropy);
    },
  });
  const open = button(t.returnGo, field.submitted, 'primary');
  return {
    nodes: [
      title(t.returnTitle),
      h('p', {}, t.returnHint),
      app.noticesNode(),
      field.nodes,
      working,
      h(
        'div',
        { class: 'actions' },
        open,
        button(t.back, () => app.go('back'), 'quiet'),
      ),
    ],
  };
}

/** What this page is, the one-time code, and the key that both sides compare. */

import { toBase64url, WrongCode } from '../../seal/index.js';
import { readCode } from '../../seal/team.js';
import { letterState } from '../../page/letters.js';
import { button, h, say, show, title, unique } from '../../page/view/dom.js';
import { letterNode } from '../../page/view/talk.js';

const TAKEN = Object.freeze(['desk', 'seen']);

export function aboutView(app) {
  const { t } = app;
  const list = (kind, sentences) =>
    h('ul', { class: kind }, sentences.map((sentence) => h('li', {}, sentence)));
  const working = h('p', { role: 'status', hidden: true }, t.working);
  const begin = button(
    t.goNew,
    () => {
      if (begin.disabled) return;
      begin.disabled = true;
      show(working, true);
      void app.newTeam();
    },
    'primary',
  );
  return {
    nodes: [
      title(t.aboutTitle),
      h('div', { class: 'about' }, [t.aboutWhat, t.aboutSigned, t.aboutHow].map((each) => h('p', {}, each))),
      h('h2', {}, t.promised),
      list('promised', [t.promisedSealed, t.promisedDevice, t.promisedNames]),
      h('h2', {}, t.notPromised),
      list('not-promised', [t.notDeny, t.notPhone, t.notServer]),
      h('p', { class: 'soft' }, t.leaveHow),
      h('p', { class: 'soft' }, `${t.pulseWhy} ${t.dataUse}`),
      working,
      h('div', { class: 'actions' }, begin, button(t.goReturn, () => app.go('return'))),
      button(t.back, () => app.go('back'), 'quiet back'),
    ],
  };
}

export function codeView(app) {
  const { t } = app;
  const name = unique('code');
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true }, t.codeWrong);
  const input = h('input', {
    id: name,
    type: 'text',
    class: 'code',
    dir: 'ltr',
    inputmode: 'numeric',
    maxlength: '40',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': `${name}-hint`,
    on: { input: () => show(problem, false) },
  });
  const submit = () => {
    try {
      const code = readCode(input.value);
      input.value = '';
      app.say({ say: 'enrol', key: toBase64url(app.signing.key), code }, t.codeSaid);
      app.go('sent');
    } catch (wrong) {
      if (!(wrong instanceof WrongCode)) throw wrong;
      show(problem, true);
      input.focus();
    }
  };
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    submit();
  });
  return {
    nodes: [
      title(t.codeTitle),
      app.noticesNode(),
      h('label', { for: name }, t.codeLabel),
      h('p', { class: 'soft', id: `${name}-hint` }, t.codeHint),
      input,
      problem,
      h('div', { class: 'actions' }, button(t.codeGo, submit, 'primary')),
      button(t.back, () => app.go('back'), 'quiet back'),
    ],
  };
}

/** How far the code is; null when none was sent in this visit. */
export function enrolmentNode(app) {
  const { t, enrolment } = app;
  if (!enrolment) return null;
  const drawn = letterNode(app, enrolment);
  const stays = h('p', { class: 'soft' }, t.codeStays);
  const other = button(t.codeOther, () => app.go('code'));
  const node = h('div', {}, h('ol', { class: 'talk' }, drawn.node), stays, other);
  const refresh = (now) => {
    drawn.update(now);
    const open = !TAKEN.includes(letterState(enrolment));
    show(stays, open);
    show(other, open);
  };
  return { node, refresh };
}

export function keyView(app) {
  const { t } = app;
  const enrolment = enrolmentNode(app);
  const standing = h('p', { role: 'status', hidden: true });
  const groups = app.signing.fingerprint.split(' ').map((group) => h('span', {}, `${group} `));
  return {
    nodes: [
      title(t.keyTitle),
      app.noticesNode(),
      h('p', {}, t.keyWhy, ' ', t.keyBoth),
      h('p', { class: 'digits key', dir: 'ltr' }, groups),
      h('p', {}, t.keyDiffer, ' ', t.keyConfirm),
      standing,
      enrolment?.node,
      h(
        'div',
        { class: 'actions' },
        app.phrase && !app.enrolment && button(t.toTalk, () => app.go('code')),
        button(t.toHome, () => app.go('home'), 'primary'),
      ),
    ],
    refresh(now) {
      enrolment?.refresh(now);
      tellStanding(app, standing);
    },
  };
}

const STANDINGS = Object.freeze({
  confirmed: ['standingConfirmed', 'right'],
  refused: ['standingRefused', 'loud'],
  revoked: ['standingRevoked', 'loud'],
});

/** What the desk decided of this team; while it has not, so much is said after a code was sent. */
export function tellStanding(app, node) {
  const [key, kind] = STANDINGS[app.standing] ?? ['standingWaiting', 'problem'];
  const waits = app.standing === null;
  show(node, !waits || app.enrolment !== null);
  node.className = kind;
  say(node, app.t[key]);
}

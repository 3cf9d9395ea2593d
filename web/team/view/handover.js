/** One hand-over: everything that the team needs, and what it may say of it. */

import { button, filled, h, say, show, title } from '../../page/view/dom.js';
import { letterNode } from '../../page/view/talk.js';
import { canAccept, canRefuse, canReport } from '../handovers.js';
import { coordinatesOf, momentOf, offsetOf, spanOf } from '../times.js';
import { avoidNode, pointsNode, wayDrawn } from './guide.js';

export function handoverView(app) {
  const { t } = app;
  const now = performance.now();
  const { id, revision, package: sent, before, replaced, seen } = app.handover(now);
  if (!seen) app.say({ say: 'seen', handover: id, revision }, '');
  const of = { handover: id, revision };
  const off = h('div', { class: 'loud', role: 'alert', hidden: true });
  const changed = h(
    'div',
    { class: 'loud', role: 'alert', hidden: true },
    h('p', {}, t.changedNow),
    button(t.showNew, () => app.show('handover')),
  );
  const accept = button(t.accept, () => app.say({ say: 'accept', ...of }, t.accept), 'primary');
  const refuse = button(t.refuse, () => app.go('refuse'));
  const report = button(t.report, () => app.go('report'));
  const actions = h('div', { class: 'actions' }, accept, refuse, report);
  const time = h('p', { class: 'soft' });
  const thread = h('ol', { class: 'talk', hidden: true });
  const earlier = h('p', { class: 'soft', hidden: true }, t.noneShown);
  const drawn = new Map();

  function refresh(at) {
    const handover = app.handover(at);
    if (!handover) return;
    const stale = handover.revision !== revision;
    show(changed, stale);
    tellOff(app, off, handover);
    show(actions, !stale);
    show(accept, canAccept(handover));
    show(refuse, canRefuse(handover));
    show(report, canReport(handover, app.talk.mailbox.returned));
    report.className = handover.state === 'accepted' ? 'primary' : '';
    say(time, filled(t.lastTime, { time: momentOf(app.talk.time, sent.clock, app.lang) }));
    for (const letter of handover.letters) {
      if (drawn.has(letter)) continue;
      drawn.set(letter, letterNode(app, letter));
      thread.append(drawn.get(letter).node);
    }
    show(thread, drawn.size > 0);
    show(earlier, app.talk.mailbox.returned && handover.state === 'offered');
    for (const { update } of drawn.values()) update(at);
  }

  return {
    nodes: [
      title(t.handoverTitle),
      app.noticesNode(),
      off,
      changed,
      replaced && h('p', { class: 'problem' }, t.replaced),
      details(app, sent, before),
      sent.guide && wayDrawn(app, sent),
      time,
      earlier,
      thread,
      actions,
      button(t.toHome, () => app.go('home'), 'quiet back'),
    ],
    refresh,
  };
}

const REASONS = Object.freeze({
  aborted: 'withdrawnAborted',
  replaced: 'withdrawnReplaced',
  expired: 'withdrawnExpired',
  other: 'withdrawnOther',
});

/** Say loudly that nobody may go by it any more. */
function tellOff({ t }, node, { withdrawn, expired }) {
  const texts = withdrawn ? [t.withdrawn, t[REASONS[withdrawn]]] : [t.expired, t.expiredWhy];
  show(node, withdrawn !== null || expired);
  const said = node.hidden ? '' : texts.join('\n');
  if (node.dataset.said === said) return;
  node.dataset.said = said;
  node.replaceChildren(...(said ? [h('p', {}, h('b', {}, texts[0])), h('p', {}, texts[1])] : []));
}

/** Everything, and under what has changed how it was before. */
function details(app, sent, before) {
  const earlier = before && rowsOf(app, before);
  const rows = rowsOf(app, sent).map(([name, ...values], at) => {
    const said = textOf(values);
    const was = earlier ? textOf(earlier[at].slice(1)) : said;
    if (!said && !was) return null;
    const old = was === said ? null : h('dd', { class: 'before' }, app.t.before, ' ', h('bdi', { dir: 'auto' }, was || '–'));
    return h('div', old ? { class: 'changed' } : {}, h('dt', {}, name), h('dd', {}, said ? parts(values) : '–'), old);
  });
  return h('dl', { class: 'package' }, ...rows.filter(Boolean));
}

function rowsOf(app, sent) {
  const { t, lang } = app;
  const { place, window, fallback, clock, recognition, guide } = sent;
  const quote = (text) => h('bdi', { class: 'quote', dir: 'auto' }, text);
  const span = (each) => {
    const said = spanOf(each, clock, lang);
    return [h('span', {}, said.day), ' ', h('b', {}, filled(t.span, said))];
  };
  const means = { foot: t.onFoot, car: t.byCar, other: t.otherwise }[sent.means];
  return [
    row(t.place, h('b', { class: 'coordinates', dir: 'ltr' }, coordinatesOf(place)), place.words && quote(place.words)),
    row(t.window, span(window)),
    row(t.fallback, fallback && span(fallback)),
    row(t.theWay, guide && pointsNode(app, sent)),
    row(t.avoid, guide && avoidNode(app, sent)),
    row(t.clock, h('bdi', { dir: 'auto' }, clock.name), ' ', h('span', { dir: 'ltr' }, `(UTC${offsetOf(clock)})`)),
    row(t.expires, h('span', {}, momentOf(sent.expires, clock, lang))),
    row(t.people, h('b', {}, String(sent.people)), ' ', means),
    row(t.wounded, h('b', { class: sent.wounded ? 'danger' : '' }, String(sent.wounded))),
    row(t.theySay, quote(recognition.they_say)),
    row(t.weSay, quote(recognition.we_say)),
    row(t.show, sent.show && quote(sent.show)),
    row(t.abortSign, sent.abort_sign && quote(sent.abort_sign)),
  ];
}

const row = (name, ...values) => [name, ...values];
const parts = (values) => values.flat().filter(Boolean);
const textOf = (values) => parts(values)
    .map((each) => each.textContent ?? each)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();

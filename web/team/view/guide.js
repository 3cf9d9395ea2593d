/** The way by which a team leads them: as a list that says everything, and drawn small. */

import { filled, h } from '../../page/view/dom.js';
import { drawnOn, legOf, nearestOf, roundBelow } from '../ground.js';
import { coordinatesOf, hourOf, momentOf } from '../times.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 280;
const MARGIN = 18;
const BAR_SHARE = 0.4;

/** For the rows of a hand-over: points with moments, metres and directions. */
export function pointsNode(app, sent) {
  const { points } = sent.guide;
  return h('ol', { class: 'waypoints' }, points.map((each, at) => pointNode(app, sent, at)));
}

function pointNode({ t, lang }, { guide: { points }, clock }, at) {
  const [point, next] = [points[at], points[at + 1]];
  const said = at === 0 ? momentOf(point.at, clock, lang) : hourOf(point.at, clock, lang);
  const waits = point.until && next && filled(t.pointUntil, { time: hourOf(point.until, clock, lang) });
  const onward = next ? legSaid(t, t.pointNext, legOf(point, next)) : t.pointLast;
  return h(
    'li',
    {},
    h('b', { class: 'hour' }, said),
    ' ',
    h('span', { class: 'spot', dir: 'ltr' }, coordinatesOf(point)),
    Boolean(waits) && [' ', h('b', { class: 'onward' }, waits)],
    ' ',
    h('span', { class: 'onward' }, onward),
  );
}

/** The closed areas beside it, or null. */
export function avoidNode({ t }, { guide: { points, avoid } }) {
  if (!avoid.length) return null;
  const items = avoid.map((each) => {
    const n = nearestOf(points, each);
    const where = legSaid(t, t.avoidBeside, legOf(points[n - 1], each), { n });
    return h('li', {}, h('bdi', { dir: 'auto' }, each.words), ': ', where);
  });
  return h('ul', { class: 'waypoints' }, items);
}

function legSaid(t, text, { metres, towards }, more = {}) {
  const far = metres < 1_000 ? filled(t.metres, { n: metres }) : filled(t.kilometres, { n: metres / 1_000 });
  return filled(text, { far, direction: t[`towards_${towards}`], ...more });
}

/** The same as a drawing: nothing is asked of anybody for it. */
export function wayDrawn({ t }, { guide: { points, avoid } }) {
  const drawn = drawnOn(points, avoid, WIDTH, MARGIN);
  const bar = roundBelow(drawn.metres * BAR_SHARE);
  const long = (bar / drawn.metres) * (WIDTH - 2 * MARGIN);
  const foot = drawn.height + MARGIN;
  const said = bar < 1_000 ? filled(t.metres, { n: bar }) : filled(t.kilometres, { n: bar / 1_000 });
  const halts = points.map(({ until }, at) => at === 0 || at === points.length - 1 || Boolean(until));
  return svg(
    'svg',
    { class: 'way', viewBox: `0 0 ${WIDTH} ${Math.ceil(foot + MARGIN)}`, role: 'img', 'aria-label': t.wayDrawn },
    ...drawn.beside.map(([x, y]) => svg('path', { class: 'shut', d: `M${x - 6} ${y - 6}l12 12m0-12l-12 12` })),
    svg('polyline', { class: 'line', points: drawn.points.map((each) => each.map(round).join()).join(' ') }),
    ...drawn.points.map(([x, y], at) => svg('circle', { class: 'point', cx: round(x), cy: round(y), r: halts[at] ? 5 : 2 })),
    ...drawn.points.map(
      ([x, y], at) => halts[at] && svg('text', { x: round(x) + 7, y: round(y) - 7 }, String(at + 1)),
    ),
    svg('path', { class: 'line bar', d: `M${MARGIN} ${round(foot)}h${round(long)}` }),
    svg('text', { x: MARGIN, y: round(foot) - 6 }, said),
    svg('path', { class: 'north', d: `M${WIDTH - MARGIN} ${round(foot)}v-16m-5 6l5-6l5 6` }),
  );
}

const round = (value) => Math.round(value * 10) / 10;

function svg(tag, members, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(members)) element.setAttribute(name, value);
  element.append(...children.filter(Boolean));
  return element;
}

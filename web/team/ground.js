/**
 * A way on the ground: how far and where to from point to point, and as a drawing with north above.
 *
 * Promises: metres and eight directions, near enough to walk by; no map, and nothing asked of
 * anybody. Refuses to know: words, the document.
 */

const METRES_PER_DEGREE = 111_195;
const TOWARDS = Object.freeze(['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw']);
const ROUND = Object.freeze({ near: 10, far: 100, from: 1_000 });

/** How many metres east and north of `from`. */
function apart(from, to) {
  const shrink = Math.cos((((from.lat + to.lat) / 2) * Math.PI) / 180);
  return [(to.lon - from.lon) * METRES_PER_DEGREE * shrink, (to.lat - from.lat) * METRES_PER_DEGREE];
}

/**
 * How far `to` is from `from`, as it is said (ten metres exactly, a hundred from a kilometre on),
 * and in which of eight directions.
 * @type {(from: object, to: object) => {metres: number, towards: string}}
 */
export function legOf(from, to) {
  const [east, north] = apart(from, to);
  const metres = Math.hypot(east, north);
  const turn = Math.round((Math.atan2(east, north) / Math.PI) * 4);
  const round = metres < ROUND.from ? ROUND.near : ROUND.far;
  return { metres: Math.round(metres / round) * round, towards: TOWARDS[(turn + 8) % 8] };
}

/** The point that is nearest: its number from 1. @type {(points: object[], to: object) => number} */
export function nearestOf(points, to) {
  const far = points.map((each) => Math.hypot(...apart(each, to)));
  return far.indexOf(Math.min(...far)) + 1;
}

/**
 * Where all of it lies in a drawing of that width, a margin around: `[x, y]` of each, and its height.
 * @type {(points: object[], beside: object[], width: number, margin: number) => {points: number[][], beside: number[][], height: number, metres: number}}
 * `metres` is how many the width within the margins stands for.
 */
export function drawnOn(points, beside, width, margin) {
  const all = [...points, ...beside].map((each) => apart(points[0], each));
  const [east, north] = [0, 1].map((axis) => all.map((each) => each[axis]));
  const span = Math.max(Math.max(...east) - Math.min(...east), Math.max(...north) - Math.min(...north), 1);
  const scale = (width - 2 * margin) / span;
  const place = ([x, y]) => [
    margin + (x - Math.min(...east)) * scale,
    margin + (Math.max(...north) - y) * scale,
  ];
  return {
    points: all.slice(0, points.length).map(place),
    beside: all.slice(points.length).map(place),
    height: 2 * margin + (Math.max(...north) - Math.min(...north)) * scale,
    metres: span,
  };
}

/** The longest round length that is at most so long. @type {(metres: number) => number} */
export function roundBelow(metres) {
  const ten = 10 ** Math.floor(Math.log10(metres));
  return [5, 2, 1].map((each) => each * ten).find((each) => each <= metres);
}

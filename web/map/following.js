/**
 * Where somebody who follows a way is at a moment. Pure: a way is a line and the Unix second at each of
 * its points; where he waits, two points lie at the same place.
 */

/** Not set out, waiting, moving or there; and the point, longitude first. */
export function whereAt({ line, times }, moment) {
  const last = line.length - 1;
  if (moment < times[0]) return { state: 'before', point: line[0] };
  if (moment >= times[last]) return { state: 'there', point: line[last] };
  const at = times.findIndex((time) => time > moment) - 1;
  const [from, to] = [line[at], line[at + 1]];
  const part = (moment - times[at]) / (times[at + 1] - times[at]);
  const state = from[0] === to[0] && from[1] === to[1] ? 'waits' : 'moves';
  return { state, point: from.map((degrees, axis) => degrees + (to[axis] - degrees) * part) };
}

/** Whether what a desk told is a way that can be drawn. */
export const isWay = ({ line, times } = {}) =>
  Array.isArray(line) && Array.isArray(times) && line.length > 0 && line.length === times.length;

/**
 * Where somebody who follows a way is at a moment. Pure: a way is a line and the Unix second at each of
 * its points; where he waits, two points lie at the same place.
 */

const isSame = (one, other) => one[0] === other[0] && one[1] === other[1];

/** Not set out, waiting, moving or there; and the point, longitude first. */
export function whereAt({ line, times }, moment) {
  const last = line.length - 1;
  if (moment >= times[last]) return { state: 'there', point: line[last] };
  if (moment < times[0]) return { state: 'before', point: line[0] };
  const at = times.findIndex((time) => time > moment) - 1;
  const [from, to] = [line[at], line[at + 1]];
  if (isSame(from, to)) return { state: resting(line, at), point: from };
  const part = (moment - times[at]) / (times[at + 1] - times[at]);
  return { state: 'moves', point: from.map((degrees, axis) => degrees + (to[axis] - degrees) * part) };
}

/** Who has not left where he began has not set out; who goes no farther is there. */
function resting(line, at) {
  if (line.slice(0, at).every((each) => isSame(each, line[at]))) return 'before';
  return line.slice(at + 1).every((each) => isSame(each, line[at])) ? 'there' : 'waits';
}

/** Whether what a desk told is a way that can be drawn. */
export const isWay = ({ line, times } = {}) =>
  Array.isArray(line) && Array.isArray(times) && line.length > 0 && line.length === times.length;

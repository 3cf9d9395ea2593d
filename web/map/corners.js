/**
 * The points of a field that has one in each line, latitude first: found, added, moved, removed. Pure.
 * What else stands in a line stays as it is.
 */

const PAIR = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[, ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/;

/** As the field has it. */
export const written = ({ lat, lng }) => `${lat.toFixed(6)}, ${lng.toFixed(6)}`;

/** Each point with the line in which it stands; longitude first, as maps have it. */
export const cornersOf = (text) => text.split('\n').flatMap((each, line) => {
  const pair = PAIR.exec(each);
  return pair ? [{ line, place: [Number(pair[2]), Number(pair[1])] }] : [];
});

export const added = (text, place) => `${text.trimEnd()}${text.trim() ? '\n' : ''}${written(place)}\n`;

export const moved = (text, line, place) => text.split('\n').map((each, at) => (at === line ? written(place) : each)).join('\n');

export const removed = (text, line) => text.split('\n').filter((_, at) => at !== line).join('\n');

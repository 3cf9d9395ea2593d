/** Times as they are said: by the clock that the desk named, never by the telephone's. */

const SHAPE = Object.freeze({ timeZone: 'UTC', numberingSystem: 'latn' });
const HOUR = Object.freeze({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const DAY = Object.freeze({ weekday: 'long', day: 'numeric', month: 'long' });

/** A date whose parts in UTC are those of that clock. */
const shifted = (at, { minutes }) => new Date((at + minutes * 60) * 1000);

const written = (at, clock, lang, shape) =>
  shifted(at, clock).toLocaleString(lang, { ...SHAPE, ...shape });

/** The day, with its name. */
export const dayOf = (at, clock, lang) => written(at, clock, lang, DAY);

/** Hour and minute. */
export const hourOf = (at, clock, lang) => written(at, clock, lang, HOUR);

/** Hour and minute, and the day in short. */
export const momentOf = (at, clock, lang) =>
  written(at, clock, lang, { ...HOUR, weekday: 'short', day: 'numeric', month: 'short' });

/**
 * The day, from and until, with the day again when it ends on another. Words join the two: where
 * people read from the right, "23:30 – 00:30" has two meanings.
 */
export function spanOf(window, clock, lang) {
  const [day, ends] = [window.from, window.until].map((at) => dayOf(at, clock, lang));
  const until = (day === ends ? hourOf : momentOf)(window.until, clock, lang);
  return { day, from: hourOf(window.from, clock, lang), until };
}

/** An hour with its clock: `12:30 UTC+03:00`. */
export const markedHourOf = (at, clock, lang) => `${hourOf(at, clock, lang)} UTC${offsetOf(clock)}`;

/** `+03:30`. */
export function offsetOf({ minutes }) {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const two = (number) => String(number).padStart(2, '0');
  return `${minutes < 0 ? '−' : '+'}${two(hours)}:${two(rest)}`;
}

/** Degrees to about a metre: `47.14100, -9.52087`. */
export const coordinatesOf = ({ lat, lon }) => `${lat.toFixed(5)}, ${lon.toFixed(5)}`;

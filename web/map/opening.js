/** Whether somebody is at a reception point at a moment. Pure. */

/**
 * `spans` are seconds from `start`, null: at all hours; `after`: somebody will be there after what was
 * told. A moment for which nothing was told is closed: nobody may rely on it.
 */
export function openingAt({ start, until }, { spans, after }, [from, to]) {
  if (from < start || to > until) return 'closed';
  if (spans === null || spans.some(([opens, closes]) => start + opens < to && start + closes > from)) return 'open';
  return after || spans.some(([opens]) => start + opens >= to) ? 'later' : 'closed';
}

/** The team's screens and what leads from one to another; whatever is not here changes nothing. */
export const STEPS = Object.freeze({
  language: { chosen: 'about' },
  about: { new: 'words', return: 'return', back: 'language' },
  words: { have: 'check' },
  check: { done: 'code', words: 'words' },
  code: { sent: 'key', back: 'key' },
  key: { home: 'home', code: 'code' },
  return: { opened: 'home', back: 'about' },
  home: { open: 'handover', key: 'key', code: 'code', retype: 'return' },
  handover: { home: 'home', refuse: 'refuse', report: 'outcome' },
  refuse: { done: 'handover' },
  outcome: { chosen: 'confirm', done: 'handover' },
  confirm: { back: 'outcome', done: 'handover' },
});

export const nextStep = (step, event) => STEPS[step][event] ?? step;

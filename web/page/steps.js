/** The screens and what leads from one to another; whatever is not here changes nothing. */
export const STEPS = Object.freeze({
  language: { chosen: 'about' },
  about: { write: 'write', return: 'return', back: 'language' },
  write: { sent: 'talk', back: 'about' },
  return: { opened: 'talk', back: 'about' },
  talk: { words: 'words', retype: 'return' },
  words: { have: 'check', later: 'talk' },
  check: { done: 'talk', words: 'words', later: 'talk' },
});

export const nextStep = (step, event) => STEPS[step][event] ?? step;

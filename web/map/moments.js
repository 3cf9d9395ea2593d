/**
 * The moment that is looked at: a slider in steps of an hour or a quarter, said in words by the clock
 * that everybody follows.
 */

const FORM = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' };

/** By a clock of this name; by the machine's own without one, or where the browser knows no such clock. */
function clockOf(zone) {
  const language = document.documentElement.lang;
  try {
    return new Intl.DateTimeFormat(language, zone ? { ...FORM, timeZone: zone } : FORM);
  } catch { return new Intl.DateTimeFormat(language, FORM); }
}

export class Moments {
  #slider;
  #said;
  #clock;
  #step;
  #start;

  /** In `[data-time]`; `moved` is told when another moment is looked at. */
  constructor(place, moved) {
    this.#slider = place.querySelector('input');
    this.#said = place.querySelector('output');
    this.#clock = clockOf(this.#slider.dataset.clock);
    this.#step = Number(this.#slider.dataset.step);
    this.#start = Number(this.#slider.dataset.start);
    place.hidden = false;
    this.#slider.addEventListener('input', () => { this.#say(); moved(); });
    this.#say();
  }

  /** From when until when it holds, in Unix seconds. */
  get span() {
    const from = this.#start + Number(this.#slider.value) * this.#step;
    return [from, from + this.#step];
  }

  /** From when until when one can look; what was looked at stays, if it lies within. */
  reach(from, until) {
    const [before] = this.span;
    this.#start = Math.floor(from / this.#step) * this.#step;
    this.#slider.max = Math.max(0, Math.ceil((until - this.#start) / this.#step));
    this.#slider.value = Math.round((before - this.#start) / this.#step);
    this.#say();
  }

  #say() {
    this.#said.textContent = this.#clock.format(new Date(this.span[0] * 1000));
    this.#slider.setAttribute('aria-valuetext', this.#said.textContent);
  }
}

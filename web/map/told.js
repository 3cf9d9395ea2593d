/**
 * What the desk told the map of one kind, with the stretch of time it holds for: asked for again at
 * each sign of the desk, and brought only when it has changed.
 */

export class Told {
  features = [];
  bounds = null;
  start;
  until;
  #state = null;

  /** Whether there is anything new. */
  async ask(address) {
    const headers = { Accept: 'application/json', ...(this.#state ? { 'If-None-Match': this.#state } : {}) };
    const answer = await fetch(address, { cache: 'no-store', headers });
    if (!answer.ok || !answer.headers.get('Content-Type')?.startsWith('application/json')) return false;
    const { features, bounds, start, until } = await answer.json();
    Object.assign(this, { features, bounds: bounds ?? null, start, until });
    this.#state = answer.headers.get('ETag');
    return true;
  }

  of(id) {
    return this.features.find((each) => each.properties.id === id);
  }
}

/**
 * Picking a place: a press on the map fills the field where a place can be typed, and the desk reads
 * it there as it reads anything else. Nothing of it comes into an address.
 */

import { colour } from './style.js';
import { written } from './drawing.js';

const EMPTY = { type: 'FeatureCollection', features: [] };

export class Picking {
  #map;
  #form;

  constructor(map, form) {
    this.#map = map;
    this.#form = form;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#ask();
    });
  }

  /** Put the place on top of a style that has just been loaded. */
  add() {
    this.#map.addSource('picked', { type: 'geojson', data: EMPTY });
    this.#map.addLayer({
      id: 'picked', type: 'circle', source: 'picked',
      paint: { 'circle-radius': 8, 'circle-color': colour('drawn'), 'circle-stroke-width': 3, 'circle-stroke-color': colour('land') },
    });
    this.show();
  }

  take(at) {
    this.#form.elements.written.value = written(at);
    this.#ask({ stay: true });
  }

  async #ask({ stay = false } = {}) {
    const place = document.getElementById('found');
    place.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(this.#form.action, { method: 'POST', body: new FormData(this.#form), cache: 'no-store' });
      const found = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('found');
      if (!found) { location.assign(this.#form.action); return; }
      place.replaceChildren(...found.childNodes);
      this.show({ stay });
    } catch { document.getElementById('not-connected').hidden = false; } finally { place.removeAttribute('aria-busy'); }
  }

  get place() {
    const said = document.querySelector('#found [data-lat]')?.dataset;
    return said ? [Number(said.lon), Number(said.lat)] : null;
  }

  show({ stay = true } = {}) {
    const { place } = this;
    const features = place ? [{ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: place } }] : [];
    this.#map.getSource('picked')?.setData({ type: 'FeatureCollection', features });
    if (place && !stay) this.#map.jumpTo({ center: place, zoom: Math.max(14, this.#map.getZoom()) });
  }
}

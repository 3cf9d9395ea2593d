/**
 * Picking a place: a press on the map fills the field where a place can be typed, and the desk reads
 * it there as it reads anything else. Nothing of it comes into an address.
 */

import { written } from './corners.js';
import { nearestLandmark } from './landmarks.js';
import { colour } from './style.js';

const EMPTY = { type: 'FeatureCollection', features: [] };

export class Picking {
  #map;
  #field;
  #asked = 0;

  /** `field` has `data-map-point`, the address that reads places; `data-only` when its form asks for nothing else. */
  constructor(map, field) {
    this.#map = map;
    this.#field = field;
    if (field.dataset.only === undefined) {
      field.addEventListener('change', () => this.#ask());
      return;
    }
    field.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#ask();
    });
  }

  /** Read what stands there already; what was refused has its words beside it. */
  open() {
    if (this.place) this.show({ stay: false });
    else if (this.#field.value.trim() && !this.#field.matches('[aria-invalid=true]')) this.#ask();
  }

  /** Put the place on top of a style that has just been loaded. */
  add() {
    this.#map.addSource('picked', { type: 'geojson', data: EMPTY });
    this.#map.addLayer({
      id: 'picked', type: 'circle', source: 'picked',
      paint: { 'circle-radius': 8, 'circle-color': colour('drawn'), 'circle-stroke-width': 3, 'circle-stroke-color': colour('land') },
    });
  }

  take(at) {
    this.#field.value = written(at);
    this.#ask({ stay: true });
  }

  async #ask({ stay = false } = {}) {
    const place = document.getElementById('found');
    const asked = this.#asked += 1;
    const body = new FormData();
    body.set('csrfmiddlewaretoken', this.#field.form.elements.csrfmiddlewaretoken.value);
    body.set('written', this.#field.value);
    place.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(this.#field.dataset.mapPoint, { method: 'POST', body, cache: 'no-store' });
      const found = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('found');
      if (!found || asked !== this.#asked) return;
      place.replaceChildren(...found.childNodes);
      this.show({ stay });
      this.#nameWhatIsNear(place, asked);
    } catch { document.getElementById('not-connected').hidden = false; } finally {
      if (asked === this.#asked) place.removeAttribute('aria-busy');
    }
  }

  /** Once the tiles of the place are there. */
  #nameWhatIsNear(place, asked) {
    const point = this.place;
    if (!point) return;
    this.#map.once('idle', () => {
      const near = asked === this.#asked && nearestLandmark(this.#map, point);
      if (!near) return;
      const said = place.querySelector('[data-near]');
      const name = document.createElement('bdi');
      name.textContent = near.name;
      const filled = said.dataset.near.split(/(\{name\}|\{metres\})/);
      said.replaceChildren(...filled.map((each) => ({ '{name}': name, '{metres}': String(near.metres) })[each] ?? each));
      said.hidden = false;
    });
    this.#map.triggerRepaint();
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

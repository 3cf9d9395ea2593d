/**
 * The hazards on the map: which of them are shown, and which count at the hour that is looked at.
 * The same is said as text in the list beside the map, for whoever does not see the map.
 */

import { colour, FONTS } from './style.js';

const HOUR = 3600;
const EMPTY = { type: 'FeatureCollection', features: [] };
const HATCH = 12;
const counts = ['get', 'counts'];
const faded = (strong, weak) => ['case', ['get', 'old'], weak, strong];

/** Stripes, so that what is closed differs by more than a colour. */
function hatch(map) {
  const [red, green, blue] = /(\w\w)(\w\w)(\w\w)/.exec(colour('hazard')).slice(1).map((each) => parseInt(each, 16));
  const data = new Uint8ClampedArray(HATCH * HATCH * 4);
  for (let at = 0; at < HATCH * HATCH; at += 1) {
    const striped = (at % HATCH + Math.floor(at / HATCH)) % HATCH < 3;
    data.set([red, green, blue, striped ? 200 : 40], at * 4);
  }
  if (map.hasImage('hatch')) map.removeImage('hatch');
  map.addImage('hatch', { width: HATCH, height: HATCH, data });
}

/** Put empty hazards on top of a style that has just been loaded. */
export function addHazards(map) {
  hatch(map);
  const source = 'hazards';
  map.addSource(source, { type: 'geojson', data: EMPTY });
  const red = colour('hazard');
  const line = (id, filter, more) => ({ id, type: 'line', source, filter, paint: { 'line-color': red, 'line-width': 2, 'line-opacity': faded(1, 0.5), ...more } });
  const crossing = ['==', ['get', 'kind'], 'crossing'];
  const closed = ['==', ['get', 'kind'], 'closed'];
  const depth = ['*', faded(1, 0.6), ['match', ['get', 'level'], 3, 0.4, 2, 0.26, 0.16]];
  map.addLayer({ id: 'hazard-inside', type: 'fill', source, filter: ['all', counts, ['!', crossing], ['!', closed]], paint: { 'fill-color': red, 'fill-opacity': depth } });
  map.addLayer({ id: 'hazard-closed', type: 'fill', source, filter: ['all', counts, closed], paint: { 'fill-pattern': 'hatch', 'fill-opacity': faded(1, 0.5) } });
  map.addLayer(line('hazard-edge', ['all', counts, ['!', crossing]], {}));
  map.addLayer(line('hazard-edge-later', ['all', ['!', counts]], { 'line-dasharray': [2, 3], 'line-width': 1.5 }));
  map.addLayer(line('hazard-crossed', ['all', counts, crossing], { 'line-width': 5 }));
  map.addLayer({
    id: 'hazard-names', type: 'symbol', source,
    layout: { 'text-field': ['get', 'name'], 'text-font': FONTS, 'text-size': 12 },
    paint: { 'text-color': red, 'text-halo-color': colour('land'), 'text-halo-width': 1.5 },
  });
}

const within = (spans, hour) => spans === null || spans.some(([from, to]) => from < (hour + 1) * HOUR && to > hour * HOUR);

/** Holds what the desk told, and shows it for an hour and the layers that are switched on. */
export class Hazards {
  #told = { features: [] };
  #map;
  hour = 0;

  constructor(map) {
    this.#map = map;
  }

  async ask(address) {
    const answer = await fetch(address, { cache: 'no-store', headers: { Accept: 'application/json' } });
    if (answer.ok && answer.headers.get('Content-Type')?.startsWith('application/json')) this.#told = await answer.json();
  }

  get bounds() {
    return this.#told.bounds ?? null;
  }

  /** Where a zone lies: west, south, east, north. */
  boundsOf(id) {
    return this.#told.features.find((each) => each.properties.id === id)?.bbox;
  }

  show() {
    const off = new Set([...document.querySelectorAll('[data-layer]:not(:checked)')].map((each) => Number(each.dataset.layer)));
    const counting = new Map(this.#told.features.map(({ properties }) => [properties.id, within(properties.spans, this.hour)]));
    const features = this.#told.features
      .filter(({ properties }) => !off.has(properties.layer))
      .map((each) => ({ ...each, properties: { ...each.properties, spans: undefined, counts: counting.get(each.properties.id) } }));
    this.#map.getSource('hazards')?.setData({ type: 'FeatureCollection', features });
    for (const row of document.querySelectorAll('[data-zone]')) {
      const now = counting.get(row.dataset.zone) ?? true;
      row.classList.toggle('resting', !now);
      const said = row.querySelector('[data-counts]');
      if (said) said.textContent = now ? said.dataset.counts : said.dataset.rests;
    }
  }
}

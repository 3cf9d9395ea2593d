/**
 * The hazards on the map: which of them are shown, and which count at the moment that is looked at.
 * The same is said as text in the list beside the map, for whoever does not see the map.
 */

import { colour, FONTS } from './style.js';
import { Told } from './told.js';

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

/** What the desk did not tell is taken to count: a danger that is not shown is a way through it. */
const counting = ({ start, until }, spans, [from, to]) =>
  spans === null || from < start || to > until || spans.some(([opens, closes]) => start + opens < to && start + closes > from);

/** Holds what the desk told, and shows it for a moment and the layers that are switched on. */
export class Hazards {
  #told = new Told();
  #map;

  constructor(map) {
    this.#map = map;
  }

  ask(address) { return this.#told.ask(address); }

  /** Between which all of them lie; none without hazards. */
  get corners() {
    const [west, south, east, north] = this.#told.bounds ?? [];
    return west === undefined ? [] : [[west, south], [east, north]];
  }

  /** For which stretch of time the desk told when they count. */
  get reach() {
    return [this.#told.start, this.#told.until];
  }

  /** Where a zone lies: west, south, east, north. */
  boundsOf(id) {
    return this.#told.of(id)?.bbox;
  }

  /** Put empty hazards on top of a style that has just been loaded. */
  add() {
    hatch(this.#map);
    const source = 'hazards';
    this.#map.addSource(source, { type: 'geojson', data: EMPTY });
    const red = colour('hazard');
    const line = (id, filter, more) => ({ id, type: 'line', source, filter, paint: { 'line-color': red, 'line-width': 2, 'line-opacity': faded(1, 0.5), ...more } });
    const crossing = ['==', ['get', 'kind'], 'crossing'];
    const closed = ['==', ['get', 'kind'], 'closed'];
    const depth = ['*', faded(1, 0.6), ['match', ['get', 'level'], 3, 0.4, 2, 0.26, 0.16]];
    this.#map.addLayer({ id: 'hazard-inside', type: 'fill', source, filter: ['all', counts, ['!', crossing], ['!', closed]], paint: { 'fill-color': red, 'fill-opacity': depth } });
    this.#map.addLayer({ id: 'hazard-closed', type: 'fill', source, filter: ['all', counts, closed], paint: { 'fill-pattern': 'hatch', 'fill-opacity': faded(1, 0.5) } });
    this.#map.addLayer(line('hazard-edge', ['all', counts, ['!', crossing]], {}));
    this.#map.addLayer(line('hazard-edge-later', ['all', ['!', counts]], { 'line-dasharray': [2, 3], 'line-width': 1.5 }));
    this.#map.addLayer(line('hazard-crossed', ['all', counts, crossing], { 'line-width': 5 }));
    this.#map.addLayer({
      id: 'hazard-names', type: 'symbol', source,
      layout: { 'text-field': ['get', 'name'], 'text-font': FONTS, 'text-size': 12 },
      paint: { 'text-color': red, 'text-halo-color': colour('land'), 'text-halo-width': 1.5 },
    });
  }

  show(span) {
    const off = new Set([...document.querySelectorAll('[data-layer]:not(:checked)')].map((each) => Number(each.dataset.layer)));
    const counts = new Map(this.#told.features.map(({ properties }) => [properties.id, counting(this.#told, properties.spans, span)]));
    const features = this.#told.features
      .filter(({ properties }) => !off.has(properties.layer))
      .map((each) => ({ ...each, properties: { ...each.properties, spans: undefined, counts: counts.get(each.properties.id) } }));
    this.#map.getSource('hazards')?.setData({ type: 'FeatureCollection', features });
    for (const row of document.querySelectorAll('[data-zone]')) {
      const now = counts.get(row.dataset.zone) ?? true;
      row.classList.toggle('resting', !now);
      const said = row.querySelector('[data-counts]');
      if (said) said.textContent = now ? said.dataset.counts : said.dataset.rests;
    }
  }
}

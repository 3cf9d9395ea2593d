/**
 * The ways that were found, and where on each of them the people would be at the moment that is looked
 * at. Each way has a pattern and a number beside its colour, and stands in words beneath the map; the
 * chosen one has an outline, and the others are faint beside it.
 */

import { isWay, whereAt } from './following.js';
import { colour, FONTS } from './style.js';

const EMPTY = { type: 'FeatureCollection', features: [] };
const PATTERNS = [null, [2.5, 1.5], [0.1, 2]];
const of = (rank) => Math.min(rank, PATTERNS.length);
const feature = (type, coordinates, properties) => ({ type: 'Feature', properties, geometry: { type, coordinates } });

/** One dot for all who are at the same place, with all their numbers. */
function dots(ways, moment) {
  const places = new Map();
  for (const way of ways) {
    const { point } = whereAt(way, moment);
    const key = point.map((degrees) => degrees.toFixed(5)).join();
    const there = places.get(key) ?? { point, ranks: [] };
    places.set(key, { point, ranks: [...there.ranks, way.rank] });
  }
  return [...places.values()].map(({ point, ranks }) =>
    feature('Point', point, { said: ranks.join(' '), many: ranks.length, pattern: ranks.length > 1 ? 0 : of(ranks[0]) }));
}

export class Ways {
  #map;
  #list;
  #told = null;
  #rows = new Map();

  constructor(map, list) {
    this.#map = map;
    this.#list = list;
  }

  /** Nothing is drawn while none were found, or while they can't be asked for. */
  async ask(address) {
    try {
      const answer = await fetch(address, { cache: 'no-store', headers: { Accept: 'application/json' } });
      if (!answer.ok || !answer.headers.get('Content-Type')?.startsWith('application/json')) return;
      const told = await answer.json();
      this.#told = { ...told, ways: told.ways.filter(isWay).sort((a, b) => a.rank - b.rank) };
      this.#write();
    } catch { /* the stream notices a lost connection and says so */ }
  }

  get origin() { return this.#told?.origin ?? null; }

  /** Where ways end: each place once, with its name. */
  get goals() {
    const found = (this.#told?.ways ?? []).filter(({ point }) => point);
    return [...new Map(found.map(({ point, name }) => [point.join(), { point, name }])).values()];
  }

  /** From when until when there is something to look at; null without ways. */
  get reach() {
    if (!this.#told?.ways.length) return null;
    return [this.#told.start, this.#told.start + this.#told.horizon_s];
  }

  get points() { return (this.#told?.ways ?? []).flatMap(({ line }) => line); }

  /** Put the ways on top of a style that has just been loaded. */
  add() {
    this.#map.addSource('ways', { type: 'geojson', data: EMPTY });
    this.#map.addSource('people', { type: 'geojson', data: EMPTY });
    const layout = { 'line-cap': 'round', 'line-join': 'round' };
    this.#map.addLayer({ id: 'way-chosen', type: 'line', source: 'ways', filter: ['get', 'chosen'], layout, paint: { 'line-color': colour('text'), 'line-width': 12 } });
    this.#map.addLayer({ id: 'ways-beneath', type: 'line', source: 'ways', layout, paint: { 'line-color': colour('land'), 'line-width': 8, 'line-opacity': 0.85 } });
    PATTERNS.forEach((pattern, at) => this.#map.addLayer({
      id: `way-${at + 1}`, type: 'line', source: 'ways', filter: ['==', ['get', 'pattern'], at + 1], layout,
      paint: { 'line-color': colour(`way-${at + 1}`), 'line-width': 4.5, 'line-opacity': ['case', ['get', 'faint'], 0.5, 1], ...(pattern ? { 'line-dasharray': pattern } : {}) },
    }));
    const inks = ['match', ['get', 'pattern'], ...PATTERNS.flatMap((_, at) => [at + 1, colour(`way-${at + 1}`)]), colour('text')];
    this.#map.addLayer({
      id: 'people', type: 'circle', source: 'people',
      paint: { 'circle-radius': ['+', 7, ['*', 4, ['get', 'many']]], 'circle-color': inks, 'circle-stroke-width': 2, 'circle-stroke-color': colour('land') },
    });
    this.#map.addLayer({
      id: 'people-numbers', type: 'symbol', source: 'people', paint: { 'text-color': colour('land') },
      layout: { 'text-field': ['get', 'said'], 'text-font': FONTS, 'text-size': 13, 'text-allow-overlap': true, 'text-ignore-placement': true },
    });
  }

  show([moment]) {
    const ways = this.#told?.ways ?? [];
    const isDecided = ways.some(({ chosen }) => chosen);
    const lines = [...ways].reverse().map(({ line, rank, chosen }) =>
      feature('LineString', line.length > 1 ? line : [...line, ...line], { pattern: of(rank), chosen: Boolean(chosen), faint: isDecided && !chosen }));
    this.#map.getSource('ways')?.setData({ type: 'FeatureCollection', features: lines });
    this.#map.getSource('people')?.setData({ type: 'FeatureCollection', features: dots(ways, moment) });
    for (const way of ways) this.#rows.get(way).textContent = this.#list.dataset[whereAt(way, moment).state];
  }

  #mark() {
    const chosen = document.createElement('span');
    chosen.className = 'tag here';
    chosen.textContent = this.#list.dataset.chosen;
    return chosen;
  }

  #write() {
    this.#rows.clear();
    this.#list.hidden = !this.#told.ways.length;
    this.#list.replaceChildren(...this.#told.ways.map((way) => {
      const [row, mark, name, state] = ['li', 'span', 'bdi', 'span'].map((kind) => document.createElement(kind));
      mark.className = `way-mark way-${of(way.rank)}`;
      mark.ariaHidden = 'true';
      name.textContent = this.#list.dataset.named.replace('{rank}', way.rank).replace('{name}', way.name ?? '');
      state.className = 'tag';
      row.append(mark, name, ' ', state);
      if (way.chosen) row.append(' ', this.#mark());
      this.#rows.set(way, state);
      return row;
    }));
  }
}

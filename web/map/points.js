/**
 * The reception points on the map: a sign for whether somebody is there at the moment that is looked
 * at, different by its form and not by its colour alone. Pressed, a point says its hours in words; the
 * list beside the map says the same of all of them.
 */

import { metres } from './distance.js';
import { openingAt } from './opening.js';
import { colour, FONTS } from './style.js';
import { Told } from './told.js';

const EMPTY = { type: 'FeatureCollection', features: [] };
const SIDE = 48; // drawn twice as fine as it is shown
const NEAR = 16;
const ANCHORS = ['top', 'bottom', 'left', 'right', 'top-left', 'top-right', 'bottom-left', 'bottom-right'];

const STROKES = {
  open: [[14, 25, 21, 32, 34, 16]],
  later: [[24, 14, 24, 24, 31, 29]],
  closed: [[15, 15, 33, 33], [33, 15, 15, 33]],
};

/** A full square with a tick, a square with the hands of a clock, a square that is crossed out. */
function sign(state) {
  const pen = new OffscreenCanvas(SIDE, SIDE).getContext('2d');
  const [ink, land] = [colour('drawn'), colour('land')];
  const isFull = state === 'open';
  pen.fillStyle = isFull ? ink : land;
  pen.strokeStyle = ink;
  pen.lineWidth = 4;
  pen.beginPath();
  pen.rect(5, 5, SIDE - 10, SIDE - 10);
  pen.fill();
  pen.stroke();
  pen.strokeStyle = isFull ? land : ink;
  pen.lineWidth = 5;
  for (const [x, y, ...more] of STROKES[state]) {
    pen.beginPath();
    pen.moveTo(x, y);
    for (let at = 0; at < more.length; at += 2) pen.lineTo(more[at], more[at + 1]);
    pen.stroke();
  }
  return pen.getImageData(0, 0, SIDE, SIDE);
}

export class Points {
  #told = new Told();
  #states = new Map();
  #pressed = [];
  #map;
  #said;

  /** `said` is where a point that is pressed speaks, and has the words of its states. */
  constructor(map, said) {
    this.#map = map;
    this.#said = said;
  }

  ask(address) { return this.#told.ask(address); }

  get points() { return this.#told.features.map(({ geometry }) => geometry.coordinates); }

  /** Whether one lies there, to a metre. */
  isAt(place) { return this.points.some((each) => metres(each, place) < 1); }

  /** Where a point lies: west, south, east, north. */
  boundsOf(id) {
    const place = this.#told.of(id)?.geometry.coordinates;
    return place && [...place, ...place];
  }

  /** Put empty points on top of a style that has just been loaded, under who is on his way. */
  add() {
    for (const state of Object.keys(STROKES)) {
      if (this.#map.hasImage(`point-${state}`)) this.#map.removeImage(`point-${state}`);
      this.#map.addImage(`point-${state}`, sign(state), { pixelRatio: 2 });
    }
    this.#map.addSource('points', { type: 'geojson', data: EMPTY });
    const beneath = this.#map.getLayer('people') ? 'people' : undefined;
    this.#map.addLayer({
      id: 'points', type: 'symbol', source: 'points', paint: { 'icon-opacity': ['case', ['get', 'old'], 0.6, 1] },
      layout: { 'icon-image': ['concat', 'point-', ['get', 'state']], 'icon-allow-overlap': true, 'icon-ignore-placement': true },
    }, beneath);
    this.#map.addLayer({
      id: 'point-names', type: 'symbol', source: 'points',
      layout: { 'text-field': ['get', 'name'], 'text-font': FONTS, 'text-size': 13, 'text-variable-anchor': ANCHORS, 'text-radial-offset': 1.2 },
      paint: { 'text-color': colour('text'), 'text-halo-color': colour('land'), 'text-halo-width': 2 },
    }, beneath);
  }

  show(span) {
    this.#states = new Map(this.#told.features.map(({ properties }) => [properties.id, openingAt(this.#told, properties, span)]));
    const features = this.#told.features.map(({ geometry, properties: { id, name, old } }) =>
      ({ type: 'Feature', geometry, properties: { id, name, old, state: this.#states.get(id) } }));
    this.#map.getSource('points')?.setData({ type: 'FeatureCollection', features });
    for (const row of document.querySelectorAll('[data-point]')) {
      const state = this.#states.get(row.dataset.point);
      if (!state) continue;
      row.classList.remove(...Object.keys(STROKES));
      row.classList.add(state);
      row.querySelector('[data-state]').textContent = this.#said.dataset[state];
    }
    this.#say();
  }

  /** Say what is pressed there, in pixels of the map; nothing when nothing is near. */
  press({ x, y }) {
    const near = this.#map.queryRenderedFeatures([[x - NEAR, y - NEAR], [x + NEAR, y + NEAR]], { layers: ['points'] });
    this.tell([...new Set(near.map(({ properties }) => properties.id))]);
  }

  tell(ids) {
    this.#pressed = ids;
    this.#say();
  }

  #say() {
    const rows = this.#pressed.map((id) => this.#told.of(id)?.properties).filter(Boolean).map(({ id, name, when }) => {
      const [row, strong, called, state] = ['p', 'strong', 'bdi', 'span'].map((kind) => document.createElement(kind));
      called.textContent = name;
      strong.append(called);
      state.className = 'tag';
      state.textContent = this.#said.dataset[this.#states.get(id)];
      row.append(strong, ' ', state);
      for (const each of when) {
        const hours = document.createElement('bdi');
        hours.textContent = each;
        row.append(document.createElement('br'), hours);
      }
      return row;
    });
    this.#said.hidden = !rows.length;
    if (this.#said.textContent !== rows.map((each) => each.textContent).join('')) this.#said.replaceChildren(...rows);
  }
}

/**
 * Drawing a zone: each press on the map adds a line with a point to the field where it can also be
 * typed. A point is moved by dragging it, chosen by pressing it or in turn by a button, and then put
 * into the middle of the map or removed. The field is what counts; the map only shows what stands there.
 */

import { added, cornersOf, moved, removed } from './corners.js';
import { METRES_A_DEGREE, metresAcross } from './distance.js';
import { colour } from './style.js';

const CORNERS = 48;
const EMPTY = { type: 'FeatureCollection', features: [] };
const REACH = { mousedown: 12, touchstart: 22, click: 12 };
const AFTER = { mousedown: ['mousemove', ['mouseup']], touchstart: ['touchmove', ['touchend', 'touchcancel']] };

function round([lon, lat], metres) {
  const up = metres / METRES_A_DEGREE;
  const across = metres / metresAcross(lat);
  const turn = (at) => (2 * Math.PI * at) / CORNERS;
  return Array.from({ length: CORNERS + 1 }, (_, at) => [lon + across * Math.cos(turn(at)), lat + up * Math.sin(turn(at))]);
}

function shapes(form, given) {
  const shape = form.elements.shape.value;
  const metres = Number(form.elements.radius_m.value) || 0;
  const line = given.length > 1 ? [{ type: 'LineString', coordinates: given }] : [];
  if (shape === 'round') return metres ? given.map((each) => ({ type: 'Polygon', coordinates: [round(each, metres)] })) : [];
  if (shape === 'area' && given.length > 2) return [{ type: 'Polygon', coordinates: [[...given, given[0]]] }];
  return line;
}

export class Drawing {
  #map;
  #form;
  #tools;
  #chosen = null; // which of the points, from 0

  /** `tools` are the buttons for the point that is chosen. */
  constructor(map, form, tools) {
    this.#map = map;
    this.#form = form;
    this.#tools = tools;
    form.addEventListener('input', () => this.show());
    const undo = form.querySelector('[data-undo]');
    undo.hidden = false;
    undo.addEventListener('click', () => {
      const left = this.#text.trimEnd().split('\n').slice(0, -1).join('\n');
      this.#write(left && `${left}\n`);
    });
    tools.hidden = false;
    const on = (name, deed) => tools.querySelector(`[data-${name}]`).addEventListener('click', deed);
    on('next', () => {
      const { length } = this.#corners;
      if (!length) return;
      this.#choose(((this.#chosen ?? -1) + 1) % length);
      map.jumpTo({ center: this.#corners[this.#chosen].place });
    });
    on('to-middle', () => this.#move(this.#chosen, map.getCenter()));
    on('remove', () => this.#remove());
    map.getCanvas().addEventListener('keydown', ({ key }) => { if (key === 'Delete') this.#remove(); });
    for (const kind of Object.keys(AFTER)) map.on(kind, (event) => this.#hold(event));
  }

  get #text() { return this.#form.elements.points.value; }

  get #corners() { return cornersOf(this.#text); }

  /** Put what is drawn on top of a style that has just been loaded. */
  add() {
    const [ink, land] = [colour('drawn'), colour('land')];
    this.#map.addSource('drawn', { type: 'geojson', data: EMPTY });
    this.#map.addLayer({ id: 'drawn-inside', type: 'fill', source: 'drawn', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': ink, 'fill-opacity': 0.2 } });
    this.#map.addLayer({ id: 'drawn-edge', type: 'line', source: 'drawn', filter: ['!=', ['geometry-type'], 'Point'], paint: { 'line-color': ink, 'line-width': 3 } });
    const chosen = ['get', 'chosen'];
    this.#map.addLayer({
      id: 'drawn-points', type: 'circle', source: 'drawn', filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-color': ['case', chosen, land, ink], 'circle-radius': ['case', chosen, 8, 6],
        'circle-stroke-color': ['case', chosen, ink, land], 'circle-stroke-width': ['case', chosen, 5, 2],
      },
    });
  }

  take(at) {
    const field = this.#form.elements.points;
    this.#chosen = null;
    this.#write(added(this.#text, at));
    field.scrollTop = field.scrollHeight;
  }

  /** Whether a press there was one on a point, which is then chosen, or no longer. */
  isPressed({ point, type }) {
    const near = this.#near(point, REACH[type]);
    if (near === null) return false;
    this.#choose(near === this.#chosen ? null : near);
    return true;
  }

  get bounds() {
    const given = this.#corners.map(({ place }) => place);
    if (!given.length) return null;
    const [lon, lat] = [0, 1].map((axis) => given.map((each) => each[axis]));
    return [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
  }

  show() {
    const corners = this.#corners;
    if (this.#chosen !== null && this.#chosen >= corners.length) this.#chosen = null;
    const feature = (geometry, chosen) => ({ type: 'Feature', properties: { chosen }, geometry });
    const features = [
      ...shapes(this.#form, corners.map(({ place }) => place)).map((geometry) => feature(geometry, false)),
      ...corners.map(({ place }, at) => feature({ type: 'Point', coordinates: place }, at === this.#chosen)),
    ];
    this.#map.getSource('drawn')?.setData({ type: 'FeatureCollection', features });
    const said = this.#tools.querySelector('output');
    const words = said.dataset.said.replace('{at}', this.#chosen + 1).replace('{of}', corners.length);
    said.textContent = this.#chosen === null ? '' : words;
    for (const name of ['to-middle', 'remove']) this.#tools.querySelector(`[data-${name}]`).disabled = this.#chosen === null;
  }

  /** The point that is nearest to a pixel, and not farther than the reach. */
  #near({ x, y }, reach) {
    const away = this.#corners.map(({ place }) => {
      const at = this.#map.project(place);
      return Math.hypot(at.x - x, at.y - y);
    });
    const least = away.reduce((one, other) => Math.min(one, other), Infinity);
    return least <= reach ? away.indexOf(least) : null;
  }

  /** Let a point follow mouse or finger; the map itself stays. */
  #hold(event) {
    const held = event.points?.length > 1 ? null : this.#near(event.point, REACH[event.type]);
    if (held === null) return;
    event.preventDefault();
    const [moves, ends] = AFTER[event.type];
    const follow = ({ lngLat }) => this.#move(held, lngLat);
    const leave = () => {
      this.#map.off(moves, follow);
      for (const each of ends) removeEventListener(each, leave);
    };
    this.#map.on(moves, follow);
    for (const each of ends) addEventListener(each, leave);
  }

  #choose(which) {
    this.#chosen = which;
    this.show();
  }

  #move(which, at) {
    const corner = this.#corners[which];
    if (corner) this.#write(moved(this.#text, corner.line, at));
  }

  #remove() {
    const corner = this.#corners[this.#chosen];
    if (!corner) return;
    this.#chosen = null;
    this.#write(removed(this.#text, corner.line));
  }

  #write(text) {
    this.#form.elements.points.value = text;
    this.show();
  }
}

/**
 * Drawing a zone: each press on the map adds a line with a point to the field where it can also be
 * typed. The field is what counts; the map only shows what stands there.
 */

import { METRES_A_DEGREE, metresAcross } from './distance.js';
import { colour } from './style.js';

const PAIR = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[, ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/;
const CORNERS = 48;
const EMPTY = { type: 'FeatureCollection', features: [] };

/** As the field has it: latitude first. */
export const written = ({ lat, lng }) => `${lat.toFixed(6)}, ${lng.toFixed(6)}`;

const points = (text) => text.split('\n').map((line) => PAIR.exec(line)).filter(Boolean).map(([, lat, lon]) => [Number(lon), Number(lat)]);

function round([lon, lat], metres) {
  const up = metres / METRES_A_DEGREE;
  const across = metres / metresAcross(lat);
  const turn = (at) => (2 * Math.PI * at) / CORNERS;
  return Array.from({ length: CORNERS + 1 }, (_, at) => [lon + across * Math.cos(turn(at)), lat + up * Math.sin(turn(at))]);
}

function shapes(form) {
  const given = points(form.elements.points.value);
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

  constructor(map, form) {
    this.#map = map;
    this.#form = form;
    form.addEventListener('input', () => this.show());
    const undo = form.querySelector('[data-undo]');
    undo.hidden = false;
    undo.addEventListener('click', () => {
      const field = form.elements.points;
      field.value = field.value.trimEnd().split('\n').slice(0, -1).join('\n');
      if (field.value) field.value += '\n';
      this.show();
    });
  }

  /** Put what is drawn on top of a style that has just been loaded. */
  add() {
    const ink = colour('drawn');
    this.#map.addSource('drawn', { type: 'geojson', data: EMPTY });
    this.#map.addLayer({ id: 'drawn-inside', type: 'fill', source: 'drawn', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': ink, 'fill-opacity': 0.2 } });
    this.#map.addLayer({ id: 'drawn-edge', type: 'line', source: 'drawn', filter: ['!=', ['geometry-type'], 'Point'], paint: { 'line-color': ink, 'line-width': 3 } });
    this.#map.addLayer({ id: 'drawn-points', type: 'circle', source: 'drawn', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-color': ink, 'circle-radius': 5 } });
  }

  take(at) {
    const field = this.#form.elements.points;
    field.value = `${field.value.trimEnd()}${field.value.trim() ? '\n' : ''}${written(at)}\n`;
    field.scrollTop = field.scrollHeight;
    this.show();
  }

  get bounds() {
    const given = points(this.#form.elements.points.value);
    if (!given.length) return null;
    const [lon, lat] = [0, 1].map((axis) => given.map((each) => each[axis]));
    return [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
  }

  show() {
    const spots = points(this.#form.elements.points.value).map((coordinates) => ({ type: 'Point', coordinates }));
    const features = [...shapes(this.#form), ...spots].map((geometry) => ({ type: 'Feature', properties: {}, geometry }));
    this.#map.getSource('drawn')?.setData({ type: 'FeatureCollection', features });
  }
}

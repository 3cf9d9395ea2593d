/** Places with a name of their own: where the people are, where the team waits, where ways end. */

import { colour, FONTS } from './style.js';

const EMPTY = { type: 'FeatureCollection', features: [] };

export class Spots {
  #map;
  #spots = [];

  constructor(map) {
    this.#map = map;
  }

  /** A ring where somebody waits, a disc where somebody is; a second name at one place is left out. */
  put(point, said, isRing) {
    const key = point.map((degrees) => Number(degrees).toFixed(5)).join();
    if (this.#spots.some((each) => each.key === key)) return;
    this.#spots.push({ key, point, said, ring: isRing });
  }

  get points() { return this.#spots.map(({ point }) => point); }

  /** Put them on top of a style that has just been loaded. */
  add() {
    const source = 'spots';
    this.#map.addSource(source, { type: 'geojson', data: EMPTY });
    const [ink, land] = [colour('drawn'), colour('land')];
    const ring = ['get', 'ring'];
    const beneath = this.#map.getLayer('people') ? 'people' : undefined; // who is on his way covers where he was
    this.#map.addLayer({
      id: 'spots', type: 'circle', source,
      paint: {
        'circle-radius': ['case', ring, 8, 7], 'circle-color': ['case', ring, land, ink],
        'circle-stroke-width': ['case', ring, 5, 3], 'circle-stroke-color': ['case', ring, ink, land],
      },
    }, beneath);
    this.#map.addLayer({
      id: 'spot-names', type: 'symbol', source,
      layout: { 'text-field': ['get', 'said'], 'text-font': FONTS, 'text-size': 13, 'text-variable-anchor': ['top', 'bottom', 'left', 'right'], 'text-radial-offset': 1.1, 'text-allow-overlap': true },
      paint: { 'text-color': colour('text'), 'text-halo-color': land, 'text-halo-width': 2 },
    });
  }

  show() {
    const features = this.#spots.map(({ point, said, ring }) => ({ type: 'Feature', properties: { said, ring }, geometry: { type: 'Point', coordinates: point } }));
    this.#map.getSource('spots')?.setData({ type: 'FeatureCollection', features });
  }
}

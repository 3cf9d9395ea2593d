/** The nearest landmark that has a name, out of the tiles that are there: nobody is asked. */

import { metres } from './distance.js';

const FARTHEST = 600;
const ROUNDED = 10;

/** Name and metres, or null: none near, or the map is too far away for landmarks. */
export function nearestLandmark(map, point) {
  if (!map.getSource('land')) return null;
  const language = document.documentElement.lang;
  const found = map.querySourceFeatures('land', { sourceLayer: 'landmarks' })
    .map(({ geometry, properties }) => ({ name: properties[`name:${language}`] ?? properties.name, metres: metres(point, geometry.coordinates) }))
    .filter((each) => each.name && each.metres <= FARTHEST)
    .sort((a, b) => a.metres - b.metres)[0];
  return found ? { name: found.name, metres: Math.round(found.metres / ROUNDED) * ROUNDED } : null;
}

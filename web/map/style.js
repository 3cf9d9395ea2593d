/**
 * How the map looks: quiet colours from the style sheet, names as they are locally and, beneath, in
 * the operator's language. Text is drawn with the fonts of his own machine; no address but the tiles.
 */

/** Every system has some of them with Arabic and Cyrillic letters. */
export const FONTS = ['system-ui', 'Noto Sans', 'Noto Sans Arabic', 'Segoe UI', 'Arial', 'sans-serif'];
/** Width in pixels at zoom 8 and 16. */
const ROADS = { motorway: [1.2, 9], primary: [0.9, 8], secondary: [0.7, 7], tertiary: [0.5, 6], minor: [0.3, 5], track: [0.2, 2] };

/** What the style sheet says of a colour of the map. */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--map-${name}`).trim();

const names = (language) => {
  const theirs = ['get', `name:${language}`];
  const both = ['concat', ['get', 'name'], '\n', theirs];
  return ['case', ['all', ['has', `name:${language}`], ['!=', theirs, ['get', 'name']]], both, ['coalesce', ['get', 'name'], '']];
};

const drawn = (id, type, layer, paint, more = {}) => ({ id, type, source: 'land', 'source-layer': layer, paint, ...more });
const width = ([thin, thick]) => ['interpolate', ['exponential', 1.5], ['zoom'], 8, thin, 16, thick];

function roads() {
  return Object.entries(ROADS).reverse().map(([kind, widths]) =>
    drawn(`road-${kind}`, 'line', 'roads', {
      'line-color': colour(['motorway', 'primary'].includes(kind) ? 'main-road' : 'road'),
      'line-width': width(widths),
      'line-opacity': ['case', ['has', 'tunnel'], 0.5, 1],
    }, { filter: ['==', ['get', 'kind'], kind], layout: { 'line-cap': 'round', 'line-join': 'round' } }));
}

function labels(language) {
  const text = (size) => ({ 'text-field': names(language), 'text-font': FONTS, 'text-size': size });
  const paint = { 'text-color': colour('text'), 'text-halo-color': colour('land'), 'text-halo-width': 1.5 };
  return [
    drawn('road-names', 'symbol', 'roads', paint, { minzoom: 13, layout: { ...text(12), 'symbol-placement': 'line' } }),
    drawn('landmark-spots', 'circle', 'landmarks', { 'circle-radius': 2.5, 'circle-color': colour('text-soft') }, { minzoom: 15 }),
    drawn('landmark-names', 'symbol', 'landmarks', { ...paint, 'text-color': colour('text-soft') }, {
      minzoom: 15, layout: { ...text(11), 'text-anchor': 'top', 'text-offset': [0, 0.4] },
    }),
    drawn('place-names', 'symbol', 'places', paint, {
      layout: { ...text(['match', ['get', 'kind'], ['city', 'town'], 16, 'village', 14, 12]), 'symbol-sort-key': ['get', 'rank'] },
    }),
  ];
}

/** The whole style, for the colours that hold now; without tiles only the ground. */
export function style(tiles, language) {
  const ground = { id: 'ground', type: 'background', paint: { 'background-color': colour('land') } };
  if (!tiles) return { version: 8, sources: {}, layers: [ground] };
  const fill = (id, layer, name) => drawn(id, 'fill', layer, { 'fill-color': colour(name) });
  return {
    version: 8,
    sources: { land: { type: 'vector', url: `pmtiles://${tiles}` } },
    layers: [
      ground,
      fill('settled', 'settled', 'settled'),
      fill('woods', 'woods', 'woods'),
      fill('water', 'water', 'water'),
      drawn('waterways', 'line', 'waterways', { 'line-color': colour('water'), 'line-width': width([0.6, 3]) }),
      fill('buildings', 'buildings', 'building'),
      drawn('paths', 'line', 'roads', { 'line-color': colour('road'), 'line-width': 1, 'line-dasharray': [3, 2] }, { filter: ['==', ['get', 'kind'], 'path'] }),
      ...roads(),
      drawn('rails', 'line', 'rails', { 'line-color': colour('text-soft'), 'line-width': 1, 'line-dasharray': [6, 3] }),
      drawn('borders', 'line', 'borders', { 'line-color': colour('border'), 'line-width': ['match', ['get', 'level'], 2, 2, 1], 'line-dasharray': [4, 2] }),
      ...labels(language),
    ],
  };
}

/**
 * The map of the desk's screens: it asks only this desk, stores nothing, and says nothing that does
 * not stand as text beside it too.
 */

import { addProtocol, Map, setWorkerUrl } from 'maplibre-gl';
import { PMTiles, Protocol } from 'pmtiles';
import { Drawing } from './drawing.js';
import { addHazards, Hazards } from './hazards.js';
import { Picking } from './picking.js';
import { style } from './style.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const still = matchMedia('(prefers-reduced-motion: reduce)');
const WORLD = [-170, -60, 170, 75];
const FIT = { padding: 40, maxZoom: 14, animate: false };

/** Where the tiles are; null while there are none. */
async function land(address) {
  const tiles = new PMTiles(address);
  const protocol = new Protocol();
  protocol.add(tiles);
  addProtocol('pmtiles', protocol.tile);
  try {
    const { minLon, minLat, maxLon, maxLat } = await tiles.getHeader();
    return [minLon, minLat, maxLon, maxLat];
  } catch { return null; }
}

function listenForButtons(map, hazards) {
  for (const button of document.querySelectorAll('[data-show]')) button.hidden = false;
  for (const button of document.querySelectorAll('[data-zoom]')) {
    button.addEventListener('click', () => (button.dataset.zoom === 'in' ? map.zoomIn() : map.zoomOut()));
  }
  document.addEventListener('change', (event) => { if (event.target.matches('[data-layer]')) hazards.show(); });
  document.addEventListener('click', (event) => {
    const bounds = hazards.boundsOf(event.target.closest('[data-show]')?.dataset.show);
    if (bounds) { map.fitBounds(bounds, FIT); map.getCanvas().focus(); }
  });
}

function listenForTime(hazards) {
  const slider = document.getElementById('hour');
  if (!slider) return;
  const place = slider.closest('[data-time]');
  const said = place.querySelector('output');
  const start = Number(slider.dataset.start) * 1000;
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const show = () => {
    said.textContent = clock.format(new Date(start + slider.value * 3_600_000));
    slider.setAttribute('aria-valuetext', said.textContent);
    hazards.hour = Number(slider.value);
    hazards.show();
  };
  place.hidden = false;
  slider.addEventListener('input', show);
  show();
}

async function open(place) {
  const { worker, tiles, language, label } = place.dataset;
  setWorkerUrl(worker);
  const address = tiles && new URL(tiles, location.href).href;
  const bounds = address ? await land(address) : null;
  place.closest('[data-map]').hidden = false;
  const map = new Map({
    container: place, style: style(bounds && address, language), bounds: bounds ?? WORLD, fitBoundsOptions: { animate: false },
    attributionControl: false, dragRotate: false, pitchWithRotate: false, maxZoom: 19, fadeDuration: 0, locale: { 'Map.Title': label },
    localIdeographFontFamily: 'sans-serif', reduceMotion: still.matches, renderWorldCopies: false,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  // A screen says when its map stands still, whole: also to what tests it.
  map.on('dataloading', () => { delete place.dataset.stands; });
  map.on('movestart', () => { delete place.dataset.stands; });
  map.on('idle', () => { place.dataset.stands = 'yes'; });
  const hazards = new Hazards(map);
  const form = document.getElementById('typed');
  const picks = document.getElementById('place');
  const drawing = form?.elements.points ? new Drawing(map, form) : null;
  const picking = picks ? new Picking(map, picks) : null;
  map.on('style.load', () => {
    addHazards(map);
    drawing?.add();
    picking?.add();
    hazards.show();
    drawing?.show();
  });
  dark.addEventListener('change', () => map.setStyle(style(bounds && address, language)));
  const take = (at) => (drawing ?? picking)?.take(at);
  map.on('click', (event) => take(event.lngLat));
  map.getCanvas().addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    take(map.getCenter());
  });
  await hazards.ask(place.dataset.zones);
  hazards.show();
  const drawn = drawing?.bounds ?? (bounds ? null : hazards.bounds);
  if (drawn) map.fitBounds(drawn, FIT);
  picking?.show({ stay: false });
  listenForButtons(map, hazards);
  listenForTime(hazards);
}

const place = document.getElementById('map');
if (place) open(place);

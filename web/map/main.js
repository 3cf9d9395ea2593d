/**
 * The map of the desk's screens: it asks only this desk, stores nothing, and says nothing that does
 * not stand as text beside it too.
 */

import { addProtocol, Map, setWorkerUrl } from 'maplibre-gl';
import { PMTiles, Protocol } from 'pmtiles';
import { Drawing } from './drawing.js';
import { Hazards } from './hazards.js';
import { Moments } from './moments.js';
import { bringLists, followNews, offerToShow } from './news.js';
import { Picking } from './picking.js';
import { Points } from './points.js';
import { Spots } from './spots.js';
import { style } from './style.js';
import { Ways } from './ways.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const still = matchMedia('(prefers-reduced-motion: reduce)');
const wide = matchMedia('(width >= 64rem)');
const WORLD = [-170, -60, 170, 75];
const FIT = { padding: 48, maxZoom: 14, animate: false };
const HOUR = 3600;

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

/** On a narrow screen the map is folded: it comes when it is asked for. Whether that was later. */
async function unfolded(place) {
  const fold = place.closest('details');
  if (!fold) return false;
  const unfold = () => { if (wide.matches) fold.open = true; };
  wide.addEventListener('change', unfold);
  unfold();
  const waits = !fold.open;
  while (!fold.open) await new Promise((resolve) => fold.addEventListener('toggle', resolve, { once: true }));
  return waits;
}

function listenForButtons(map, hazards, points, show) {
  offerToShow();
  for (const button of document.querySelectorAll('[data-zoom]')) {
    button.addEventListener('click', () => (button.dataset.zoom === 'in' ? map.zoomIn() : map.zoomOut()));
  }
  document.addEventListener('change', (event) => { if (event.target.matches('[data-layer]')) show(); });
  document.addEventListener('click', (event) => {
    const id = event.target.closest('[data-show]')?.dataset.show;
    const bounds = hazards.boundsOf(id) ?? points.boundsOf(id);
    if (!bounds) return;
    points.tell([id]);
    map.fitBounds(bounds, FIT);
    map.getCanvas().focus();
  });
}

/** Where people are, where the team waits, where ways end: as far as each is known, and no point's sign says it. */
function putSpots(spots, ways, points, { meeting, meetingSaid, originSaid }) {
  if (ways.origin) spots.put(ways.origin, originSaid, false);
  if (meeting) spots.put(meeting.split(' ').map(Number), meetingSaid, true);
  for (const { point, name } of ways.goals) if (!points.isAt(point)) spots.put(point, name, true);
}

function around(points) {
  if (!points.length) return null;
  const [lon, lat] = [0, 1].map((axis) => points.map((each) => each[axis]));
  const least = (all) => all.reduce((a, b) => Math.min(a, b));
  const most = (all) => all.reduce((a, b) => Math.max(a, b));
  return [least(lon), least(lat), most(lon), most(lat)];
}

function draw(place, bounds, address) {
  const { language, label } = place.dataset;
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
  dark.addEventListener('change', () => map.setStyle(style(bounds && address, language)));
  return map;
}

/** A press, or Enter for the middle: a point there says its hours, and who takes places here takes it. */
function listenForPlaces(map, points, taker) {
  const press = (at) => {
    points.press(map.project(at));
    taker?.take(at);
  };
  map.on('click', (event) => { if (!taker?.isPressed?.(event)) press(event.lngLat); });
  map.getCanvas().addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    press(map.getCenter());
  });
}

async function open(place) {
  const isLater = await unfolded(place);
  const { worker, tiles, zones, points: receiving, ways: found } = place.dataset;
  setWorkerUrl(worker);
  const address = tiles && new URL(tiles, location.href).href;
  const bounds = address ? await land(address) : null;
  place.closest('[data-map]').hidden = false;
  const map = draw(place, bounds, address);
  const form = document.getElementById('typed');
  const field = document.querySelector('[data-map-point]');
  const [hazards, spots] = [new Hazards(map), new Spots(map)];
  const points = new Points(map, document.getElementById('point-said'));
  const ways = found ? new Ways(map, document.getElementById('ways')) : null;
  const drawing = form?.elements.points ? new Drawing(map, form, document.querySelector('[data-corners]')) : null;
  const picking = field ? new Picking(map, field) : null;
  const shown = [hazards, ways, spots, points, drawing, picking].filter(Boolean);
  const said = document.querySelector('[data-time]');
  const moments = said ? new Moments(said, () => show()) : null;
  const show = () => {
    const now = Math.floor(Date.now() / 1000);
    const span = moments?.span ?? [now, now + HOUR];
    for (const each of shown) each.show(span);
  };
  map.on('style.load', () => {
    for (const each of shown) each.add();
    show();
  });
  followNews([
    { told: hazards, address: zones, said: 'hazards-changed' },
    { told: points, address: receiving, said: 'points-changed' },
  ], show);
  try {
    await Promise.all([hazards.ask(zones), points.ask(receiving), ways?.ask(found), isLater ? bringLists() : null]);
  } catch { document.getElementById('not-connected').hidden = false; }
  reachAsFar(moments, hazards, ways);
  putSpots(spots, ways ?? { goals: [] }, points, place.dataset);
  show();
  const box = drawing?.bounds ?? around([...spots.points, ...(ways?.points ?? [])]) ?? (bounds ? null : around([...hazards.corners, ...points.points]));
  if (box) map.fitBounds(box, FIT);
  picking?.open();
  listenForPlaces(map, points, drawing ?? picking);
  listenForButtons(map, hazards, points, show);
}

/** The slider goes along the ways, as far as the desk told when hazards count. */
function reachAsFar(moments, hazards, ways) {
  const reach = ways?.reach;
  const known = hazards.reach;
  if (!moments || !reach || known[0] === undefined) return;
  const [from, until] = [Math.max(reach[0], known[0]), Math.min(reach[1], known[1])];
  if (from < until) moments.reach(from, until);
}

const place = document.getElementById('map');
if (place) open(place);

/**
 * Builds the desk's map: its script with MapLibre and the reader of tiles, and the worker beside it.
 *
 * `node web/map/build.mjs` writes the files that are committed; the same input gives the same bytes.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { licences } from './licences.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Where the built files stand. */
export const FOLDER = here('../../src/aman/desk/static/map/');
/** Module workers and class fields: every browser of the last three years. */
const TARGET = ['chrome94', 'firefox114', 'safari16.4'];
const WORKER = 'maplibre-gl/dist/maplibre-gl-worker.mjs';
const ENTRIES = { 'map.js': here('main.js'), 'worker.js': fileURLToPath(import.meta.resolve(WORKER)) };

async function bundle(entry) {
  const built = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    minify: true,
    charset: 'utf8',
    legalComments: 'eof',
    target: TARGET,
    define: { 'import.meta.url': '""' },
    write: false,
    logLevel: 'error',
    absWorkingDir: here('../..'),
  });
  return built.outputFiles[0].text;
}

/** The files by their names. */
export async function build() {
  const texts = await Promise.all(Object.values(ENTRIES).map(bundle));
  const scripts = Object.keys(ENTRIES).map((name, at) => [name, texts[at]]);
  return Object.fromEntries([...scripts, ['licences.txt', licences()]]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of Object.entries(await build())) {
    writeFileSync(FOLDER + name, text);
    console.log(`${FOLDER}${name}: ${Buffer.byteLength(text)} bytes`);
  }
}

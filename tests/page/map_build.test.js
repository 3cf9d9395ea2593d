/** The committed files of the map are what the sources build, and reach nothing outside by themselves. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { build, FOLDER } from '../../web/map/build.mjs';

const FORBIDDEN = /(?<!\.)\beval\(|new Function\(|localStorage|sessionStorage|indexedDB|sendBeacon|sourceMappingURL/g;
const SOURCES = ['main.js', 'style.js', 'hazards.js', 'drawing.js', 'picking.js'];

test('building again gives the committed bytes', async () => {
  for (const [name, text] of Object.entries(await build())) {
    assert.ok(readFileSync(FOLDER + name, 'utf8') === text, `${name} is not what the sources build: run \`make page\``);
  }
});

test('the map needs no eval, no blob of code and no storage', () => {
  const map = readFileSync(`${FOLDER}map.js`, 'utf8');
  const worker = readFileSync(`${FOLDER}worker.js`, 'utf8');
  for (const text of [map, worker]) assert.deepEqual(text.match(FORBIDDEN) ?? [], []);
  // For plug-ins, of which there is none; the policy would refuse it.
  assert.deepEqual([map, worker].map((text) => (text.match(/globalThis\.eval\(/g) ?? []).length), [0, 1]);
});

test('our own part knows no address, no markup and no sentence', () => {
  for (const name of SOURCES) {
    const text = readFileSync(new URL(`../../web/map/${name}`, import.meta.url), 'utf8').replace(/^ \*.*$|^\/\*\*.*$|^\s*\/\/.*$/gm, '');
    assert.doesNotMatch(text, /https?:\/\/|innerHTML|insertAdjacentHTML|'[A-Z][a-z]+ [a-z]+ /);
  }
});

/** The committed templates are what the sources build, and hold nothing that reaches outside. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { build, LANGUAGES, templateOf } from '../../web/build.mjs';
import { pack, unpack } from '../../web/page/wordpack.js';

const hash = (text) => createHash('sha256').update(text).digest('base64');

/** How many links to the form each has: the field team's page knows of no form. */
const FORM_LINKS = { page: 8, team: 0 };

for (const [name, formLinks] of Object.entries(FORM_LINKS)) {
  const page = readFileSync(templateOf(name), 'utf8');
  test(`${name}: building again gives the committed bytes`, async () => {
    const again = await build(name);
    assert.ok(again === page, `src/aman/front/${name}.html is not what the sources build: run "make page"`);
    assert.ok((await build(name)) === again, 'the build is not deterministic');
  });

  test(`${name}: one script, one style, one inert block to fill in`, () => {
    assert.equal(page.split('<script type="application/json" id="hotline">{}</script>').length, 2);
    assert.equal(page.match(/<script/g).length, 2);
    assert.equal(page.match(/<\/script/g).length, 2);
    assert.equal(page.match(/<style/g).length, 1);
    assert.doesNotMatch(page, /\sstyle="|\son\w+="/);
    assert.doesNotMatch(page, /\r/);
  });

  test(`${name}: the links to the form stand outside script and style, where the splice finds them`, () => {
    const outside = page.replace(/<script>.*<\/script>|<style>.*<\/style>/gs, '');
    assert.equal(outside.split('href="/n"').length - 1, formLinks);
    assert.equal(page.split('href="/n"').length - 1, formLinks);
  });

  test(`${name}: its own policy allows exactly its script and its style`, () => {
    const [, script] = /<script>(.*)<\/script>/s.exec(page);
    const [, style] = /<style>(.*)<\/style>/s.exec(page);
    assert.ok(page.includes(`script-src 'sha256-${hash(script)}'`));
    assert.ok(page.includes(`style-src 'sha256-${hash(style)}'`));
  });

  test(`${name}: no way to make text into markup or code, and no storage`, () => {
    const [, script] = /<script>(.*)<\/script>/s.exec(page);
    const banned =
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage|sessionStorage|indexedDB|document\.cookie|serviceWorker|sendBeacon|XMLHttpRequest|WebSocket|history\.pushState/;
    assert.doesNotMatch(script, banned);
  });

  test(`${name}: no address of anywhere else`, () => {
    const addresses = page.match(/https?:\/\/[^'"\s)]+/g) ?? [];
    assert.deepEqual(addresses.filter((each) => !each.startsWith('http://www.w3.org/')), []);
  });
}

test('team: no link and no map that tells another program of a place', () => {
  const page = readFileSync(templateOf('team'), 'utf8');
  assert.doesNotMatch(page, /geo:|maps\.|<a\s|clipboard|geolocation|navigator\.share/);
});

test('packed word lists unpack to themselves', () => {
  for (const lang of LANGUAGES) {
    const path = new URL(`../../src/aman/core/words/${lang}.txt`, import.meta.url);
    const words = readFileSync(path, 'utf8').trim().split(/\s+/);
    assert.deepEqual(unpack(pack(words)).split('\n'), words);
  }
  assert.deepEqual(unpack(pack(['abcd', 'abc', 'abc', 'z'])), 'abcd\nabc\nabc\nz');
});

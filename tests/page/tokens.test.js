/** The design tokens: every pair that carries text keeps a contrast of 4.5, in light and dark. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('../../web/styles/tokens.css', import.meta.url), 'utf8');
const dark = css.indexOf('prefers-color-scheme: dark');
const end = css.indexOf('prefers-reduced-motion');

const colours = (text) =>
  Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]));
const SCHEMES = { light: colours(css.slice(0, dark)), dark: colours(css.slice(dark, end)) };

function luminance(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['ground', 'surface', 'sunken'];
const PAIRS = [
  ...GROUNDS.flatMap((ground) => ['ink', 'ink-soft', 'accent', 'good', 'wait', 'danger'].map((ink) => [ink, ground])),
  ...['accent-soft', 'good-soft', 'wait-soft', 'danger-soft'].map((ground) => ['ink', ground]),
  ['good', 'accent-soft'],
  ['good', 'good-soft'],
  ['wait', 'wait-soft'],
  ['danger', 'danger-soft'],
  ['accent', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
];

for (const [scheme, named] of Object.entries(SCHEMES))
  test(`text keeps a contrast of 4.5, ${scheme}`, () => {
    for (const [ink, ground] of PAIRS)
      assert.ok(contrast(named[ink], named[ground]) >= 4.5, `${ink} on ${ground}: ${contrast(named[ink], named[ground])}`);
  });

for (const [scheme, named] of Object.entries(SCHEMES))
  test(`the edge of a thing to use keeps 3, ${scheme}`, () => {
    for (const ground of GROUNDS) assert.ok(contrast(named['line-strong'], named[ground]) >= 3);
  });

/**
 * Builds the caller's page: one file with one style, one inert block and one script.
 *
 * `node web/build.mjs` writes the template that is committed; the same input gives the same bytes.
 */

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { pack } from './page/wordpack.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => readFileSync(here(path), 'utf8');

/** Where the built template stands. */
export const TEMPLATE = here('../src/aman/front/page.html');
/**
 * The oldest browsers for which nothing has to be rewritten into longer code (a kilobyte): every
 * phone with Android 5 or iOS 15 can have one. Older ones see the link to the plain form.
 */
export const TARGET = ['chrome85', 'firefox90', 'safari15'];
export const LANGUAGES = ['ar', 'en', 'ru', 'uk'];

/** Modules that exist only in the bundle: the packed word lists, and the texts with keys once. */
export const MADE = {
  words: () =>
    Object.fromEntries(
      LANGUAGES.map((lang) => [
        lang,
        pack(read(`../src/aman/core/words/${lang}.txt`).split(/\s+/).filter(Boolean)),
      ]),
    ),
  texts: () => {
    const texts = LANGUAGES.map((lang) => JSON.parse(read(`page/texts/${lang}.json`)));
    const keys = Object.keys(texts[0]);
    return { keys: keys.join(' '), langs: LANGUAGES, texts: texts.map((each) => keys.map((key) => each[key])) };
  },
};

const made = {
  name: 'made',
  setup(build) {
    build.onResolve({ filter: /^aman:/ }, ({ path }) => ({ path: path.slice(5), namespace: 'made' }));
    build.onLoad({ filter: /.*/, namespace: 'made' }, ({ path }) => ({
      contents: JSON.stringify(MADE[path]()),
      loader: 'json',
    }));
  },
};

async function script() {
  const built = await esbuild.build({
    entryPoints: [here('page/main.js')],
    bundle: true,
    format: 'iife',
    minify: true,
    charset: 'utf8',
    legalComments: 'eof',
    target: TARGET,
    plugins: [made],
    write: false,
    logLevel: 'silent',
    absWorkingDir: here('..'),
  });
  return built.outputFiles[0].text.trim();
}

async function style() {
  const source = read('styles/tokens.css') + read('page/page.css');
  const options = { loader: 'css', minify: true, charset: 'utf8', target: TARGET };
  return (await esbuild.transform(source, options)).code.trim();
}

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What the page may do; the front says it too. Texts can't become markup: no policy makes any. */
const policy = (scriptText, styleText) =>
  [
    "default-src 'none'",
    `script-src ${hash(scriptText)}`,
    `style-src ${hash(styleText)}`,
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join(';');

/** The template as one text. */
export async function build() {
  const [scriptText, styleText] = await Promise.all([script(), style()]);
  const plain = read('page/plain.html').replace(/\n/g, '');
  const filled = new Map([
    ['/*style*/', styleText],
    ['/*script*/', scriptText],
    ['<!--policy-->', policy(scriptText, styleText)],
  ]);
  let page = read('page/template.html').replaceAll('<!--plain-->', () => plain);
  for (const [mark, text] of filled) page = page.replace(mark, () => text);
  return page;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const page = await build();
  writeFileSync(TEMPLATE, page);
  console.log(`${TEMPLATE}: ${Buffer.byteLength(page)} bytes`);
}

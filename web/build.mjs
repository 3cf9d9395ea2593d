/**
 * Builds the caller's page and the field team's: each one file with one style, one inert block and
 * one script.
 *
 * `node web/build.mjs` writes the templates that are committed; the same input gives the same bytes.
 */

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { pack } from './page/wordpack.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => readFileSync(here(path), 'utf8');

/** What each page is made of. The team's texts are its own and those of the caller's that it names. */
const PAGES = {
  page: { styles: ['styles/tokens.css', 'page/page.css'], texts: ownTexts, plain: 'page/plain.html' },
  team: {
    styles: ['styles/tokens.css', 'page/page.css', 'team/team.css'],
    texts: teamTexts,
    plain: 'team/plain.html',
  },
};
/** Where a built template stands. */
export const templateOf = (name) => here(`../src/aman/front/${name}.html`);
export const TEMPLATE = templateOf('page');
/**
 * The oldest browsers for which nothing has to be rewritten into longer code (a kilobyte): every
 * phone with Android 5 or iOS 15 can have one. Older ones see the link to the plain form.
 */
export const TARGET = ['chrome85', 'firefox90', 'safari15'];
export const LANGUAGES = ['ar', 'en', 'ru', 'uk'];

/** The caller's texts in one language. */
export function ownTexts(lang) {
  return JSON.parse(read(`page/texts/${lang}.json`));
}

/** The team's in one language. */
export function teamTexts(lang) {
  const callers = ownTexts(lang);
  const shared = JSON.parse(read('team/texts/shared.json')).map((key) => [key, callers[key]]);
  return { ...Object.fromEntries(shared), ...JSON.parse(read(`team/texts/${lang}.json`)) };
}

/** Modules that exist only in a bundle: the packed word lists, and the texts with keys once. */
const made = (textsIn) => ({
  words: () =>
    Object.fromEntries(
      LANGUAGES.map((lang) => [
        lang,
        pack(read(`../src/aman/core/words/${lang}.txt`).split(/\s+/).filter(Boolean)),
      ]),
    ),
  texts: () => {
    const texts = LANGUAGES.map(textsIn);
    const keys = Object.keys(texts[0]);
    return { keys: keys.join(' '), langs: LANGUAGES, texts: texts.map((each) => keys.map((key) => each[key])) };
  },
});

/** The caller's. */
export const MADE = made(ownTexts);

const plugin = (modules) => ({
  name: 'made',
  setup(build) {
    build.onResolve({ filter: /^aman:/ }, ({ path }) => ({ path: path.slice(5), namespace: 'made' }));
    build.onLoad({ filter: /.*/, namespace: 'made' }, ({ path }) => ({
      contents: JSON.stringify(modules[path]()),
      loader: 'json',
    }));
  },
});

async function script(name) {
  const built = await esbuild.build({
    entryPoints: [here(`${name}/main.js`)],
    bundle: true,
    format: 'iife',
    minify: true,
    charset: 'utf8',
    legalComments: 'eof',
    target: TARGET,
    plugins: [plugin(made(PAGES[name].texts))],
    write: false,
    logLevel: 'silent',
    absWorkingDir: here('..'),
  });
  return built.outputFiles[0].text.trim();
}

async function style(name) {
  const source = PAGES[name].styles.map(read).join('');
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

/** A page's template as one text: `page` is the caller's, `team` the field team's. */
export async function build(name = 'page') {
  const [scriptText, styleText] = await Promise.all([script(name), style(name)]);
  const plain = read(PAGES[name].plain).replace(/\n/g, '');
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
  for (const name of Object.keys(PAGES)) {
    const page = await build(name);
    writeFileSync(templateOf(name), page);
    console.log(`${templateOf(name)}: ${Buffer.byteLength(page)} bytes`);
  }
}

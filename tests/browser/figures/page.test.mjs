// The page of figures in four languages, narrow and wide: it fits, is heard, and asks nobody else.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fits, hasNoBarrier } from "../desk_screens/looked_at.mjs";
import { launch } from "../page/harness.js";

const OWN_PYTHON = new URL("../../../.venv/bin/python", import.meta.url).pathname;
const PYTHON = process.env.AMAN_PYTHON ?? (existsSync(OWN_PYTHON) ? OWN_PYTHON : "python3");
const MAKE = new URL("made_up_page.py", import.meta.url).pathname;
const OUT = new URL("../../../test-output/figures/", import.meta.url).pathname;
const LANGS = { ar: "الأعداد في جدول", en: "The numbers as a table", ru: "Числа в таблице", uk: "Числа в таблиці" };
let folder;
let server;
let browser;
let address;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "figures-"));
  execFileSync(PYTHON, [MAKE, folder]);
  server = createServer((request, response) => {
    const name = request.url.endsWith("/") ? `${request.url}index.html` : request.url;
    const type = name.endsWith(".css") ? "text/css" : "text/html; charset=utf-8";
    try {
      response.setHeader("Content-Type", type).end(readFileSync(join(folder, name)));
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  address = `http://127.0.0.1:${server.address().port}`;
  browser = await launch();
  mkdirSync(OUT, { recursive: true });
});

after(async () => {
  await browser?.close();
  server?.close();
  if (folder) rmSync(folder, { recursive: true });
});

async function opened(path, colorScheme) {
  const page = await browser.newPage({ viewport: { width: 320, height: 800 }, colorScheme });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const wrong = [];
  page.on("console", (said) => wrong.push(said.text()));
  page.on("requestfailed", (request) => wrong.push(request.url()));
  await page.goto(address + path);
  return { page, asked, wrong };
}

const letters = () => [...document.querySelectorAll("svg text")]
  .filter((each) => each.checkVisibility())
  .map((each) => {
    const box = each.getBoundingClientRect();
    const around = each.ownerSVGElement.getBoundingClientRect();
    const isInside = box.left >= around.left - 1 && box.right <= around.right + 1;
    return { text: each.textContent, isInside, height: box.height };
  })
  .filter(({ isInside, height }) => !isInside || height < 11);

const openAll = () => document.querySelectorAll("details").forEach((each) => {
  each.open = true;
});

for (const [lang, table] of Object.entries(LANGS)) {
  test(`${lang}: narrow and wide it fits, is heard, and asks nobody else`, async () => {
    const { page, asked, wrong } = await opened(`/${lang}/`, lang === "ru" ? "dark" : "light");
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: `${OUT}${lang}-${width}.png`, fullPage: true });
      assert.equal(await page.locator("svg:visible").count(), 6, "one chart of each pair is seen");
      assert.deepEqual(await page.evaluate(letters), [], `letters at ${width} px`);
      await fits(page, `${lang} at ${width} px`);
    }
    for (const summary of await page.getByText(table, { exact: true }).all()) await summary.click();
    assert.equal(await page.locator("table:visible caption").count(), 3);
    await page.evaluate(openAll);
    await fits(page, `${lang}, opened`);
    await hasNoBarrier(page, lang);
    assert.deepEqual(asked.filter((url) => !url.startsWith(`${address}/`)), []);
    assert.deepEqual(wrong, []);
    await page.close();
  });
}

test("a number leads to its entry of the log", async () => {
  const { page } = await opened("/en/", "light");
  const link = page.getByRole("link", { name: /^Entry \d+ of the log$/ }).first();
  const [number] = (await link.textContent()).match(/\d+/);
  const answer = await page.request.get(new URL(await link.getAttribute("href"), page.url()).href);
  const entry = await answer.json();
  assert.equal(entry.index, Number(number));
  assert.equal(entry.kind, "release");
  const said = await page.locator(".sentence").first().textContent();
  assert.ok(said.includes(entry.total.toLocaleString("en")), said);
  await page.close();
});

test("the first page offers four languages, and each leads on", async () => {
  const { page } = await opened("/", "light");
  await hasNoBarrier(page, "first");
  await page.getByRole("link", { name: "العربية" }).click();
  await page.getByRole("heading", { level: 1, name: "الأرقام" }).waitFor();
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), "rtl");
  await page.close();
});

// Looks at every screen of the desk: in four languages, wide and narrow, light and dark.
// Usage: node screens.mjs FOLDER-FOR-PICTURES [PYTHON]. It asserts what a picture cannot.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const folder = process.argv[2];
const python = process.argv[3] ?? "python3";
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 320, height: 640 };
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

await mkdir(folder, { recursive: true });
const desk = spawn(python, [new URL("made_up_desk.py", import.meta.url).pathname], { stdio: ["pipe", "pipe", "inherit"] });
const told = await new Promise((resolve) => createInterface(desk.stdout).once("line", (line) => resolve(JSON.parse(line))));
const order = (what) => desk.stdin.write(`${JSON.stringify(what)}\n`);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: QUIET });

async function open(viewport, colorScheme, locale = "en") {
  const context = await browser.newContext({ viewport, colorScheme, locale, baseURL: told.address, timezoneId: "Europe/Kyiv" });
  const page = await context.newPage();
  page.on("request", (request) => assert.ok(request.url().startsWith(told.address), request.url()));
  page.on("pageerror", (error) => { throw error; });
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) throw new Error(message.text());
  });
  return page;
}

async function signIn(page, name) {
  await page.goto("/sign-in");
  await page.fill("[name=name]", name);
  await page.fill("[name=password]", `${name} walks the dog at dawn`);
  await page.click("button.first-choice");
  await page.waitForURL(`${told.address}/`);
}

let taken = 0;
async function look(page, name) {
  await page.screenshot({ path: `${folder}/${name}.png` });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${name} is ${overflow} px too wide`);
  taken += 1;
}

try {
  for (const [size, viewport] of [["1280", WIDE], ["320", NARROW]]) {
    for (const scheme of ["light", "dark"]) {
      for (const [language, name] of [["en", "alice"], ["ar", "mariam"], ["ru", "bob"], ["uk", "olena"]]) {
        if (language === "uk" && scheme === "dark") continue;
        const page = await open(viewport, scheme, language);
        const at = `${language}-${size}-${scheme}`;
        await page.goto(told.first);
        await look(page, `${at}-first`);
        await page.goto("/sign-in");
        await look(page, `${at}-sign-in`);
        await signIn(page, name);
        await look(page, `${at}-queue`);
        await page.goto("/case/3");
        await page.waitForTimeout(150);
        await look(page, `${at}-case`);
        if (size === "320") {
          await page.click("[data-tab=person]");
          await look(page, `${at}-person`);
          await page.click("[data-tab=queue]");
          await look(page, `${at}-case-queue`);
        }
        await page.click("[data-keys]");
        await look(page, `${at}-keys`);
        await page.context().close();
      }
    }
  }
  console.log(`${taken} pictures in ${folder}`);
} finally {
  await browser.close();
  desk.stdin.end();
}

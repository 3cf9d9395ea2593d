// Starts the made-up desk and a browser for the scripts beside this one.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { FLAGS } from "../page/harness.js";

const ROOT = new URL("../../../", import.meta.url).pathname;
const OWN_PYTHON = `${ROOT}.venv/bin/python`;
const PYTHON = process.env.AMAN_PYTHON ?? (existsSync(OWN_PYTHON) ? OWN_PYTHON : "python3");
export const OUT = `${ROOT}test-output/desk`;
/** The extract of Liechtenstein in a folder above the checkout; null where there is none. */
export const EXTRACT = ["../", "../../", "../../../"]
  .map((up) => new URL(`${up}shared/data/roads/liechtenstein.osm.pbf`, `file://${ROOT}`).pathname)
  .find((each) => existsSync(each)) ?? null;
const WITH_WEBGL = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

export async function openDesk({ extract = null, roads = false, figures = false } = {}) {
  mkdirSync(OUT, { recursive: true });
  const script = new URL("made_up_desk.py", import.meta.url).pathname;
  const desk = spawn(PYTHON, [script, ...(extract ? [extract] : []), ...(roads ? ["roads"] : []), ...(figures ? ["figures"] : [])], { stdio: ["pipe", "pipe", "inherit"] });
  const told = await new Promise((resolve, reject) => {
    createInterface(desk.stdout).once("line", (line) => resolve(JSON.parse(line)));
    desk.once("exit", () => reject(new Error("the made-up desk did not start")));
  });
  const ended = new Promise((resolve) => desk.once("exit", resolve));
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: extract ? [...FLAGS, ...WITH_WEBGL] : FLAGS });
  const errors = [];

  // A page that may try to ask somebody else is one that shows how it is refused.
  async function open({ viewport = { width: 1280, height: 800 }, colorScheme = "light", locale = "en", mayTryAbroad = false, ...more } = {}) {
    const context = await browser.newContext({ viewport, colorScheme, locale, baseURL: told.address, timezoneId: "Europe/Kyiv", ...more });
    const page = await context.newPage();
    page.on("pageerror", (error) => errors.push(String(error)));
    if (mayTryAbroad) return page;
    page.on("request", (request) => {
      if (!request.url().startsWith(told.address)) errors.push(`asked ${request.url()}`);
    });
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) errors.push(message.text());
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

  return {
    told, open, signIn, ended,
    order: (what) => desk.stdin.write(`${JSON.stringify(what)}\n`),
    stop: () => desk.kill("SIGTERM"),
    picture: (page, name, more = {}) => page.screenshot({ path: `${OUT}/${name}.png`, ...more }),
    async close() {
      await browser.close();
      desk.stdin.end();
      await ended;
      assert.deepEqual(errors, []);
    },
  };
}

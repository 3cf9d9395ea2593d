/** Somebody whose browser runs no script: he goes by the form, one screen at a time. */

import { readFileSync } from 'node:fs';
import { Caller } from './people.mjs';

const QUIET_WAIT = 120_000;

/** The form's own texts: `about.weaker` and so on. */
export function formTexts(lang) {
  const path = new URL(`../../../src/aman/lines/form/texts/${lang}.toml`, import.meta.url);
  const texts = {};
  let section = '';
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    section = /^\[(\w+)\]/.exec(line)?.[1].concat('.') ?? section;
    const [, key, text] = /^(\w+) = "(.*)"$/.exec(line) ?? [];
    if (key) texts[section + key] = text;
  }
  return texts;
}

export class FormCaller extends Caller {
  static async open(browser, hotline, lang, { shots = false } = {}) {
    const window = await browser.window({ width: 320, height: 640, script: false });
    const caller = new FormCaller(window, hotline, lang);
    Object.assign(caller, { f: formTexts(lang), shots });
    // A look waits for the next tick; on a busy machine a form may take longer than a page.
    window.page.setDefaultNavigationTimeout(QUIET_WAIT);
    await window.go(hotline.form);
    await caller.look('1-languages');
    await window.press(caller.t.language);
    return caller;
  }

  /** Keep the screen, narrow and wide. */
  async look(name) {
    const { window, lang, shots } = this;
    const wide = await window.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) throw new Error(`form ${name} in ${lang} is ${wide} px too wide`);
    if (!shots) return;
    await window.shot(`form-${name}-${lang}-320`);
    await window.resize({ width: 1280, height: 800 });
    await window.shot(`form-${name}-${lang}-1280`);
    await window.resize({ width: 320, height: 640 });
  }

  sees(key, members = {}) {
    const text = Object.entries(members).reduce((said, [name, value]) => said.replace(`{${name}}`, value), this.f[key]);
    return this.window.sees(text);
  }

  press(key) {
    return this.window.press(this.f[key]);
  }

  async write(text) {
    await this.window.fill('#text', text);
    await this.press('write.send');
  }

  async typed(text, button) {
    await this.window.fill('#typed', text);
    await this.press(button);
  }

  /** Press "look" until an answer stands there. */
  async lookFor(text) {
    for (let at = 0; at < 6; at += 1) {
      if ((await this.window.page.locator('body').innerText()).includes(text)) return;
      await this.press('talk.look');
    }
    throw new Error(`no answer on the form: ${text}`);
  }
}

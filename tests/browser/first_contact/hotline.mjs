/** A real hotline below a test: every zone its own process, driven by tests/driver/hotline.py. */

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = new URL('../../../', import.meta.url).pathname;
const OWN_PYTHON = join(ROOT, '.venv/bin/python');
export const PYTHON = existsSync(OWN_PYTHON) ? OWN_PYTHON : 'python3';
const ENVIRONMENT = { ...process.env, PYTHONPATH: `${ROOT}src:${ROOT}tests` };

export class Hotline {
  /** `hostile` names hostile fronts beside the honest one, each BEHAVIOUR:HONEST:BACK. */
  static async start(programme = 'surrender', hostile = []) {
    return Hotline.#started('driver.hotline', programme, hostile);
  }

  /** One with messaging lines, and people at their providers (tests/driver/hotline_with_lines.py). */
  static async startWithLines(lines, programme = 'surrender') {
    return Hotline.#started('driver.hotline_with_lines', programme, lines);
  }

  static async #started(module, programme, more) {
    const hotline = new Hotline();
    hotline.folder = mkdtempSync(join(tmpdir(), 'aman-'));
    hotline.var = join(hotline.folder, 'var');
    hotline.child = spawn(PYTHON, ['-m', module, hotline.var, programme, ...more], {
      env: ENVIRONMENT,
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    hotline.answers = createInterface(hotline.child.stdout)[Symbol.asyncIterator]();
    hotline.turn = Promise.resolve();
    Object.assign(hotline, await hotline.#answer());
    return hotline;
  }

  async #answer() {
    const { value, done } = await this.answers.next();
    if (done) throw new Error('the hotline ended');
    return JSON.parse(value);
  }

  /** The same hotline behind one of its hostile fronts. */
  behind(behaviour) {
    return { ...this, front: this.hostile[behaviour] };
  }

  /** Orders are carried out one after the other. */
  order(order) {
    this.turn = this.turn.then(() => {
      this.child.stdin.write(`${JSON.stringify(order)}\n`);
      return this.#answer();
    });
    return this.turn;
  }

  async end() {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.stdin.end();
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Run a script of tests/driver with JSON in and JSON out. */
export function ask(module, args, input) {
  return new Promise((resolve, reject) => {
    const child = spawn(PYTHON, ['-m', module, ...args], {
      env: ENVIRONMENT,
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (some) => (text += some));
    child.once('exit', (code) => (code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`${module}: ${code}`))));
    child.stdin.end(JSON.stringify(input));
  });
}

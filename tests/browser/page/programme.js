/** The shipped programme as the page gets it, read by the code that reads it for the front. */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const own = `${root}.venv/bin/python`;
const PYTHON = process.env.AMAN_PYTHON ?? (existsSync(own) ? own : 'python3');

const WRITE = `
import json, sys
from aman.core.programme_file import read_programme
from aman.programmes import programme_path
path = programme_path(sys.argv[1])
print(json.dumps(read_programme(path.read_text("utf-8"), path.name).public()))
`;

export const publicProgramme = (name) =>
  JSON.parse(
    execFileSync(PYTHON, ['-c', WRITE, name], { env: { ...process.env, PYTHONPATH: `${root}src` } }),
  );

export const programme = publicProgramme('surrender');

/** The licences of what the map's script is bundled from, as one text that the desk hands on with it. */

import { readdirSync, readFileSync } from 'node:fs';

const MODULES = new URL('../../node_modules/', import.meta.url);
const BSD = (notice, who) => `${notice}

Redistribution and use in source and binary forms, with or without modification,
are permitted provided that the following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this
   list of conditions and the following disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice, this
   list of conditions and the following disclaimer in the documentation and/or
   other materials provided with the distribution.
3. Neither the name of ${who} nor the names of its contributors may be used to
   endorse or promote products derived from this software without specific prior
   written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED.
IN NO EVENT SHALL THE COPYRIGHT OWNER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT,
INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT
NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR
PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
POSSIBILITY OF SUCH DAMAGE.`;
/** Packages that name their licence and bring no file with it. */
const WITHOUT_FILE = { pmtiles: () => BSD('Copyright 2021 Protomaps LLC', 'Protomaps LLC') };

const about = (name) => JSON.parse(readFileSync(new URL(`${name}/package.json`, MODULES), 'utf8'));

function licence(name) {
  const folder = new URL(`${name}/`, MODULES);
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file) return readFileSync(new URL(file, folder), 'utf8');
  if (WITHOUT_FILE[name]) return WITHOUT_FILE[name]();
  const readme = readFileSync(new URL('README.md', folder), 'utf8');
  const found = /^## License[^]*$/m.exec(readme);
  if (!found) throw new Error(`${name} says nothing of its licence`);
  return found[0];
}

/** Every package with its version, in the order of their names. */
export function licences() {
  const direct = ['maplibre-gl', 'pmtiles'];
  const beneath = direct.flatMap((name) => Object.keys(about(name).dependencies ?? {})).filter((name) => !name.startsWith('@types/'));
  const names = [...new Set([...direct, ...beneath])].sort();
  return names.map((name) => {
    const { version, license } = about(name);
    return `${name} ${version} (${license})\n\n${licence(name).replace(/\r/g, '').trim()}\n`;
  }).join(`\n${'-'.repeat(72)}\n\n`);
}

/** The licences of the packages whose code is in the bundles: their texts must go wherever the bundles go. */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';

/** The folder of a package: what follows the last `node_modules` in a path is its name. */
const PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/;
const LICENCE_FILE = /^(licen[cs]e|copying|unlicense)(\.|-|$)/i;
/** A file beside the licence that the Apache licence asks to be passed on. */
const NOTICE_FILE = /^notice(\.|$)/i;

/** A package.json, as far as it is read here. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

/** The folders of the packages of which at least one byte is in a bundle, sorted; inputs are relative to `root`. */
export function bundledPackages(metafiles: readonly Metafile[], root: string): readonly string[] {
  const used = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => PACKAGE.exec(`/${path}`) ?? []);
  return [...new Set(used.map((path) => resolve(root, path.slice(1))))].sort();
}

/**
 * The text of THIRD-PARTY-NOTICES for the packages in these folders.
 * @throws Error if a package has neither a licence file nor a licence of which the text is known
 */
export async function notices(packages: readonly string[]): Promise<string> {
  const parts = await Promise.all(packages.map(notice));
  const unique = [...new Set(parts)].sort();
  return [HEAD, ...unique].join(`\n${'-'.repeat(80)}\n\n`);
}

const HEAD = `Race Trace contains code of the packages below. Each is used under its own licence.\n`;

async function notice(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  const names = (await readdir(folder)).sort();
  const files = [
    ...names.filter((name) => LICENCE_FILE.test(name)),
    ...names.filter((name) => NOTICE_FILE.test(name)),
  ];
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const licence = files.some((name) => LICENCE_FILE.test(name)) ? texts : [knownText(manifest), ...texts];
  const title = `${manifest.name} ${manifest.version}, ${manifest.license ?? 'licence below'}`;
  return `${title}\n\n${licence.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n')}\n`;
}

/** The text of a licence that a package names without a copy of it. */
function knownText({ name, license, author }: Manifest): string {
  const holder = typeof author === 'string' ? author : author?.name;
  if (license !== 'MIT' || holder === undefined)
    throw new Error(
      `${name} is bundled but has no licence file: leave it out of the bundle, or add the text of ` +
        `${license ?? 'its licence'} to scripts/third-party-notices.ts`,
    );
  return `Copyright (c) ${holder}\n\n${MIT}`;
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

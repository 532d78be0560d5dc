import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Stop } from '../stop.ts';

/** One start of VS Code, in which the tests of one folder of `test/host` run. */
export interface Scenario {
  /** The folder's name. */
  readonly name: string;
  /** For the person who watches. */
  readonly title: string;
  /** Path from the root of the extension under development. */
  readonly extension: string;
  /** Whether a folder is open. */
  readonly folder: boolean;
  /** Whether that folder is not trusted. */
  readonly restricted: boolean;
  /** User settings besides the quiet ones. */
  readonly settings: Readonly<Record<string, unknown>>;
}

const PLAIN = { extension: '.', folder: true, restricted: false, settings: {} };

const KNOWN: readonly Scenario[] = [
  { ...PLAIN, name: 'workspace', title: 'with a folder open' },
  { ...PLAIN, name: 'no-folder', title: 'without a folder', folder: false },
  {
    ...PLAIN,
    name: 'restricted',
    title: 'in Restricted Mode',
    restricted: true,
    // Restricted at once, without the question, which would cover the window.
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
  },
  {
    ...PLAIN,
    name: 'installed',
    title: 'the VSIX, installed',
    // Tests need an extension under development, and here that must not be ours.
    extension: 'test/host/support/bare-extension',
  },
];

/** All scenarios, the cheapest to understand first. A folder of tests that none of them runs is an error. */
export const SCENARIOS: readonly Scenario[] = (() => {
  const cwd = resolve(import.meta.dirname, '../../test/host');
  const folders = new Set(globSync('*/*.test.ts', { cwd }).map((path) => path.split(/[\\/]/)[0]));
  for (const folder of folders)
    if (!KNOWN.some(({ name }) => name === folder))
      throw new Stop(
        `${join('test/host', String(folder))} has tests, but scripts/host/scenarios.ts runs none there.`,
      );
  return KNOWN.filter(({ name }) => folders.has(name));
})();

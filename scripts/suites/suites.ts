import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { SCENARIOS } from '../host/scenarios.ts';
import { Stop } from '../stop.ts';
import { programOf } from './program.ts';
import type { Suite } from './suite.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** The same histories in every run, see there. */
const SEEDED = ['--import', './test/property-seed.ts'];

/** Where tests are, by suite; what lies in none of these folders belongs to the suite of the nearest one above it. */
const FOLDERS = {
  core: 'test/unit/core',
  harness: 'test/unit/harness',
  cli: 'test/unit/cli',
  unit: 'test/unit',
  stores: 'test/stores',
  tap: 'test/tap',
  examples: 'test/examples',
  explore: 'test/explore',
  snippets: 'test/snippets',
  walks: 'test/walks',
  prometheus: 'test/prometheus',
  webview: 'test/webview',
  package: 'test/package',
} as const;

/** Beside another browser on two cores, a webview of VS Code once did not appear for three minutes; alone it takes seconds. */
const BROWSER = 'browser';

/** Run by hand, as they take long, or by VS Code itself. */
const APART = ['test/faults', 'test/host', 'test/long'];

/** How a run of suites is made. */
export interface SuiteOptions {
  /** Whether the checks of single files look only at files that have changed since they passed: for the inner loop. */
  readonly changed?: boolean;
}

/**
 * All that `npm test` runs, in the order in which it begins them: first the long row of suites that need the browser for
 * themselves, then what mostly waits, and what computes fills the cores that these leave. The shares of `cores` were measured:
 * seconds of processor time in a second of each suite where it runs alone.
 */
export function allSuites({ changed = false }: SuiteOptions = {}): readonly Suite[] {
  const files = filesByFolder();
  const tests = (name: keyof typeof FOLDERS, cores: number, args: readonly string[] = []): Suite => {
    const found = files.get(FOLDERS[name]);
    // Without names of files Node would run every test there is.
    if (found === undefined) throw new Stop(`No tests in ${FOLDERS[name]}.`);
    return { name, program: 'node', args, files: found, cores };
  };
  return [
    { name: 'build', program: 'npm', args: ['run', '--silent', 'package'], cores: 1 },
    ...SCENARIOS.map(({ name }): Suite => ({
      name: `host ${name}`,
      program: 'node',
      args: ['scripts/run-host-tests.ts', '--built', name],
      tallies: true,
      cores: 0.9,
      after: 'build',
      alone: BROWSER,
    })),
    // In one process, which starts one browser for all files.
    { ...tests('webview', 0.8, ['--test-isolation=none']), alone: BROWSER },
    tests('harness', 0.7, [...SEEDED, '--test-concurrency=2']),
    tests('cli', 0.4, [...SEEDED, '--test-concurrency=1']),
    tests('stores', 0.4, ['--test-concurrency=1']),
    // In one process, with one server.
    tests('tap', 0.6, ['--test-isolation=none']),
    tests('examples', 0.8, ['--test-concurrency=1']),
    tests('explore', 0.9, ['--test-concurrency=1']),
    tests('snippets', 0.5, ['--test-concurrency=1']),
    tests('walks', 0.8, ['--test-concurrency=1']),
    tests('unit', 1, [...SEEDED, '--test-concurrency=1']),
    // In one process: its tests start nothing and change nothing outside, and loading the checker for each file takes a sixth.
    tests('core', 1, [...SEEDED, '--test-isolation=none']),
    ...checks(changed),
    { ...tests('package', 1), after: 'build' },
    tests('prometheus', 0.3),
  ];
}

/** What looks at the sources without running them. */
function checks(changed: boolean): readonly Suite[] {
  const check = (name: string, packageName: string, program: string, ...args: readonly string[]): Suite => ({
    name,
    program: 'node',
    args: [programOf(ROOT, packageName, program), ...args],
    cores: 1,
  });
  const cache = (name: string) =>
    changed ? ['--cache', '--cache-location', `.cache/${name}`, '--cache-strategy', 'content'] : [];
  return [
    check('eslint', 'eslint', 'eslint', '.', '--max-warnings', '0', ...cache('eslint')),
    // The compiler in Go needs two fifths of the processor time; ESLint still needs the one in JavaScript.
    check('types', 'typescript-native', 'tsc', '--build'),
    check('prettier', 'prettier', 'prettier', '--check', '.', '--log-level', 'warn', ...cache('prettier')),
    check('imports', 'dependency-cruiser', 'depcruise', '--config', '.dependency-cruiser.cjs', ...CRUISED),
    check('unused', 'knip', 'knip', '--no-progress'),
    check('copies', 'jscpd', 'jscpd', '--config', '.jscpd.json', 'src', 'webview', 'scripts'),
  ];
}

const CRUISED = ['src', 'webview', 'recorder', 'examples', 'test', 'scripts', 'bench', 'sample-traces'];

/** The suites with these names, and those which they come after. */
export function suitesNamed(names: readonly string[], options: SuiteOptions = {}): readonly Suite[] {
  const all = allSuites(options);
  const chosen = new Set(
    names.flatMap((name) => {
      const found = all.filter((suite) => suite.name === name || suite.name.startsWith(`${name} `));
      if (found.length > 0) return found.flatMap((suite) => [suite.name, suite.after]);
      throw new Stop(`There is no suite ${name}; there are: ${all.map((suite) => suite.name).join(', ')}`);
    }),
  );
  return all.filter(({ name }) => chosen.has(name));
}

/** Every test file, by the folder of {@link FOLDERS} that is nearest above it. A file in none of them is an error. */
function filesByFolder(): ReadonlyMap<string, readonly string[]> {
  const nearestFirst = Object.values(FOLDERS).sort((a, b) => b.length - a.length);
  const files = new Map<string, string[]>();
  for (const path of globSync('test/**/*.test.ts', { cwd: ROOT }).sort()) {
    const file = path.replaceAll('\\', '/');
    const folder = [...nearestFirst, ...APART].find((one) => file.startsWith(`${one}/`));
    if (folder === undefined) throw new Stop(`${file} belongs to no suite of scripts/suites/suites.ts.`);
    files.set(folder, [...(files.get(folder) ?? []), file]);
  }
  return files;
}

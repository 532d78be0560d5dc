import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { programOf } from '../../scripts/suites/program.ts';
import { isTooOld } from '../../src/cli/runtime.ts';
import { nodeSqlite } from '../../src/harness/store/sqlite/node-sqlite.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MOST_FILES = 150;
const PATH = process.env.PATH ?? '';

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end in a folder, with the programs of `bin` before all others. */
function run(
  folder: string,
  program: string,
  args: readonly string[],
  bin = dirname(process.execPath),
): Ended {
  const env = { ...process.env, PATH: `${bin}${delimiter}${PATH}`, NODE_TEST_CONTEXT: undefined };
  return spawnSync(program, args, { cwd: folder, env, encoding: 'utf8' });
}

function stdoutOf(...call: Parameters<typeof run>): string {
  const { status, stdout, stderr } = run(...call);
  assert.equal(status, 0, stderr);
  return stdout;
}

/** A folder of PATH whose Node is older than the command line needs. */
function folderOfOldNode(): string | undefined {
  return PATH.split(delimiter).find((folder) => {
    if (!existsSync(join(folder, 'node'))) return false;
    const { stdout } = spawnSync(join(folder, 'node'), ['--version'], { encoding: 'utf8' });
    return isTooOld(stdout.trim().slice(1));
  });
}

// The bundles are those of the suite that builds: to build them here would take them from the suites that use them now.
void describe('the npm package, installed into an empty folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'race-trace-package-'));
  const project = mkdtempSync(join(tmpdir(), 'race-trace-project-'));
  const installed = join(project, 'node_modules', 'race-trace');
  const sample = join('node_modules', 'race-trace', 'sample-traces', 'two-client-unsafe.trace.csv');
  after(() => {
    for (const made of [folder, project]) rmSync(made, { recursive: true, force: true });
  });

  before(() => {
    stdoutOf(ROOT, 'npm', ['pack', '--ignore-scripts', '--pack-destination', folder]);
    const [archive = ''] = readdirSync(folder);
    // Drivers of stores come from a registry, which is not asked here.
    const offline = ['--offline', '--omit=optional', '--no-audit', '--no-fund'];
    stdoutOf(project, 'npm', ['install', ...offline, join(folder, archive)]);
  });

  void it('has the command line, the service that its traces name, the samples, and nothing for development', () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(installed.length + 1));
    const needed = ['dist/cli.js', 'dist/worker.js.map', 'src/harness/service/unsafe.ts', 'LICENSE'];
    for (const path of [...needed, 'recorder/race_trace.py', 'media/race-trace.schema.json'])
      assert.ok(files.includes(path), path);
    assert.ok(files.length < MOST_FILES, `${files.length} files`);
    const foreign = /(^|\/)(test|bench|scripts|webview|node_modules)\/|extension\.cjs|\.vsix$/;
    assert.deepEqual(
      files.filter((path) => foreign.test(path)),
      [],
    );
  });

  void it('runs nothing while it is installed', () => {
    const { scripts } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      scripts: Readonly<Record<string, string>>;
    };
    const names = ['preinstall', 'install', 'postinstall', 'prepare'];
    assert.deepEqual(
      names.filter((name) => Object.hasOwn(scripts, name)),
      [],
    );
  });

  void it('checks a trace', () => {
    const { status, stdout } = run(project, 'npx', ['--no', 'race-trace', 'check', sample]);
    assert.equal(status, 1);
    assert.match(
      stdout,
      /B wrote v1→v3 after A had already replaced v1[\s\S]*src\/harness\/service\/unsafe\.ts:10/,
    );
  });

  void it('proposes how a log is read, and checks it so', () => {
    cpSync(join(ROOT, 'test/logs/logback/app.log'), join(project, 'app.log'));
    assert.match(
      stdoutOf(project, 'npx', ['--no', 'race-trace', 'init', '--yes', 'app.log']),
      /race-trace\.json/,
    );
    const { status, stdout } = run(project, 'npx', ['--no', 'race-trace', 'check', 'app.log']);
    assert.equal(status, 1);
    assert.match(stdout, /stale-version-write/);
  });

  void it('has types of what a module imports that is explored', () => {
    const tsc = (module: string) => {
      writeFileSync(join(project, 'race.mts'), module);
      const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024'];
      return run(project, process.execPath, [
        join(ROOT, programOf(ROOT, 'typescript-native', 'tsc')),
        ...strict,
        'race.mts',
      ]);
    };
    const race = (type: string) => `import { step, wrapped } from 'race-trace/explore';
      export const left: ${type} = await step('read', () => 1);
      export const { size } = wrapped(new Map<string, number>());\n`;
    const { status, stdout } = tsc(race('number'));
    assert.equal(status, 0, stdout);
    assert.match(tsc(race('string')).stdout, /Type 'number' is not assignable to type 'string'/);
  });

  void it('runs the reproducer', () => {
    const said = stdoutOf(project, 'npx', ['--no', 'race-trace', 'reproduce']);
    assert.match(said, /unsafe fails and conditional holds/);
    // The text of the line comes from the sources in the package.
    assert.match(said, /src\/harness\/service\/unsafe\.ts:10:17[^\n]*\n\s*await attempt\.put/);
  });

  void it('leads from the log of a service to its line, and to none when the race is mended', () => {
    const npx = (...args: readonly string[]) => run(project, 'npx', ['--no', 'race-trace', ...args]);
    cpSync(join(import.meta.dirname, 'walk', 'shop.mjs'), join(project, 'shop.mjs'));
    const database = new (nodeSqlite().DatabaseSync)(join(project, 'shop.db'));
    database.exec(`CREATE TABLE stock (sku TEXT, left INTEGER, rev INTEGER);
      INSERT INTO stock VALUES ('seat-0', 9, 1), ('seat-1', 9, 1)`);
    database.close();
    const query = 'SELECT sku AS key, left AS value, rev AS version FROM stock';
    const record = [
      'record',
      '--trace',
      'app.log',
      '--closed',
      '--store',
      'sqlite:shop.db',
      '--query',
      query,
    ];

    assert.equal(npx(...record, '--', 'node', 'shop.mjs').status, 0);
    assert.equal(npx('init', '--yes', '--force', 'app.log').status, 0);
    const unsafe = npx('check', '--source-root', '.', 'app.log');
    assert.equal(unsafe.status, 1, unsafe.stdout);
    assert.match(
      unsafe.stdout,
      /stale-version-write .*\n.*at shop\.mjs:25 \(inferred: it writes "order placed"\)/,
    );
    assert.match(unsafe.stdout, /initial 18 ≠ remaining 13 \+ confirmed 15/);

    assert.equal(npx(...record, '--', 'node', 'shop.mjs', 'fixed').status, 0);
    const fixed = npx('check', 'app.log');
    assert.equal(fixed.status, 0, fixed.stdout);
    assert.match(fixed.stdout, /initial 13 = remaining 8 \+ confirmed 5/);
  });

  void it('says on an older Node which one it needs, and how to have it', (t) => {
    const old = folderOfOldNode();
    if (old === undefined) {
      t.diagnostic('NOT TESTED: no Node before 22.13 is on the PATH');
      return;
    }
    const { status, stderr } = run(project, 'npx', ['--no', 'race-trace', 'check', sample], old);
    assert.equal(status, 2);
    assert.match(stderr, /^race-trace needs Node\.js 22\.13 or newer; this is \d+\.\d+\.\d+\./);
    assert.match(stderr, /npm install node@24/);
  });
});

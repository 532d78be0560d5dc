import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import esbuild from 'esbuild';
import { codeDigests } from '../../../src/harness/service/service-code.ts';

/** Runs the reproducer in a process of its own and returns its traces' rows. */
const PROGRAM = 'test/unit/harness/programs/reproduce-into.ts';
const ROOT = resolve(import.meta.dirname, '../../..');
const directory = mkdtempSync(join(tmpdir(), 'race-trace-sites-'));
after(() => {
  rmSync(directory, { recursive: true, force: true });
});

function sitesOf(program: string): readonly string[] {
  const out = join(directory, `run-${Math.random().toString(36).slice(2)}`);
  execFileSync(process.execPath, [program, out], { stdio: ['ignore', 'ignore', 'inherit'] });
  const traces = ['unsafe', 'conditional'].map((name) =>
    readFileSync(join(out, `${name}.trace.csv`), 'utf8'),
  );
  return [...new Set(traces.join('\n').match(/[^,\n]*\.[tj]s:\d+:\d+/g))].sort();
}

/** Builds the program and the worker as the project builds its own bundles. */
function bundle(into: string, minify: boolean): string {
  const require = `import { createRequire as race_createRequire } from 'node:module'; const require = race_createRequire(import.meta.url);`;
  esbuild.buildSync({
    absWorkingDir: ROOT,
    entryPoints: { program: PROGRAM, worker: 'src/harness/worker/main.ts' },
    outdir: join(into, 'dist'),
    bundle: true,
    minify,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    sourcemap: 'linked',
    sourcesContent: false,
    banner: { js: require },
    define: { 'process.env.RACE_TRACE_CODE': JSON.stringify(JSON.stringify(codeDigests(ROOT))) },
    logLevel: 'error',
  });
  return join(into, 'dist/program.js');
}

describe('the sites in a trace', () => {
  let fromSource: readonly string[] = [];
  before(() => {
    fromSource = sitesOf(join(ROOT, PROGRAM));
  });

  it('are the lines of the service that call the steps', () => {
    assert.equal(fromSource.length, 4);
    for (const site of fromSource) {
      const [path = '', line = '', column = ''] = site.split(':');
      const text = readFileSync(join(ROOT, path), 'utf8').split('\n')[Number(line) - 1]!;
      assert.match(text.slice(Number(column) - 1), /^(read|put|putIf|confirm)\(/, site);
      assert.match(text, /attempt\./, site);
    }
  });

  for (const [kind, minify] of [
    ['a bundle', false],
    ['a minified bundle', true],
  ] as const)
    it(`are the same from ${kind}`, () => {
      assert.deepEqual(
        sitesOf(bundle(join(ROOT, '.cache', `sites-${kind.replaceAll(' ', '-')}`), minify)),
        fromSource,
      );
    });

  it('are the same when the bundle was installed somewhere else', () => {
    bundle(join(ROOT, '.cache/sites-moved'), true);
    const elsewhere = join(directory, 'src/elsewhere');
    cpSync(join(ROOT, '.cache/sites-moved'), elsewhere, { recursive: true });
    assert.deepEqual(sitesOf(join(elsewhere, 'dist/program.js')), fromSource);
  });
});

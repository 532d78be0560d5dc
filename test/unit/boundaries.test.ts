/**
 * The import rules are only worth something if each one fails when it is broken: every case plants one violation in a
 * copy of the layout and expects dependency-cruiser to name it. Lint runs the same rules over the real tree.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { programOf } from '../../scripts/suites/program.ts';

const root = resolve(import.meta.dirname, '../..');

/** The layout in miniature: what each planted file may rightly import. */
const LAYOUT = {
  'src/core/index.ts': `export { a, type A } from './a.ts';\nexport { check } from './check/a.ts';\n`,
  'src/core/history/a.ts': `import '../words/a.ts';\n`,
  'src/core/a.ts': 'export const a = 1;\nexport type A = number;\n',
  'src/core/check/a.ts': `import '../words/a.ts';\nexport const check = 1;\n`,
  'src/core/lists/a.ts': `import '../check/a.ts';\n`,
  'src/core/words/a.ts': 'export const word = 1;\n',
  'src/ingest/checked.ts': `import '../core/index.ts';\n`,
  'src/ingest/a.ts': `import '../core/history/a.ts';\nimport 'papaparse';\nimport 'node:zlib';\n`,
  'src/ingest/run-files/a.ts': `import '../a.ts';\nexport type F = string;\n`,
  'src/harness/a.ts': `import type { F } from '../ingest/run-files/a.ts';\nexport type G = F;\nimport '../core/index.ts';\nimport 'node:http';\n`,
  'src/harness/worker/a.ts': `import '../a.ts';\nimport '../store/a.ts';\nimport 'prom-client';\n`,
  'src/harness/monitor/a.ts': `import '../worker/a.ts';\nimport 'prom-client';\n`,
  'src/harness/store/etcd/a.ts': `import '../decorators/a.ts';\nimport '../a.ts';\n`,
  'src/harness/store/decorators/a.ts': `import '../a.ts';\n`,
  'src/harness/store/a.ts': `import '../a.ts';\nimport '../../core/index.ts';\nawait import('pg');\nawait import('@redis/client');\n`,
  'src/report/a.ts': `import type { F } from '../ingest/run-files/a.ts';\nexport type G = F;\nimport '../core/index.ts';\nimport 'd3';\n`,
  'src/harness/load/a.ts': `import '../a.ts';\n`,
  'src/explore/a.ts': `import '../core/index.ts';\nimport '../ingest/a.ts';\nimport '../harness/load/a.ts';\nimport 'node:net';\n`,
  'src/cli/a.ts': `import '../core/index.ts';\nimport '../ingest/a.ts';\nimport '../harness/a.ts';\nimport '../explore/a.ts';\nimport 'commander';\nimport 'valibot';\n`,
  'src/cli/main.ts': `import './output/a.ts';\nawait import('./verify/a.ts');\n`,
  'src/cli/output/a.ts': `export const o = 1;\n`,
  'src/cli/verify/a.ts': `import '../../ingest/a.ts';\n`,
  'recorder/a.ts': `import 'node:fs';\n`,
  'src/protocol.ts': `import type { A } from './core/index.ts';\nexport type P = A;\n`,
  'src/extension/a.ts': `import '../core/index.ts';\nimport '../ingest/a.ts';\nimport * as vscode from 'vscode';\nexport const v = vscode;\n`,
  'webview/a.ts': `import type { A } from '../src/core/index.ts';\nimport type { P } from '../src/protocol.ts';\nimport '../src/core/words/a.ts';\nimport 'd3';\nexport type W = A | P;\n`,
  'webview/ui/toolkit.ts': `import '@vscode/webview-ui-toolkit';\n`,
  'test/a.ts': `import '../src/core/index.ts';\nimport '../webview/a.ts';\n`,
};

/** One violation of each rule: the file it is planted in, its import, the rule that must name it. */
const VIOLATIONS: readonly (readonly [file: string, line: string, rule: string])[] = [
  ['src/core/node.ts', `import 'node:fs';`, 'not-in-allowed'],
  ['src/core/npm.ts', `import 'd3';`, 'not-in-allowed'],
  ['src/core/ingest.ts', `import '../ingest/a.ts';`, 'not-in-allowed'],
  ['src/core/vscode.ts', `import type { Uri } from 'vscode'; export type V = Uri;`, 'not-in-allowed'],
  ['src/ingest/harness.ts', `import '../harness/a.ts';`, 'not-in-allowed'],
  ['src/ingest/vscode.ts', `import { Uri } from 'vscode'; export const v = Uri;`, 'not-in-allowed'],
  ['src/harness/run-file.ts', `import '../ingest/run-files/a.ts';`, 'not-in-allowed'],
  ['src/harness/worker/run-file.ts', `import '../../ingest/run-files/a.ts';`, 'not-in-allowed'],
  [
    'src/harness/ingest-type.ts',
    `import type { A } from '../ingest/a.ts'; export type B = A;`,
    'not-in-allowed',
  ],
  ['src/harness/ingest.ts', `import '../ingest/a.ts';`, 'not-in-allowed'],
  ['src/report/node.ts', `import 'node:fs';`, 'not-in-allowed'],
  ['src/report/run-file.ts', `import '../ingest/run-files/a.ts';`, 'not-in-allowed'],
  ['src/report/ingest.ts', `import '../ingest/a.ts';`, 'not-in-allowed'],
  ['src/report/vscode.ts', `import type { Uri } from 'vscode'; export type V = Uri;`, 'not-in-allowed'],
  ['src/harness/metrics.ts', `import 'prom-client';`, 'not-in-allowed'],
  ['src/harness/store/process.ts', `import '../worker/a.ts';`, 'stores-below-processes'],
  ['src/harness/store/redis/a.ts', `import '../etcd/a.ts';`, 'drivers-apart'],
  ['src/harness/driver.ts', `await import('pg');`, 'not-in-allowed'],
  ['src/harness/extension.ts', `import '../extension/a.ts';`, 'not-in-allowed'],
  ['src/explore/cli.ts', `import '../cli/a.ts';`, 'not-in-allowed'],
  ['src/explore/report.ts', `import '../report/a.ts';`, 'not-in-allowed'],
  ['src/extension/explore.ts', `import '../explore/a.ts';`, 'not-in-allowed'],
  ['src/cli/extension.ts', `import '../extension/a.ts';`, 'not-in-allowed'],
  ['src/protocol.ts', `import './core/a.ts';`, 'not-in-allowed'],
  ['src/extension/harness.ts', `import '../harness/a.ts';`, 'not-in-allowed'],
  ['src/extension/cli.ts', `import '../cli/a.ts';`, 'not-in-allowed'],
  ['src/extension/npm.ts', `import 'd3';`, 'not-in-allowed'],
  ['recorder/core.ts', `import '../src/core/index.ts';`, 'not-in-allowed'],
  ['webview/core.ts', `import { a } from '../src/core/a.ts'; export const b = a;`, 'not-in-allowed'],
  ['src/core/words/check.ts', `import '../check/a.ts';`, 'words-alone'],
  ['webview/vscode.ts', `import { Uri } from 'vscode'; export const v = Uri;`, 'not-in-allowed'],
  ['webview/node.ts', `import 'node:fs';`, 'not-in-allowed'],
  ['webview/toolkit.ts', `import '@vscode/webview-ui-toolkit';`, 'toolkit-through-one-file'],
  ['src/core/test.ts', `import '../../test/a.ts';`, 'tests-are-imported-by-nobody'],
  ['src/core/cycle-a.ts', `import './cycle-b.ts';`, 'no-cycles'],
  ['src/cli/program.ts', `import './verify/a.ts';`, 'commands-when-called'],
  ['src/core/check/lists.ts', `import '../lists/a.ts';`, 'no-folder-cycles'],
  ['src/report/core.ts', `import '../core/a.ts';`, 'core-through-its-face'],
  ['src/ingest/core.ts', `import '../core/a.ts';`, 'reader-through-the-face'],
  ['src/cli/verify/face.ts', `import '../../core/index.ts';`, 'verifier-knows-rows'],
  ['src/cli/verify/verify.ts', `import '../../core/check/a.ts';`, 'verifier-apart'],
  ['src/cli/verify/walk.ts', `import '../../core/check/a.ts';`, 'verifier-apart'],
  ['src/cli/verify/indeed.ts', `import '../../ingest/checked.ts';`, 'verifier-apart-through-others'],
  ['src/core/missing.ts', `import './no-such-file.ts';`, 'unresolvable'],
];

test('the layout itself breaks no rule', async () => {
  assert.deepEqual(await violations(LAYOUT), []);
});

test('every planted violation is named', async (t) => {
  const planted = Object.fromEntries(VIOLATIONS.map(([file, line]) => [file, `${line}\n`]));
  const found = await violations({
    ...LAYOUT,
    ...planted,
    'src/core/cycle-b.ts': `import './cycle-a.ts';\n`,
  });
  for (const [file, line, rule] of VIOLATIONS)
    await t.test(`${rule}: ${file} may not contain ${line}`, () => {
      // A rule about folders names the folder.
      const named = found.includes(`${rule}: ${file}`) || found.includes(`${rule}: ${dirname(file)}`);
      assert.ok(named, found.join('\n'));
    });
});

/** The rules that a tree of these files breaks, each as `rule: file`. */
async function violations(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'race-trace-boundaries-'));
  try {
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const [file, text] of Object.entries({
      'package.json': '{}',
      'tsconfig.base.json': '{}',
      ...files,
    })) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    return await cruise(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function cruise(cwd: string): Promise<string[]> {
  const cruiser = join(root, programOf(root, 'dependency-cruiser', 'depcruise'));
  const config = join(root, '.dependency-cruiser.cjs');
  const args = [cruiser, '--config', config, '--output-type', 'json', 'src', 'webview', 'recorder', 'test'];
  const output = await new Promise<string>((done, fail) => {
    // It exits with the number of violations, so only an empty answer is a failure of its own.
    execFile(process.execPath, args, { cwd, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (stdout === '') fail(new Error(stderr, { cause: error }));
      else done(stdout);
    });
  });
  const report = JSON.parse(output) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  return report.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}

/** CONTRIBUTING.md says what a new thing takes. Here one of each is added to a copy of the tree, which must then hold together. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ROOT } from '../../../scripts/bundles.ts';
import { programOf } from '../../../scripts/suites/program.ts';
import { FINDING, LANE_SIGN } from './core-recipes.ts';
import { COMMAND, SOURCE_FORMAT, STORE } from './outer-recipes.ts';
import { filesOf, withLine } from './recipe.ts';

const RECIPES = [FINDING, LANE_SIGN, STORE, COMMAND, SOURCE_FORMAT];

/** What type-checks, and what its tests read. The compiler's own results are those of the tree, where it has been checked. */
const COPIED = [
  'src',
  'webview',
  'test',
  'scripts',
  'bench',
  'recorder',
  'examples',
  'sample-traces',
  'docs',
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
  '.cache/types',
];

/** Tests of the project that hold the lists of such things together. */
const HELD_BY = [
  'test/unit/harness/store-registry.test.ts',
  'test/unit/extension/contributions.test.ts',
  'test/unit/core/words/lane-signs.test.ts',
  'test/unit/core/words/signs.test.ts',
];

const tree = mkdtempSync(join(tmpdir(), 'race-trace-recipes-'));
after(() => {
  rmSync(tree, { recursive: true, force: true });
});

for (const path of COPIED)
  if (existsSync(join(ROOT, path))) cpSync(join(ROOT, path), join(tree, path), { recursive: true });
symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
for (const { files, lines } of RECIPES) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  }
  for (const line of lines)
    writeFileSync(join(tree, line.file), withLine(readFileSync(join(tree, line.file), 'utf8'), line));
}

/** What a program of Node prints in the copy, and its exit code. */
function node(...args: readonly string[]): Promise<{ readonly code: number; readonly printed: string }> {
  const env: NodeJS.ProcessEnv = { ...process.env };
  // Or the tests would report to the runner of this one.
  delete env.NODE_TEST_CONTEXT;
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: tree, env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, printed: stdout + stderr });
    });
  });
}

describe('what is added by its recipe', () => {
  for (const recipe of RECIPES)
    it(`touches at most ${recipe.most} files: a ${recipe.adds}`, () => {
      const files = filesOf(recipe);
      assert.ok(files.size <= recipe.most, [...files].join('\n'));
      assert.match(
        readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8'),
        new RegExp(`\\*\\*A new ${recipe.adds}\\.\\*\\*`),
      );
    });

  it('has the types that everything else expects', async () => {
    const { code, printed } = await node(join(ROOT, programOf(ROOT, 'typescript-native', 'tsc')), '--build');
    assert.equal(code, 0, printed);
  });

  it('is known wherever such things are listed', async () => {
    const own = RECIPES.flatMap(({ files }) => Object.keys(files)).filter((file) =>
      file.endsWith('.test.ts'),
    );
    const { code, printed } = await node('--test', '--test-concurrency=1', ...own, ...HELD_BY);
    assert.equal(code, 0, printed);
  });
});

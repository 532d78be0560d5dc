/** The checks for what nothing uses and for copies are only worth something if each finds what is planted. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ROOT } from '../../../scripts/bundles.ts';
import { programOf } from '../../../scripts/suites/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-planted-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A tree of its own with these files and our configuration. */
function planted(name: string, files: Readonly<Record<string, string>>): string {
  const tree = join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  }
  for (const config of ['knip.json', '.jscpd.json']) copyFileSync(join(ROOT, config), join(tree, config));
  return tree;
}

function run(tree: string, packageName: string, ...args: readonly string[]) {
  const program = join(ROOT, programOf(ROOT, packageName, packageName));
  const { status, stdout } = spawnSync(process.execPath, [program, ...args], { cwd: tree, encoding: 'utf8' });
  return { status, stdout };
}

const NAMES = 'abcdefghijklmnopqrstuvwxyz'.split('').map((letter) => `${letter}Step`);
const BODY = NAMES.map((name, index) => `  const ${name} = work(${index}, total);\n`).join('');
const copyOf = (name: string, around = ['', '']) =>
  `import { work } from './work.ts';\n${around[0]}export function ${name}(total: number) {\n${BODY}}\n${around[1]}`;

describe('a copy', () => {
  const copies = (tree: string) => run(tree, 'jscpd', '--config', '.jscpd.json', 'src');

  it('of six lines is found', () => {
    const { status, stdout } = copies(
      planted('copy', { 'src/one.ts': copyOf('one'), 'src/two.ts': copyOf('two') }),
    );
    assert.equal(status, 1, stdout);
    assert.match(stdout, /src\/one\.ts[^]*src\/two\.ts/);
  });

  it('that is meant, or of imports alone, is none', () => {
    const meant = ['/* jscpd:ignore-start: a twin that must not share code */\n', '/* jscpd:ignore-end */\n'];
    const imports = `import {\n${NAMES.map((name) => `  ${name},\n`).join('')}} from './work.ts';\n`;
    const { status, stdout } = copies(
      planted('meant', {
        'src/one.ts': copyOf('one'),
        'src/two.ts': copyOf('two', meant),
        'src/three.ts': `${imports}aStep();\n`,
        'src/four.ts': `${imports}bStep(cStep);\n`,
      }),
    );
    assert.equal(status, 0, stdout);
  });
});

describe('what nothing uses', () => {
  it('is found: an export, a type, a file', () => {
    const { status, stdout } = run(
      planted('unused', {
        'package.json': '{ "name": "planted", "type": "module" }',
        'src/cli/main.ts': `import { used } from './a.ts';\nused();\n`,
        'src/cli/a.ts': `export const used = () => dead;\nexport const dead = 1;\nexport type Dead = number;\n`,
        'src/cli/orphan.ts': `export const orphan = 1;\n`,
      }),
      'knip',
      '--no-progress',
    );
    assert.equal(status, 1, stdout);
    assert.match(stdout, /Unused files \(1\)\nsrc\/cli\/orphan\.ts/);
    assert.match(stdout, /Unused exports \(1\)\ndead /);
    assert.match(stdout, /Unused exported types \(1\)\nDead /);
  });
});

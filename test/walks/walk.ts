import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { after, it } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'src/cli/main.ts');

/** A way from a service's log to the marked line, and what comes out at its end. */
export interface Walk {
  /** Its folder beside this file, with the service and `walk.sh`. */
  readonly name: string;
  /** What its commands find under `DB`; empty for a service that keeps its records itself. */
  readonly db?: string;
  /** Programs by the names that its commands have for them, where they are not the first of the PATH. */
  readonly programs?: Readonly<Record<string, string>>;
  /** The text of the line of source that the unsafe service must be blamed for. */
  readonly line: string;
  readonly source: string;
  /** What the unsafe service did wrong. */
  readonly finding: string;
  /** Of the fixed service: `ok` where the books were read and its log has versions. */
  readonly fixed: 'ok' | 'unknown';
}

/** Six commands at most, typed by a user who has read `docs/your-own-service.md`. */
const MAX_COMMANDS = 6;

/** Follows the commands of a walk, for the unsafe and the fixed service, in a copy of its folder. */
export function followWalk(walk: Walk): void {
  it(`${walk.name}: takes at most ${MAX_COMMANDS} commands`, () => {
    const commands = readFileSync(join(import.meta.dirname, walk.name, 'walk.sh'), 'utf8')
      .trim()
      .split('\n');
    assert.ok(commands.length <= MAX_COMMANDS, commands.join('\n'));
  });

  it(`${walk.name}: the unsafe service is a violation, at its line`, () => {
    const { status, output, folder } = walked(walk, 'unsafe');
    assert.equal(status, 1, output);
    const lines = readFileSync(join(folder, walk.source), 'utf8').split('\n');
    const at = 1 + lines.findIndex((line) => line.includes(walk.line));
    assert.match(output, new RegExp(`\\b${walk.finding}\\b`));
    assert.ok(output.includes(`${walk.source}:${at}`), `${walk.source}:${at} is not in:\n${output}`);
  });

  it(`${walk.name}: the fixed service is ${walk.fixed}`, () => {
    const { status, output } = walked(walk, 'fixed');
    assert.equal(status, walk.fixed === 'ok' ? 0 : 3, output);
  });
}

function walked(
  walk: Walk,
  variant: 'unsafe' | 'fixed',
): { status: number | null; output: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), `race-trace-walk-${walk.name}-`));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  cpSync(join(import.meta.dirname, walk.name), folder, { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const programs = { 'race-trace': `"${process.execPath}" "${MAIN}"`, ...walk.programs };
  const env = {
    ...process.env,
    PATH: `${programsIn(join(folder, 'bin'), programs)}${delimiter}${process.env.PATH ?? ''}`,
    DB: walk.db ?? '',
    VARIANT: variant,
  };
  const { status, stdout, stderr } = spawnSync('sh', ['-e', 'walk.sh'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr, folder };
}

/** A folder with a program of each name, which runs the command. */
function programsIn(folder: string, commands: Readonly<Record<string, string>>): string {
  mkdirSync(folder);
  for (const [name, command] of Object.entries(commands)) {
    writeFileSync(join(folder, name), `#!/bin/sh\nexec ${command} "$@"\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

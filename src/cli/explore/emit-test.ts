import { existsSync } from 'node:fs';
import { basename, dirname, join, parse } from 'node:path';
import type { Failure } from '../../explore/outcome/exploration.ts';
import { writeWhole } from '../output/write-whole.ts';

/** Writes a test that plays a failing schedule and fails as long as it breaks the invariant; resolves to its path. */
export async function emitTest(
  kind: 'node' | 'pytest',
  subjectPath: string,
  failure: Failure,
  programArgs: readonly string[],
): Promise<string> {
  const { name } = parse(subjectPath);
  const path = join(
    dirname(subjectPath),
    kind === 'node' ? `${name}.race.test.mjs` : `test_${inPython(name)}_race.py`,
  );
  if (existsSync(path))
    throw new Error(`${path} is there already; remove it or give it another name to have it written anew`);
  const text = kind === 'node' ? nodeTest : pytest;
  await writeWhole(path, text(basename(subjectPath), failure, programArgs));
  return path;
}

function inPython(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
}

function nodeTest(subject: string, { schedule, broken }: Failure, args: readonly string[]): string {
  return `// Plays one schedule of ${oneLine(subject)} that broke its invariant: ${oneLine(broken)}
// Written by race-trace explore --emit-test node; run it with node --test.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const PROGRAM = process.env.RACE_TRACE ?? 'race-trace';

test(${JSON.stringify(`the invariant holds after ${schedule}`)}, () => {
  const args = ${JSON.stringify([...args, '--replay', schedule, '--skip-missing', '--no-color'])};
  const [program, ...before] = PROGRAM.split(' ');
  const { status, stdout, stderr, error } = spawnSync(program, [...before, ...args], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    shell: false,
  });
  assert.equal(error, undefined, \`\${PROGRAM} cannot be run; say in RACE_TRACE how it is called\`);
  assert.equal(status, 0, \`\${stdout}\${stderr}\`);
});
`;
}

function pytest(subject: string, { schedule, broken }: Failure, args: readonly string[]): string {
  return `"""Plays one schedule of ${oneLine(subject)} that broke its invariant: ${oneLine(broken)}

Written by race-trace explore --emit-test pytest.
"""
import os
import pathlib
import shlex
import subprocess

PROGRAM = os.environ.get("RACE_TRACE", "race-trace")


def test_the_invariant_holds():
    args = ${JSON.stringify([...args, '--replay', schedule, '--skip-missing', '--no-color'])}
    done = subprocess.run(
        [*shlex.split(PROGRAM), *args],
        cwd=pathlib.Path(__file__).parent,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
`;
}

/** A text that ends neither the comment nor the string that it stands in. */
function oneLine(text: string): string {
  return text.replaceAll(/[^\x20-\x7e\u00a1-\uffff]|["\\`]/g, ' ').slice(0, 200);
}

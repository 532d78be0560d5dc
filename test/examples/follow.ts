import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, it } from 'node:test';
import { runCli } from '../unit/cli/terminal.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = 'node src/cli/main.ts';

/** An example, and what this machine has for it. */
export interface Example {
  readonly name: string;
  /** Its service, in the example's folder. */
  readonly service: string;
  /** How the write of the unsafe service begins in its source, after which place. */
  readonly write: { readonly after: string; readonly text: string };
  /** What its commands find under `DB`. */
  readonly db: string;
  readonly python?: string;
}

/** The part of `check --format json` that these tests look at. */
interface Checked {
  readonly verdict: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly unknown_because: readonly string[];
  readonly findings: readonly { readonly code: string; readonly site?: string }[];
}

/** Follows the README of the example to the letter: its unsafe service is a violation at the line of its write, its fixed one ok. */
export function followReadme(example: Example): void {
  const folder = mkdtempSync(join(tmpdir(), 'race-trace-example-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const [settings = '', unsafe = '', fixed = '', ...more] = commandsOf(example.name);
  assert.deepEqual(more, []);

  const follow = async (commands: string, ends: number): Promise<Checked> => {
    const script = `${settings.replace(/^export DB=.*$/m, '')}\n${commands}`
      .replaceAll('node dist/cli.js', MAIN)
      .replaceAll('python3 ', `${example.python ?? 'python3'} `)
      .replaceAll('runs/', `${folder}/`);
    const env = { ...process.env, DB: example.db, PYTHONDONTWRITEBYTECODE: '1' };
    const { status, stdout, stderr } = spawnSync('sh', ['-ec', script], { cwd: ROOT, env, encoding: 'utf8' });
    assert.equal(status, ends, `${stdout}\n${stderr}`);
    const traces = /check --together (\S+)\n*$/.exec(script)![1]!;
    const { stdout: json } = await runCli(['check', '--together', traces, '--format', 'json']);
    return JSON.parse(json) as Checked;
  };

  it(`${example.name}: the unsafe service is a violation, at the line of its write`, async () => {
    const { verdict, findings } = await follow(unsafe, 1);
    assert.equal(verdict, 'violation');
    const stale = findings.filter(({ code }) => code === 'stale-version-write');
    // Without the column, which only the recorder for Node.js knows.
    const places = stale.map(({ site }) => site?.split(':', 2).join(':'));
    assert.deepEqual([...new Set(places)], [placeOf(example)]);
  });

  it(`${example.name}: the fixed service is ok`, async () => {
    const { verdict, unknown_because: unknownBecause, counts } = await follow(fixed, 0);
    assert.deepEqual([verdict, unknownBecause, counts['stale-version-write']], ['ok', [], 0]);
  });
}

/** The blocks of commands in the README of an example. */
export function commandsOf(name: string): readonly string[] {
  const readme = readFileSync(join(ROOT, 'examples', name, 'README.md'), 'utf8');
  return [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, commands]) => commands!);
}

/** Where the write of the unsafe service stands, as `file:line`. */
function placeOf({ name, service, write }: Example): string {
  const path = `examples/${name}/${service}`;
  const source = readFileSync(join(ROOT, path), 'utf8');
  const at = source.indexOf(write.text, source.indexOf(write.after));
  const line = source.slice(0, at).split('\n').length;
  return `${path}:${line}`;
}

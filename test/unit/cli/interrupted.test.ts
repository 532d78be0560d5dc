import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../eventually.ts';
import { runCli } from './terminal.ts';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const LIMIT_MS = 60_000;
const ROWS = 'request_id,inventory_key,result\na,k,rejected\n';
const folder = mkdtempSync(join(tmpdir(), 'race-trace-interrupted-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/** A file of 8 GiB that takes no room on the disk: to read it takes minutes. */
function huge(...path: readonly string[]): string {
  const file = join(folder, ...path);
  writeFileSync(file, '');
  truncateSync(file, 8 * 1024 ** 3);
  return file;
}

function pipe(name: string): string {
  const path = join(folder, name);
  assert.equal(spawnSync('mkfifo', [path]).status, 0);
  return path;
}

/** A report that no trace has gone into. */
function report(): string {
  const path = join(folder, 'report.json');
  const value = {
    ...{ format: 'race-trace-report/1', name: 'run', variant: 'unsafe', before: null, canary: null },
    decision: { decision: 'undecided', reasons: [], criteria: [] },
    ...{ invariant: [], files: [], certificates: [] },
  };
  writeFileSync(path, JSON.stringify(value));
  return path;
}

/** Starts `race-trace`; `text` is what it has written on stderr so far. */
function start(argv: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...argv], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, text: () => text, closed: once(child, 'close') as Promise<[number | null]> };
}

describe('an interrupted command', () => {
  mkdirSync(join(folder, 'run'));
  const trace = huge('run', 'load.trace.csv');
  const certified = report();
  const commands = [
    [['check', trace], 'SIGTERM'],
    [['report', join(folder, 'run')], 'SIGTERM'],
    [['verify', certified, trace], 'SIGTERM'],
    [['verify', certified, trace], 'SIGINT'],
  ] as const;
  for (const [argv, signal] of commands)
    it(`${argv[0]} ends on ${signal} while it reads 8 GiB`, async () => {
      const { child, text, closed } = start(argv);
      await once(child.stderr, 'data'); // its progress
      child.kill(signal);
      const [code] = await closed;
      assert.equal(code, 130, text());
      assert.match(text(), /race-trace: interrupted\n$/);
      const shares = [...text().matchAll(/(\d+) %/g)].map(([, percent]) => Number(percent));
      assert.ok(Math.max(...shares) < 50, text());
    });

  it('ends on SIGTERM while the writer of a pipe writes nothing', async () => {
    const path = pipe('slow.trace.csv');
    const { child, text, closed } = start(['check', path]);
    const writer = await writerOf(path);
    child.kill('SIGTERM');
    const [code] = await closed;
    closeSync(writer);
    assert.equal(code, 130, text());
  });

  for (const [name, files] of [
    ['a trace that is verified', (path: string) => ['verify', certified, path]],
    ['a manifest', (path: string) => ['check', path.replace('.run.json', '.trace.csv')]],
    ['criteria', (path: string) => ['report', dirname(small()), '--criteria', path]],
    ['a report', (path: string) => ['verify', path, small()]],
    ['what may be criteria', (path: string) => ['verify', certified, '--criteria', path, small()]],
  ] as const)
    it(`ends while the writer of ${name} in a pipe writes nothing`, { timeout: LIMIT_MS }, async () => {
      const path = pipe(`${name.replaceAll(' ', '-')}.run.json`);
      writeFileSync(path.replace('.run.json', '.trace.csv'), ROWS);
      const interruption = new AbortController();
      const running = runCli(files(path), { interrupted: interruption.signal });
      const writer = await writerOf(path);
      interruption.abort(new Error('interrupted'));
      const { code, stderr } = await running;
      closeSync(writer);
      assert.equal(code, 130, stderr);
    });

  it('ends in 2 where no program writes into a pipe', async () => {
    const path = pipe('silent.trace.csv');
    const { text, closed } = start(['check', path]);
    const [code] = await closed;
    assert.equal(code, 2);
    assert.equal(text(), `race-trace: ${path} cannot be read: it is a pipe, and no program writes into it\n`);
  });

  it('is not needed where a pipe is written: it is read to its end', () => {
    const script = `(echo request_id,inventory_key,result; sleep 0.2; echo a,k,rejected) | "$0" "$1" check --format=json /dev/stdin`;
    const { stdout } = spawnSync('/bin/sh', ['-c', script, process.execPath, MAIN], { encoding: 'utf8' });
    const { rows } = JSON.parse(stdout) as { rows: { accepted: number } };
    assert.equal(rows.accepted, 1, stdout);
  });
});

/** A small run, for what is read after its trace; the path of that. */
function small(): string {
  const path = join(folder, 'small', 'load.trace.csv');
  mkdirSync(join(folder, 'small'), { recursive: true });
  writeFileSync(path, ROWS);
  return path;
}

/** So much that looks, which take a byte each, leave the program something to read. */
const BEGINNING = ' '.repeat(1000);
const LOOKS = 3;

/**
 * The other end of a pipe that is being read: the program has taken what was written, and waits for more. It would still be
 * opening the file otherwise, and an interruption would be noticed before the first read.
 */
async function writerOf(path: string): Promise<number> {
  const writer = await eventually(() => openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
  writeSync(writer, BEGINNING);
  const look = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  let empty = 0;
  // Not at the first look: the program must have come back to read again.
  await eventually(() => {
    assert.throws(() => readSync(look, Buffer.alloc(1)), { code: 'EAGAIN' });
    assert.equal(++empty, LOOKS);
  });
  closeSync(look);
  return writer;
}

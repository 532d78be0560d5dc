import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ended, Suite } from './suite.ts';
import { TALLY_FILE, type Tally } from './tally.ts';

/** Between being asked to end, so that a suite can end what it has started, and being killed. */
const GRACE_MS = 10_000;

const TALLY_REPORTER = join(import.meta.dirname, 'tally-reporter.ts');

export interface RunOptions {
  /** The folder that the suite runs in. */
  readonly root: string;
  /** A suite that takes longer is ended, and has failed. */
  readonly boundMs: number;
  /** Ends the suite, which then has failed. */
  readonly signal: AbortSignal;
  /** Whether the output is also shown as it comes. */
  readonly live: boolean;
}

/** Runs a suite to its end. Its output is kept, so that suites which run side by side can be read one by one. */
export async function runSuite(suite: Suite, { root, boundMs, signal, live }: RunOptions): Promise<Ended> {
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'race-trace-suite-'));
  const tallyFile = join(folder, 'tally.json');
  const program = suite.program === 'node' ? process.execPath : suite.program;
  const child = spawn(program, [...argumentsOf(suite, tallyFile)], {
    cwd: root,
    env: environment(suite, root, tallyFile),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that all that it has started can be ended with it.
    detached: true,
    // On Windows npm is a .cmd file, which only a shell starts.
    shell: suite.program === 'npm' && process.platform === 'win32',
  });
  const chunks: Buffer[] = [];
  const collect = (chunk: Buffer) => {
    chunks.push(chunk);
    if (live) process.stdout.write(chunk);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const bound = AbortSignal.timeout(boundMs);
  const exit = await ending(child, AbortSignal.any([signal, bound]));
  const text = await readFile(tallyFile, 'utf8').catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
  const tally = tallyOf(suite, {
    exit,
    tally: text === undefined ? undefined : (JSON.parse(text) as Tally),
    cut: bound.aborted ? `killed after ${boundMs / 1000} s` : signal.aborted ? 'interrupted' : undefined,
  });
  const seconds = (performance.now() - began) / 1000;
  return { ...tally, name: suite.name, seconds, output: Buffer.concat(chunks).toString() };
}

function environment({ files }: Suite, root: string, tallyFile: string): NodeJS.ProcessEnv {
  return {
    // Tests start hundreds of processes of the same sources: compiled once, they cost about half of the processor's time.
    ...(files !== undefined && { NODE_COMPILE_CACHE: join(root, '.cache/node') }),
    ...process.env,
    // Not a part of the tests that may run this: Node's runner would refuse to run in itself.
    NODE_TEST_CONTEXT: undefined,
    [TALLY_FILE]: tallyFile,
  };
}

function argumentsOf({ args, files }: Suite, tallyFile: string): readonly string[] {
  if (files === undefined) return args;
  const reporters = [
    ['spec', 'stdout'],
    [TALLY_REPORTER, tallyFile],
  ].flatMap(([reporter, to]) => [`--test-reporter=${reporter}`, `--test-reporter-destination=${to}`]);
  return [...args, '--test', ...reporters, ...files];
}

/** The exit code or signal of a process, which is ended with its group when `signal` says so. */
async function ending(child: ChildProcess, signal: AbortSignal): Promise<number | string> {
  const { promise: closed, resolve } = Promise.withResolvers<number | string>();
  child.once('error', (error) => {
    resolve(error.message);
  });
  child.once('close', (code, name) => {
    resolve(code ?? name ?? 'unknown');
  });
  let kill: NodeJS.Timeout | undefined;
  const end = () => {
    signalGroup(child, 'SIGTERM');
    kill = setTimeout(() => {
      signalGroup(child, 'SIGKILL');
      // What has left the group may hold the streams open.
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, GRACE_MS);
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  try {
    return await closed;
  } finally {
    clearTimeout(kill);
    signal.removeEventListener('abort', end);
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has already ended.
  }
}

interface Facts {
  readonly exit: number | string;
  readonly tally: Tally | undefined;
  /** Why it did not come to its own end. */
  readonly cut: string | undefined;
}

/** A suite that was cut short, or ended badly without a failed test, has one failure more: its own. */
function tallyOf(suite: Suite, { exit, tally, cut }: Facts): Tally {
  const isCheck = suite.files === undefined && suite.tallies !== true;
  const told = tally ?? {
    passed: isCheck && exit === 0 && cut === undefined ? 1 : 0,
    failed: 0,
    skipped: 0,
    failures: [],
  };
  const silent = !isCheck && tally === undefined;
  const problem =
    cut ??
    (exit !== 0 && told.failed === 0 ? `ended with ${exit}` : undefined) ??
    (silent ? 'ended without a result' : undefined) ??
    (told.passed + told.failed + told.skipped === 0 ? 'ran no test' : undefined);
  if (problem === undefined) return told;
  return { ...told, failed: told.failed + 1, failures: [...told.failures, problem] };
}

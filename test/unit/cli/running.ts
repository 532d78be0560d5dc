import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childrenOf } from '../harness/processes.ts';

const MAIN = join(import.meta.dirname, '../../../src/cli/main.ts');

/** `race-trace run …` in a process of its own. */
export interface Running {
  readonly pid: number;
  /** Its processes that serve. */
  readonly processes: readonly number[];
  /** What it printed on stdout so far. */
  readonly stdout: () => string;
  kill(signal: NodeJS.Signals): void;
  /** Resolves to its exit code; rejects if it has not ended after so long. */
  ended(withinMs: number): Promise<number | null>;
}

/** Starts a run and resolves when its trace, at a path within `out`, has some rows. */
export async function startRun(
  argv: readonly string[],
  out: string,
  trace: string,
  minimumBytes = 2000,
): Promise<Running> {
  mkdirSync(out, { recursive: true });
  const child = spawn(process.execPath, [MAIN, 'run', ...argv, '--out', out], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, TMPDIR: out },
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const closed = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const path = join(out, trace);
  while (child.exitCode === null && (!existsSync(path) || statSync(path).size < minimumBytes))
    await sleep(20);
  return {
    pid: child.pid!,
    processes: childrenOf(child.pid!),
    stdout: () => stdout,
    kill: (signal) => child.kill(signal),
    ended: async (withinMs) => {
      const late = new AbortController();
      const tooLate = sleep(withinMs, undefined, { signal: late.signal }).then(() => {
        child.kill('SIGKILL');
        throw new Error(`still running after ${withinMs} ms`);
      });
      try {
        return await Promise.race([closed, tooLate]);
      } finally {
        late.abort();
        tooLate.catch(() => undefined);
      }
    },
  };
}

/** Sends a signal to every one of some processes. */
export function signalAll(processes: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of processes) process.kill(pid, signal);
}

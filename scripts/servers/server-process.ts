import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from '../stop.ts';

const START_MS = 60_000;

/** A server that runs for a test, on 127.0.0.1. */
export interface Server {
  /** What `openStore` takes. */
  readonly url: string;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** How a server is started. */
export interface Start {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Sent when the process that started it ends, however that ends. */
  readonly deathSignal: 'KILL' | 'QUIT';
  /** The account to run as, for a server that refuses to run as root. */
  readonly user?: string | undefined;
  /** Whether it answers; a rejection means not yet. */
  readonly ready: () => Promise<unknown>;
}

/**
 * Starts a server and resolves when it answers. Linux itself ends it with this process: nothing is left behind even by a
 * SIGKILL.
 * @throws Stop with the end of what the server said, if it ends before it answers
 */
export async function startServer(start: Start): Promise<ChildProcess> {
  const { command, args } = asUser(start);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' });
  let said = '';
  const collect = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  let gone: string | undefined;
  child.once('error', (error) => {
    gone = error.message;
  });
  child.once('exit', (code, signal) => {
    gone = String(code ?? signal);
  });

  const deadline = Date.now() + START_MS;
  while (!(await answers(start))) {
    if (gone !== undefined) throw new Stop(`${start.name} ended at its start (${gone}):\n${said}`);
    if (Date.now() > deadline) {
      await endServer(child, 'SIGKILL');
      throw new Stop(`${start.name} did not answer within ${START_MS / 1000} s:\n${said}`);
    }
    await sleep(50);
  }
  return child;
}

/** Ends a server that was started here and waits for that. */
export async function endServer(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

/** Runs a server's own tool to its end, as the server's account. */
export function runAs(user: string | undefined, program: string, args: readonly string[]): void {
  const { command, args: all } = asUser({ user, program, args, deathSignal: 'KILL' });
  const { status, stderr, error } = spawnSync(command, all, { cwd: '/', encoding: 'utf8' });
  if (status !== 0) throw new Stop(`\`${program}\` failed: ${error?.message ?? stderr}`);
}

/** A new folder for a server's data, and how to remove it. */
export function dataFolder(name: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `race-trace-${name}-`));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

async function answers({ ready }: Start): Promise<boolean> {
  try {
    await ready();
    return true;
  } catch {
    return false;
  }
}

function asUser({
  user,
  program,
  args,
  deathSignal,
}: Pick<Start, 'user' | 'program' | 'args' | 'deathSignal'>) {
  const account = user === undefined ? [] : [`--reuid=${user}`, `--regid=${user}`, '--init-groups'];
  return { command: 'setpriv', args: [`--pdeathsig=${deathSignal}`, ...account, program, ...args] };
}

import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * Kills what is left of a run whose own process was killed. A process of the service ends by itself when the channel to
 * its parent closes; one that is stopped (SIGSTOP) cannot, and would hold its memory and its port for ever. So a shell
 * waits beside the run: it is told which processes live, and when nothing more can come, it kills those.
 */
const SCRIPT = '{ while read -r line; do pids=$line; done; kill -KILL $pids; } <&3 3<&- &';

/** Where it is told; undefined before the first process, and where there is no such shell. */
let told: Socket | undefined;
let started = false;

/** Says which processes of this run live now. On Windows nothing can be stopped so, and nothing is told. */
export function tellWatcher(pids: readonly number[]): void {
  if (process.platform === 'win32') return;
  if (!started) start();
  // Where it is not there, or was killed, only a stopped process could be left, and only of a killed run.
  told?.write(`${pids.join(' ')}\n`, () => undefined);
}

function start(): void {
  started = true;
  // In a session of its own, so that Ctrl-C and Ctrl-Z of the terminal do not reach it. What waits is no child of this
  // process, but of the shell that has ended: so what stops all children of a run does not stop it.
  const shell = spawn('/bin/sh', ['-c', SCRIPT], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
    env: {},
    cwd: '/',
  });
  const lose = (): void => {
    told = undefined;
  };
  shell.on('error', lose);
  shell.unref();
  told = shell.stdio[3] as Socket;
  told.on('error', lose);
  // It must not keep this process, whose end it waits for.
  told.unref();
}

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Terminal } from '../command.ts';

/** How a command ended. */
export interface Ended {
  /** Its exit code; of one that a signal ended, the code that a shell gives for that. */
  readonly exitCode: number;
  /** Whether it came to its own end. */
  readonly byItself: boolean;
}

/**
 * Runs a command on this program's own streams to its end. What interrupts this program is passed on to it, unless a terminal
 * has done that. @throws Error if it cannot be started
 */
export function runChild(
  [program = '', ...args]: readonly string[],
  variables: Readonly<Record<string, string>>,
  { interrupted, stderr }: Terminal,
): Promise<Ended> {
  const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...variables } });
  const passOn = () => {
    const { cause } = interrupted.reason as Error;
    const signal = cause === 'SIGTERM' || cause === 'SIGHUP' ? cause : 'SIGINT';
    // Ctrl-C reaches every process of the terminal; a second signal would keep many from ending in good order.
    if (signal !== 'SIGINT' || stderr.isTTY !== true) child.kill(signal);
  };
  if (interrupted.aborted) passOn();
  else interrupted.addEventListener('abort', passOn, { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      interrupted.removeEventListener('abort', passOn);
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      resolve({ exitCode, byItself: signal === null });
    });
  });
}

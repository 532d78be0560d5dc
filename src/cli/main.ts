#!/usr/bin/env node
import { fstatSync } from 'node:fs';
import process from 'node:process';
import { isatty } from 'node:tty';
import { run } from './command-line.ts';
import { EXIT } from './exit-code.ts';
import { fileOutput } from './output/output.ts';
import { isTooOld, runOnOwnNode } from './runtime.ts';

/** The only file of the command line that knows the process: streams, signals, exit code. */

const interruption = new AbortController();
process.on('SIGINT', () => {
  // The second one does not wait for anything.
  if (interruption.signal.aborted) process.exit(EXIT.interrupted);
  interruption.abort(new Error('interrupted', { cause: 'SIGINT' }));
});
// The terminal was closed, or the task ended: neither sends its signal twice.
for (const signal of ['SIGHUP', 'SIGTERM'] as const)
  process.on(signal, () => {
    // Named for a command that passes it on.
    interruption.abort(new Error('interrupted', { cause: signal }));
  });

const main = () =>
  run(process.argv.slice(2), {
    stdout: isFile(1) ? fileOutput(1) : process.stdout,
    stderr: process.stderr,
    // Knows NO_COLOR, FORCE_COLOR and dumb terminals.
    colour: process.stdout.isTTY && process.stdout.hasColors(),
    // Asked without opening it: most commands never read from it.
    ask: isatty(0) && process.stdout.isTTY ? ask : undefined,
    interrupted: interruption.signal,
    // The extension's name for it; see `run-progress.ts` there.
    progressFile: process.env.RACE_TRACE_PROGRESS_FILE,
    // The extension's name too; see `task-provider.ts` there.
    absoluteSites: process.env.RACE_TRACE_ABSOLUTE_SITES === '1',
  });

async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await lines.question(question, { signal: interruption.signal });
  } finally {
    lines.close();
  }
}

/** Whether an open file is one on a disk. */
function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    // It was closed before this program began.
    return false;
  }
}

process.exitCode = await (isTooOld(process.versions.node) ? runOnOwnNode() : main());
// Otherwise not: what is still on its way to a pipe would be lost. But what is being read may never come.
if (interruption.signal.aborted) process.exit();

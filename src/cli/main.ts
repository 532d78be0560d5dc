#!/usr/bin/env node
import process from 'node:process';
import { EXIT } from './exit-code.ts';
import { run } from './program.ts';
import { isTooOld, runOnOwnNode } from './runtime.ts';

/** The only file of the command line that knows the process: streams, signals, exit code. */

const interruption = new AbortController();
process.on('SIGINT', () => {
  // The second one does not wait for anything.
  if (interruption.signal.aborted) process.exit(EXIT.interrupted);
  interruption.abort(new Error('interrupted'));
});
// The terminal was closed, or the task ended: whoever did that is not there to do it twice.
for (const signal of ['SIGHUP', 'SIGTERM'] as const)
  process.on(signal, () => {
    interruption.abort(new Error('interrupted'));
  });

for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Who reads us (`| head`, a terminal) may have gone; the exit code still tells the verdict.
    if (!['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'].includes(error.code ?? '')) throw error;
  });

const main = () =>
  run(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    // Knows NO_COLOR, FORCE_COLOR and dumb terminals.
    colour: process.stdout.isTTY && process.stdout.hasColors(),
    interrupted: interruption.signal,
    // The extension's name for it; see `run-progress.ts` there.
    progressFile: process.env.RACE_TRACE_PROGRESS_FILE,
    // The extension's name too; see `task-provider.ts` there.
    absoluteSites: process.env.RACE_TRACE_ABSOLUTE_SITES === '1',
  });

// Not `process.exit`: what is still on its way to a pipe would be lost.
process.exitCode = await (isTooOld(process.versions.node) ? runOnOwnNode() : main());

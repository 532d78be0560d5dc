import * as vscode from 'vscode';
import type { Log } from '../log.ts';
import { notify } from '../notify.ts';
import { newRunFolder, runsFolder, unsafeTraceIn } from '../tasks/run-folder.ts';
import { runTask, showTerminalOf } from '../tasks/run-task.ts';
import type { RaceTraceTasks, ReproducerFlags } from '../tasks/task-provider.ts';
import { guardedRun } from './guarded-run.ts';
import { openSwimlane } from './open-trace.ts';

/** Exit codes of the command line; 130 is an interrupt. */
const INTERRUPTED = 130;

/** Runs the reproducer as a task and opens the trace in which the race is; whatever stands in the way is said. */
export async function runReproducer(
  context: vscode.ExtensionContext,
  tasks: RaceTraceTasks,
  log: Log,
  flags: ReproducerFlags = {},
): Promise<void> {
  await guardedRun('The reproducer', log, () => reproduce(context, tasks, flags));
}

async function reproduce(
  context: vscode.ExtensionContext,
  tasks: RaceTraceTasks,
  flags: ReproducerFlags,
): Promise<void> {
  const folder = await newRunFolder(runsFolder(context), new Date());
  const task = tasks.reproduce(folder, flags);
  if (task === undefined) return;
  const { exitCode, cancelled } = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Reproducing the race on two worker processes',
      cancellable: true,
    },
    async (_progress, token) => ({
      ...(await runTask(task, token)),
      cancelled: token.isCancellationRequested,
    }),
  );
  if (cancelled) return;
  const trace = await unsafeTraceIn(folder);
  if (exitCode === 0 && trace) {
    await openSwimlane(trace);
    return;
  }
  const terminal = { label: 'Show terminal', run: () => showTerminalOf(task) };
  const anyway = trace ? [{ label: 'Open its trace', run: () => openSwimlane(trace) }] : [];
  await notify(exitCode === INTERRUPTED ? 'info' : 'error', howItEnded(exitCode), terminal, ...anyway);
}

function howItEnded(exitCode: number | undefined): string {
  switch (exitCode) {
    case undefined:
    case INTERRUPTED:
      return 'The reproducer was stopped before it was done.';
    case 0:
      return 'The reproducer ended well, but left no trace of the unsafe variant. The terminal says where it wrote.';
    case 1:
      return 'The conditional variant failed, which it must not. The terminal shows how.';
    case 3:
      return 'The run made no race that can be judged. The terminal shows what happened instead.';
    default:
      return `The reproducer ended with exit code ${exitCode}. The terminal says why.`;
  }
}

import { join } from 'node:path';
import * as vscode from 'vscode';
import { configFileFor, configText } from '../../ingest/config/put-source.ts';
import type { Config } from '../../ingest/config/schema.ts';
import { guardedRun } from '../commands/guarded-run.ts';
import { openSwimlane } from '../commands/open-trace.ts';
import { mayReset, projectFolder } from '../commands/project.ts';
import type { Log } from '../log.ts';
import { notify } from '../notify.ts';
import { newRunFolder, runsFolder } from '../tasks/run-folder.ts';
import { runTask, showTerminalOf } from '../tasks/run-task.ts';
import type { RaceTraceTasks } from '../tasks/task-provider.ts';
import { withAnswers } from './first-config.ts';
import { askAtOnce, askFirst } from './first-run.ts';

/** Enough to see what happens in one round of ten, and seconds long. */
const ROUNDS = 50;
const TRACE = 'at-once.trace.ndjson';

/**
 * Sends the requests of the folder's `race-trace.json` at once, as a task, and opens the first round that went wrong. Where the
 * file has no requests yet, the person is asked for them, and it is written.
 */
export async function sendAtOnce(
  context: vscode.ExtensionContext,
  tasks: RaceTraceTasks,
  log: Log,
): Promise<void> {
  await guardedRun('Sending requests at once', log, async () => {
    const project = await projectFolder();
    if (project === undefined) return;
    const config = await configOf(project);
    if (config === undefined) return;
    const atOnce = await askAtOnce();
    if (atOnce === undefined || !(await mayReset(config, 'Reset and send'))) return;
    const folder = await newRunFolder(runsFolder(context), new Date());
    const yes = config.store?.reset !== undefined;
    const task = tasks.drive(folder, { atOnce, rounds: ROUNDS, project, yes });
    if (task === undefined) return;
    const { exitCode } = await runTask(task);
    await showOutcome(vscode.Uri.joinPath(folder, TRACE), task, exitCode);
  });
}

/** The config that counts in a folder, with requests; undefined if the person leaves. @throws ConfigError if it cannot be used */
async function configOf(project: string): Promise<Config | undefined> {
  const { path, config } = await configFileFor(join(project, 'race-trace.json'), project);
  if (config?.requests !== undefined) return config;
  const answers = await askFirst();
  if (answers === undefined) return undefined;
  const written = withAnswers(config, answers);
  await vscode.workspace.fs.writeFile(vscode.Uri.file(path), Buffer.from(configText(written)));
  return written;
}

async function showOutcome(
  trace: vscode.Uri,
  task: vscode.Task,
  exitCode: number | undefined,
): Promise<void> {
  if (exitCode === 1) await openSwimlane(trace);
  const terminal = { label: 'Show terminal', run: () => showTerminalOf(task) };
  const round = { label: 'Open a round', run: () => openSwimlane(trace) };
  switch (exitCode) {
    case 0:
      await notify('info', 'No round broke what must hold, which is no proof.', terminal, round);
      return;
    case 1:
      await notify('warning', 'Some rounds broke what must hold; the first of them is open.', terminal);
      return;
    case 3:
      await notify('warning', 'Nothing can be said of these rounds. The terminal says why.', terminal);
      return;
    case undefined:
    case 130:
      await notify('info', 'Sending requests was stopped before it was done.', terminal);
      return;
    default:
      await notify(
        'error',
        `Sending requests ended with exit code ${exitCode}. The terminal says why.`,
        terminal,
      );
  }
}

import { basename, dirname, join, relative } from 'node:path';
import * as vscode from 'vscode';
import type { Replay } from '../../core/index.ts';
import { printable } from '../../core/words/printable.ts';
import { configFileFor } from '../../ingest/config/put-source.ts';
import { guardedRun } from '../commands/guarded-run.ts';
import { mayReset, projectFolder } from '../commands/project.ts';
import type { Log } from '../log.ts';
import { notify } from '../notify.ts';
import { globText } from '../sites/glob-text.ts';
import { runTask, showTerminalOf } from '../tasks/run-task.ts';
import type { ExploreFlags, RaceTraceTasks } from '../tasks/task-provider.ts';

type Explored = NonNullable<Replay['explored']>;

const INTERRUPTED = 130;

/**
 * Plays a schedule again on what was explored, as a task. A trace may come from anywhere: of what it names only the name is
 * used, and what runs is a file of the open folder that has this name, or that folder's own config.
 */
export async function replayExplored(
  tasks: RaceTraceTasks,
  log: Log,
  schedule: string,
  explored: Explored,
): Promise<void> {
  await guardedRun('The replay', log, async () => {
    const project = await projectFolder();
    if (project === undefined) return;
    const flags =
      explored.kind === 'module' ? await ofModule(project, explored) : await ofService(project, explored);
    const task = flags && tasks.replay(schedule, flags);
    if (task === undefined) return;
    const { exitCode } = await runTask(task);
    await showEnd(exitCode, task);
  });
}

async function ofModule(project: string, { name = '' }: Explored): Promise<ExploreFlags | undefined> {
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(project, `**/${globText(name)}`),
    '**/node_modules/**',
  );
  const modules = found.map(({ fsPath }) => fsPath).filter((path) => basename(path) === name);
  if (modules.length === 0) {
    await notify('info', `${printable(name)}, which was explored, is not in the open folder.`);
    return undefined;
  }
  const places = modules.map((path) => relative(project, path)).sort();
  const place =
    places.length === 1
      ? places[0]
      : await vscode.window.showQuickPick(places, { title: 'Which module was explored?' });
  return place === undefined ? undefined : { project, module: join(project, place), yes: true };
}

async function ofService(project: string, { name = '' }: Explored): Promise<ExploreFlags | undefined> {
  const { config, path } = await configFileFor(join(project, 'race-trace.json'), project);
  if (config?.requests === undefined || basename(dirname(path)) !== name) {
    await notify(
      'info',
      `The service that was explored is not in the open folder: ${printable(name)} had a race-trace.json with requests.`,
    );
    return undefined;
  }
  return (await mayReset(config, 'Reset and replay')) ? { project, yes: true } : undefined;
}

async function showEnd(exitCode: number | undefined, task: vscode.Task): Promise<void> {
  const terminal = { label: 'Show terminal', run: () => showTerminalOf(task) };
  switch (exitCode) {
    case 0:
      await notify('info', 'The invariant holds after this order now.', terminal);
      return;
    case 1:
      await notify('warning', 'This order breaks the invariant again. The terminal has its steps.', terminal);
      return;
    case undefined:
    case INTERRUPTED:
      await notify('info', 'The replay was stopped before it was done.', terminal);
      return;
    default:
      await notify('error', `The replay ended with exit code ${exitCode}. The terminal says why.`, terminal);
  }
}

import { join, relative } from 'node:path';
import * as vscode from 'vscode';
import { configFileFor } from '../../ingest/config/put-source.ts';
import { guardedRun } from '../commands/guarded-run.ts';
import { mayReset, projectFolder } from '../commands/project.ts';
import type { Log } from '../log.ts';
import { newRunFolder, runsFolder } from '../tasks/run-folder.ts';
import { runTask } from '../tasks/run-task.ts';
import type { RaceTraceTasks } from '../tasks/task-provider.ts';
import { showOutcome } from './explore-outcome.ts';
import { createFirstConfig } from './first-config.ts';

/** What is explored: a module, or the requests of the config. */
type Chosen = { readonly module: string } | { readonly module?: never };

/** Explores the requests of `race-trace.json`, or a module, as a task, and opens the shortest schedule that fails. */
export async function exploreInterleavings(
  context: vscode.ExtensionContext,
  tasks: RaceTraceTasks,
  log: Log,
): Promise<void> {
  await guardedRun('Exploring interleavings', log, async () => {
    const project = await projectFolder();
    if (project === undefined) return;
    const { config, path } = await configFileFor(join(project, 'race-trace.json'), project);
    const chosen = await choose(project, config?.requests !== undefined);
    if (chosen === 'nothing') {
      await createFirstConfig(config, path);
      return;
    }
    if (chosen === undefined) return;
    if (chosen.module === undefined && config && !(await mayReset(config, 'Reset and explore'))) return;
    const folder = await newRunFolder(runsFolder(context), new Date());
    const task = tasks.explore(folder, { project, ...chosen, yes: true });
    if (task === undefined) return;
    const { exitCode } = await withCancel(task);
    await showOutcome(folder, task, exitCode);
  });
}

/** Undefined if the person leaves, `nothing` where there is nothing to explore. */
async function choose(project: string, hasRequests: boolean): Promise<Chosen | 'nothing' | undefined> {
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(project, '**/{race,*.race,race-*,*-race}.{mjs,js,mts,ts}'),
    '**/node_modules/**',
  );
  const modules = found.map(({ fsPath }) => fsPath).sort();
  const items: (vscode.QuickPickItem & { readonly chosen: Chosen })[] = [
    ...(hasRequests
      ? [
          {
            label: 'race-trace.json',
            detail: 'The requests of your service over its tapped PostgreSQL',
            chosen: {},
          },
        ]
      : []),
    ...modules.map((module) => ({
      label: relative(project, module),
      detail: 'A module: setup, clients, invariant',
      chosen: { module },
    })),
  ];
  if (items.length === 0) return 'nothing';
  if (items.length === 1) return items[0]!.chosen;
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Explore interleavings',
    placeHolder: 'What is explored?',
  });
  return picked?.chosen;
}

async function withCancel(task: vscode.Task): Promise<{ readonly exitCode: number | undefined }> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Exploring interleavings; the status bar has how many',
      cancellable: true,
    },
    (_progress, token) => runTask(task, token),
  );
}

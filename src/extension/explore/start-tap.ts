import { join } from 'node:path';
import * as vscode from 'vscode';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { configFileFor } from '../../ingest/config/put-source.ts';
import { guardedRun } from '../commands/guarded-run.ts';
import { openSwimlane } from '../commands/open-trace.ts';
import { projectFolder } from '../commands/project.ts';
import type { Log } from '../log.ts';
import { notify } from '../notify.ts';
import { newRunFolder, runsFolder } from '../tasks/run-folder.ts';
import { runTask, showTerminalOf } from '../tasks/run-task.ts';
import { TAP_TRACE } from '../tasks/task-arguments.ts';
import type { RaceTraceTasks } from '../tasks/task-provider.ts';
import { createFirstConfig } from './first-config.ts';

/** Where a tap listens unless the config says it; an exploration does so too, so that the service keeps its URL. */
const LISTEN = '127.0.0.1:6543';

/** Starts a tap before the database of `race-trace.json` as a task, copies the URL for the service, and opens what was recorded. */
export async function startTap(
  context: vscode.ExtensionContext,
  tasks: RaceTraceTasks,
  log: Log,
): Promise<void> {
  await guardedRun('The tap', log, async () => {
    const project = await projectFolder();
    if (project === undefined) return;
    const { config, path } = await configFileFor(join(project, 'race-trace.json'), project);
    const store = config?.store?.url;
    if (store === undefined) {
      await createFirstConfig(config, path);
      return;
    }
    const listen = config?.explore?.listen ?? LISTEN;
    const folder = await newRunFolder(runsFolder(context), new Date());
    const task = tasks.tap(folder, { project, listen });
    if (task === undefined) return;
    const ended = runTask(task);
    const url = tappedUrl(store, listen);
    await vscode.env.clipboard.writeText(url);
    const terminal = { label: 'Show terminal', run: () => showTerminalOf(task) };
    void notify(
      'info',
      `The database URL of your service has to be ${withoutPasswords(url)}, which is copied. Send one request at a time.`,
      terminal,
    );
    const { exitCode } = await ended;
    const trace = vscode.Uri.joinPath(folder, TAP_TRACE);
    const { size } = await vscode.workspace.fs.stat(trace).then(undefined, () => ({ size: 0 }));
    if (size > 0) await openSwimlane(trace);
    else if (exitCode !== undefined && exitCode !== 0 && exitCode !== 130)
      await notify('error', `The tap ended with exit code ${exitCode}. The terminal says why.`, terminal);
    else await notify('info', 'The tap has ended; no request came through it.', terminal);
  });
}

/** The URL of a database with the address of a tap in it. */
function tappedUrl(store: string, listen: string): string {
  return store.replace(/^([a-z]+:\/\/(?:[^@/?#]*@)?)[^/?#]*/i, `$1${listen}`);
}

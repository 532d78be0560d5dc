import * as vscode from 'vscode';
import { messageOf } from '../../core/words/errors.ts';
import type { Log } from '../log.ts';
import { notify } from '../notify.ts';
import { hasSqlite, withoutSqlite } from '../tasks/runtime.ts';

/** Does what starts processes, where that may and can be done; whatever stands in the way is said. */
export async function guardedRun(what: string, log: Log, work: () => Promise<void>): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    await notify('warning', `${what} starts processes, so it needs a workspace that you trust.`, {
      label: 'Manage trust',
      run: () => vscode.commands.executeCommand('workbench.trust.manage'),
    });
    return;
  }
  if (!hasSqlite()) {
    await notify('error', withoutSqlite(process.versions, vscode.version));
    return;
  }
  try {
    await work();
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    await notify('error', `${what} could not be started: ${messageOf(error)}`, {
      label: 'Show log',
      run: () => {
        log.show();
      },
    });
  }
}

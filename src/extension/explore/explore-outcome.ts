import * as vscode from 'vscode';
import { openSwimlane } from '../commands/open-trace.ts';
import { notify } from '../notify.ts';
import { showTerminalOf } from '../tasks/run-task.ts';

const INTERRUPTED = 130;

/** Says what an exploration found, and opens the shortest interleaving that fails. @param folder what it wrote into */
export async function showOutcome(
  folder: vscode.Uri,
  task: vscode.Task,
  exitCode: number | undefined,
): Promise<void> {
  const terminal = { label: 'Show terminal', run: () => showTerminalOf(task) };
  switch (exitCode) {
    case 0:
      await notify('info', 'Every interleaving keeps the invariant.', terminal);
      return;
    case 1: {
      const trace = await shortestFailure(folder);
      if (trace !== undefined) await openSwimlane(trace);
      await notify('warning', 'Some interleavings break the invariant; the shortest is open.', terminal);
      return;
    }
    case 3:
      await notify(
        'warning',
        'No interleaving broke the invariant, but not all are known. The terminal says why.',
        terminal,
      );
      return;
    case undefined:
    case INTERRUPTED:
      await notify('info', 'Exploring was stopped before it was done.', terminal);
      return;
    default:
      await notify('error', `Exploring ended with exit code ${exitCode}. The terminal says why.`, terminal);
  }
}

async function shortestFailure(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  const [first] = names.filter((name) => /^failure-\d+\.trace\.csv$/.test(name)).sort();
  return first === undefined ? undefined : vscode.Uri.joinPath(folder, first);
}

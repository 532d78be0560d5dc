import * as vscode from 'vscode';

/** How a task ended: its exit code, or undefined if it was ended from outside or never started. */
export interface TaskEnd {
  readonly exitCode: number | undefined;
}

/** Runs a task to its end; `token` ends it early, if there is one. */
export async function runTask(task: vscode.Task, token?: vscode.CancellationToken): Promise<TaskEnd> {
  const listeners: vscode.Disposable[] = [];
  let execution: vscode.TaskExecution | undefined;
  try {
    return await new Promise<TaskEnd>((resolve, reject) => {
      listeners.push(
        vscode.tasks.onDidEndTaskProcess((end) => {
          if (isRunOf(end.execution, task, execution)) resolve({ exitCode: end.exitCode });
        }),
        // A task whose process could not even be started ends without the end of a process.
        vscode.tasks.onDidEndTask((end) => {
          if (isRunOf(end.execution, task, execution))
            setTimeout(() => {
              resolve({ exitCode: undefined });
            }, 500);
        }),
      );
      if (token) listeners.push(token.onCancellationRequested(() => execution?.terminate()));
      vscode.tasks.executeTask(task).then((started) => {
        execution = started;
        if (token?.isCancellationRequested) started.terminate();
      }, reject);
    });
  } finally {
    for (const listener of listeners) listener.dispose();
  }
}

/** A task may end before `executeTask` has answered; its `out` tells runs apart. */
function isRunOf(
  ended: vscode.TaskExecution,
  task: vscode.Task,
  execution: vscode.TaskExecution | undefined,
): boolean {
  const { type, out } = ended.task.definition;
  return ended === execution || (type === task.definition.type && out === task.definition.out);
}

/** Ends the program of a task as Ctrl-C does: the first time in good order. */
export async function interruptTask(processId: number): Promise<void> {
  (await terminalOf(processId))?.sendText('\u0003', false);
}

/** Brings the terminal of a task to the front; that of a task which has ended is found by its name. */
export async function showTerminalOf(task: vscode.Task | number): Promise<void> {
  const terminal =
    typeof task === 'number'
      ? await terminalOf(task)
      : vscode.window.terminals.find(({ name }) => name.includes(task.name));
  if (terminal) terminal.show();
  else await vscode.commands.executeCommand('workbench.action.terminal.focus');
}

async function terminalOf(processId: number): Promise<vscode.Terminal | undefined> {
  for (const terminal of vscode.window.terminals)
    if ((await terminal.processId) === processId) return terminal;
  return undefined;
}

import * as vscode from 'vscode';

/** How a task ended: its exit code, or undefined if it was ended from outside or never started. */
export interface TaskEnd {
  readonly exitCode: number | undefined;
}

/** Runs a task to its end; `token` ends it early. */
export async function runTask(task: vscode.Task, token: vscode.CancellationToken): Promise<TaskEnd> {
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
        token.onCancellationRequested(() => execution?.terminate()),
      );
      vscode.tasks.executeTask(task).then((started) => {
        execution = started;
        if (token.isCancellationRequested) started.terminate();
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

/** Brings the terminal of a task to the front. */
export async function showTerminalOf(task: vscode.Task): Promise<void> {
  const terminal = vscode.window.terminals.find(({ name }) => name.includes(task.name));
  if (terminal) terminal.show();
  else await vscode.commands.executeCommand('workbench.action.terminal.focus');
}

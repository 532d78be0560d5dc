import * as vscode from 'vscode';
import { INTERNAL_COMMAND, TASK_TYPE } from '../ids.ts';
import { parseProgress, progressLine, PROGRESS_FILE } from './run-progress.ts';
import { interruptTask, showTerminalOf } from './run-task.ts';

const LOOK_EVERY_MS = 500;

/** A task of this extension that is running. */
interface Run {
  readonly execution: vscode.TaskExecution;
  readonly processId: number;
  /** Where it tells how far it is; undefined if VS Code does not say. */
  readonly file: vscode.Uri | undefined;
}

/** One item in the status bar while a task runs, however it was started: how far it is, and a way to end it. */
export class RunStatus {
  readonly #item = vscode.window.createStatusBarItem('raceTrace.run', vscode.StatusBarAlignment.Left, 11);
  readonly #listeners: readonly vscode.Disposable[];
  /** The last one started is the one that is shown. */
  #runs: readonly Run[] = [];
  #looking: NodeJS.Timeout | undefined;

  constructor() {
    this.#item.name = 'Race Trace Run';
    this.#item.command = INTERNAL_COMMAND.showRun;
    this.#listeners = [
      vscode.tasks.onDidStartTaskProcess(({ execution, processId }) => {
        if (execution.task.definition.type === TASK_TYPE) void this.#begin(execution, processId);
      }),
      vscode.tasks.onDidEndTaskProcess(({ execution }) => {
        this.#end(execution);
      }),
    ];
  }

  /** Lets the person look at the run that is shown, or end it. */
  async choose(): Promise<void> {
    const run = this.#runs.at(-1);
    if (run === undefined) return;
    const { execution, processId } = run;
    const stopAtOnce = (): Promise<void> => {
      execution.terminate();
      return Promise.resolve();
    };
    const picked = await vscode.window.showQuickPick(
      [
        { label: 'Show the terminal', act: () => showTerminalOf(processId) },
        {
          label: 'End the run in good order',
          description: 'like Ctrl-C: what was sent is answered, and the trace is complete',
          act: () => interruptTask(processId),
        },
        {
          label: 'Stop at once',
          description: 'the trace lacks what was under way',
          act: stopAtOnce,
        },
      ],
      { title: `Race Trace: ${execution.task.name} is running` },
    );
    await picked?.act();
  }

  dispose(): void {
    clearInterval(this.#looking);
    for (const listener of this.#listeners) listener.dispose();
    this.#item.dispose();
  }

  async #begin(execution: vscode.TaskExecution, processId: number): Promise<void> {
    const file = fileOf(execution.task);
    this.#runs = [...this.#runs, { execution, processId, file }];
    this.#show(`${execution.task.name} starts`);
    this.#looking ??= setInterval(() => void this.#look(), LOOK_EVERY_MS);
    if (file === undefined) return;
    const { fs } = vscode.workspace;
    await fs.createDirectory(vscode.Uri.joinPath(file, '..'));
    // What an earlier run of the same task has left.
    await fs.delete(file).then(undefined, () => undefined);
  }

  #end(ended: vscode.TaskExecution): void {
    this.#runs = this.#runs.filter(({ execution }) => execution !== ended);
    if (this.#runs.length > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
    this.#item.hide();
  }

  async #look(): Promise<void> {
    const run = this.#runs.at(-1);
    if (run?.file === undefined) return;
    const bytes = await vscode.workspace.fs.readFile(run.file).then(undefined, () => undefined);
    const progress = bytes && parseProgress(new TextDecoder().decode(bytes));
    if (progress !== undefined && this.#runs.includes(run)) this.#show(progressLine(progress));
  }

  #show(text: string): void {
    this.#item.text = `$(sync~spin) ${text}`;
    this.#item.tooltip = 'Race Trace is running this. Click to see its terminal or to end it.';
    this.#item.accessibilityInformation = { label: `Race Trace runs: ${text}` };
    this.#item.show();
  }
}

function fileOf({ execution }: vscode.Task): vscode.Uri | undefined {
  const path =
    execution instanceof vscode.ProcessExecution ? execution.options?.env?.[PROGRESS_FILE] : undefined;
  return path === undefined ? undefined : vscode.Uri.file(path);
}

import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { PROBLEM_MATCHER, TASK_TYPE } from '../ids.ts';
import type { Log } from '../log.ts';
import { reproduceArguments, type ReproduceDefinition } from './reproduce-arguments.ts';
import { runsFolder } from './run-folder.ts';

/** Makes the tasks of this extension: the bundled command line in the runtime that VS Code itself runs in. */
export class ReproducerTasks implements vscode.TaskProvider {
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;

  constructor(context: vscode.ExtensionContext, log: Log) {
    this.#context = context;
    this.#log = log;
  }

  /** Nothing is offered where nothing may be run. */
  provideTasks(): vscode.Task[] {
    return vscode.workspace.isTrusted
      ? this.#listed({ type: TASK_TYPE, command: 'reproduce' }, vscode.TaskScope.Workspace)
      : [];
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    if (!vscode.workspace.isTrusted) return undefined;
    const { definition, scope = vscode.TaskScope.Workspace } = task;
    return this.#listed(definition, scope)[0];
  }

  /** The task of a run whose traces go to `out`, to be opened when it is done. */
  reproduce(out: vscode.Uri): vscode.Task | undefined {
    const scope = vscode.workspace.workspaceFolders?.[0] ?? vscode.TaskScope.Global;
    const [task] = this.#listed({ type: TASK_TYPE, command: 'reproduce', out: out.fsPath }, scope);
    if (task === undefined) return undefined;
    // The opened trace reports its problems itself, with both workers' lines; the terminal's would be there twice.
    task.problemMatchers = [];
    // The swimlane shows what the terminal would; it needs the room.
    task.presentationOptions = { ...task.presentationOptions, reveal: vscode.TaskRevealKind.Silent };
    return task;
  }

  #listed(
    definition: vscode.TaskDefinition & ReproduceDefinition,
    scope: vscode.WorkspaceFolder | vscode.TaskScope,
  ): vscode.Task[] {
    const folder = typeof scope === 'object' ? scope.uri : vscode.workspace.workspaceFolders?.[0]?.uri;
    const storage = runsFolder(this.#context).fsPath;
    const made = reproduceArguments(definition, (out) => {
      if (out === undefined) return join(storage, 'task');
      return isAbsolute(out) || out.startsWith('${') ? out : join(folder?.fsPath ?? storage, out);
    });
    if ('refused' in made) {
      this.#log.error(made.refused);
      return [];
    }
    const cli = vscode.Uri.joinPath(this.#context.extensionUri, 'dist', 'cli.js').fsPath;
    const execution = new vscode.ProcessExecution(process.execPath, [cli, ...made.args], {
      // Not the workspace: nothing that lies there may be picked up by accident. The home folder always exists, and
      // without a workspace VS Code starts a terminal nowhere else.
      cwd: homedir(),
      // The user may have no Node; VS Code's own runtime is one. Options meant for another Node stay outside.
      env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    });
    const task = new vscode.Task(
      definition,
      scope,
      'reproduce',
      'Race Trace',
      execution,
      `$${PROBLEM_MATCHER}`,
    );
    task.detail = 'Two clients, one unit, one exact interleaving: unsafe and then conditional';
    task.group = vscode.TaskGroup.Test;
    task.presentationOptions = {
      reveal: vscode.TaskRevealKind.Always,
      panel: vscode.TaskPanelKind.Dedicated,
      clear: true,
      showReuseMessage: false,
    };
    return [task];
  }
}

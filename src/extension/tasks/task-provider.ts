import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { isPassedOn } from '../../core/index.ts';
import { PROBLEM_MATCHER, TASK_TYPE } from '../ids.ts';
import type { Log } from '../log.ts';
import { progressFolder, runsFolder } from './run-folder.ts';
import { PROGRESS_FILE } from './run-progress.ts';
import { taskArguments, type TaskFields } from './task-arguments.ts';
import { TASK_COMMANDS, type Phase, type TaskCommand } from './task-commands.ts';

/**
 * Makes the command line name the lines of its own sources by where they lie on this disk, which is in the extension: a
 * terminal and a Problem can open nothing else. The same name stands in its `main.ts`.
 */
const ABSOLUTE_SITES = 'RACE_TRACE_ABSOLUTE_SITES';

/**
 * The variables that a task is not to see, each empty: VS Code gives a task all of its own environment, and no variable
 * can be taken away. Options meant for another Node are among them whether they are set or not.
 */
function withheld(environment: NodeJS.ProcessEnv): Record<string, string> {
  const names = Object.keys(environment).filter((name) => !isPassedOn(name));
  return Object.fromEntries([...names, 'NODE_OPTIONS'].map((name) => [name, '']));
}

/** What the reproducer is asked to play; the race's own schedule if it is not said. */
export interface ReproducerFlags {
  readonly schedule?: string;
}

/** What a phase that is run from the palette was asked for. */
export interface PhaseFlags {
  readonly duration?: string | undefined;
  /** The folder of the load run that is repeated. */
  readonly of?: string | undefined;
}

/** What requests that are sent at once from the palette were asked for. */
export interface DriveFlags {
  readonly atOnce: number;
  readonly rounds: number;
  /** The folder that has `race-trace.json`. */
  readonly project: string;
  /** Whether the person has agreed to the reset. */
  readonly yes: boolean;
}

/** What an exploration from the palette was asked for. */
export interface ExploreFlags {
  /** The folder that has `race-trace.json`. */
  readonly project: string;
  /** The module that is explored; the requests of the config unless it is said. */
  readonly module?: string;
  /** Whether the person has agreed to the reset. */
  readonly yes: boolean;
}

/** What a tap from the palette was asked for. */
export interface TapFlags {
  /** The folder that has `race-trace.json`. */
  readonly project: string;
  /** Where it listens. */
  readonly listen: string;
}

/** Makes the tasks of this extension: the bundled command line in the runtime that VS Code itself runs in. */
export class RaceTraceTasks implements vscode.TaskProvider {
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;

  constructor(context: vscode.ExtensionContext, log: Log) {
    this.#context = context;
    this.#log = log;
  }

  /**
   * Nothing is offered where nothing may be run. The phases write into one folder, which so becomes that of a whole
   * validation.
   */
  provideTasks(): vscode.Task[] {
    if (!vscode.workspace.isTrusted) return [];
    return Object.keys(TASK_COMMANDS).flatMap((command) =>
      this.#listed({ type: TASK_TYPE, command }, vscode.TaskScope.Workspace),
    );
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    if (!vscode.workspace.isTrusted) return undefined;
    const { definition, scope = vscode.TaskScope.Workspace } = task;
    return this.#listed(definition, scope)[0];
  }

  /** The task of a run whose traces go to `out`, to be opened when it is done. */
  reproduce(out: vscode.Uri, { schedule }: ReproducerFlags): vscode.Task | undefined {
    const task = this.#ofPalette({ command: 'reproduce', out: out.fsPath, ...(schedule && { schedule }) });
    // The swimlane shows what the terminal would; it needs the room.
    if (task)
      task.presentationOptions = { ...task.presentationOptions, reveal: vscode.TaskRevealKind.Silent };
    return task;
  }

  /** The task of one phase, or of all of them, whose files go to `out`. */
  phase(command: Phase, out: vscode.Uri, flags: PhaseFlags): vscode.Task | undefined {
    return this.#ofPalette({ command, out: out.fsPath, ...flags });
  }

  /** The task of requests that are sent at once, whose trace goes to `out`. */
  drive(out: vscode.Uri, flags: DriveFlags): vscode.Task | undefined {
    return this.#ofPalette({ command: 'drive', out: out.fsPath, ...flags });
  }

  /** The task of every interleaving, whose traces go to `out`. */
  explore(out: vscode.Uri, flags: ExploreFlags): vscode.Task | undefined {
    return this.#explored({ out: out.fsPath }, flags);
  }

  /** The task of one schedule of what was explored, played again; it keeps no trace. */
  replay(schedule: string, flags: ExploreFlags): vscode.Task | undefined {
    return this.#explored({ schedule }, flags);
  }

  #explored(how: Partial<TaskFields>, { project, module, yes }: ExploreFlags): vscode.Task | undefined {
    const what = module === undefined ? { project } : { module };
    return this.#ofPalette({ command: 'explore', ...how, ...what, yes });
  }

  /** The task of a tap, whose trace goes to `out`. */
  tap(out: vscode.Uri, flags: TapFlags): vscode.Task | undefined {
    return this.#ofPalette({ command: 'tap', out: out.fsPath, ...flags });
  }

  #ofPalette(fields: Omit<TaskFields, 'type'>): vscode.Task | undefined {
    const scope = vscode.workspace.workspaceFolders?.[0] ?? vscode.TaskScope.Global;
    const [task] = this.#listed({ type: TASK_TYPE, ...fields }, scope);
    // The opened trace reports its problems itself, with both workers' lines; the terminal's would be there twice.
    if (task) task.problemMatchers = [];
    return task;
  }

  #listed(
    definition: vscode.TaskDefinition & TaskFields,
    scope: vscode.WorkspaceFolder | vscode.TaskScope,
  ): vscode.Task[] {
    const folder = typeof scope === 'object' ? scope.uri : vscode.workspace.workspaceFolders?.[0]?.uri;
    const storage = runsFolder(this.#context).fsPath;
    const made = taskArguments(definition, (path) => {
      if (path === undefined) return join(storage, 'task');
      return isAbsolute(path) || path.startsWith('${') ? path : join(folder?.fsPath ?? storage, path);
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
      env: {
        ...withheld(process.env),
        // The user may have no Node; VS Code's own runtime is one.
        ELECTRON_RUN_AS_NODE: '1',
        [PROGRESS_FILE]: this.#progressFileOf(made.args),
        [ABSOLUTE_SITES]: '1',
      },
    });
    const command = String(definition.command) as TaskCommand;
    const task = new vscode.Task(definition, scope, command, 'Race Trace', execution, `$${PROBLEM_MATCHER}`);
    task.detail = TASK_COMMANDS[command];
    task.group = vscode.TaskGroup.Test;
    task.presentationOptions = {
      reveal: vscode.TaskRevealKind.Always,
      panel: vscode.TaskPanelKind.Dedicated,
      clear: true,
      showReuseMessage: false,
    };
    return [task];
  }

  /** Each task has its own, by what it does, for two may run at the same time. */
  #progressFileOf(args: readonly string[]): string {
    const name = createHash('sha256').update(args.join('\0')).digest('hex').slice(0, 16);
    return join(progressFolder(this.#context).fsPath, `${name}.json`);
  }
}

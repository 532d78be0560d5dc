import { posix } from 'node:path';
import * as vscode from 'vscode';
import { COMMAND } from '../ids.ts';
import type { Log } from '../log.ts';
import { notify, type NextStep } from '../notify.ts';
import { loadRunsIn, newRunFolder, runsFolder, traceOfPhase } from '../tasks/run-folder.ts';
import { runTask, showTerminalOf } from '../tasks/run-task.ts';
import { isDuration } from '../tasks/task-arguments.ts';
import {
  isPhase,
  TASK_COMMANDS,
  USUAL_DURATION,
  type Phase,
  type TaskCommand,
} from '../tasks/task-commands.ts';
import type { PhaseFlags, RaceTraceTasks } from '../tasks/task-provider.ts';
import { guardedRun } from './guarded-run.ts';
import { openSwimlane } from './open-trace.ts';

const TITLE = 'Run validation phase';

/** What the person has chosen to run. */
interface Chosen {
  readonly phase: Phase;
  readonly flags: PhaseFlags;
  /** Where its files go; undefined for a folder of its own. */
  readonly folder?: vscode.Uri;
}

/** Lets the person choose a phase, runs it as a task and opens its trace. */
export async function runPhase(
  context: vscode.ExtensionContext,
  tasks: RaceTraceTasks,
  log: Log,
): Promise<void> {
  await guardedRun('A phase of a validation', log, async () => {
    const runs = runsFolder(context);
    const chosen = await choose(runs);
    if (chosen === undefined) return;
    const folder = chosen.folder ?? (await newRunFolder(runs, new Date()));
    const task = tasks.phase(chosen.phase, folder, chosen.flags);
    if (task === undefined) return;
    const { exitCode } = await runTask(task);
    await showOutcome(chosen.phase, folder, task, exitCode);
  });
}

async function choose(runs: vscode.Uri): Promise<Chosen | undefined> {
  const phase = await choosePhase();
  if (phase === undefined) return undefined;
  if (phase === 'retest') return chooseRetest(runs);
  const duration = await vscode.window.showInputBox({
    title: `${TITLE}: ${phase}`,
    prompt: 'For how long requests are sent, such as 30s, 10m or 1h',
    value: USUAL_DURATION[phase] ?? '',
    validateInput: (text) => (isDuration(text) ? undefined : 'A time such as 500ms, 30s, 10m or 1h.'),
  });
  return duration === undefined ? undefined : { phase, flags: { duration } };
}

async function choosePhase(): Promise<Phase | undefined> {
  const items = (Object.keys(TASK_COMMANDS) as TaskCommand[])
    .filter(isPhase)
    .map((phase) => ({ label: phase, detail: TASK_COMMANDS[phase], phase }));
  const picked = await vscode.window.showQuickPick(items, {
    title: TITLE,
    placeHolder: 'What is to be run; its trace opens when it is done',
    matchOnDetail: true,
  });
  return picked?.phase;
}

/** A retest goes into the folder of the load run that it repeats: a report on that then has both. */
async function chooseRetest(runs: vscode.Uri): Promise<Chosen | undefined> {
  const loads = await loadRunsIn(runs);
  if (loads.length === 0) {
    await notify('info', 'There is no load run yet that could be repeated. Run the phase load first.', {
      label: 'Choose a phase',
      run: () => vscode.commands.executeCommand(COMMAND.runPhase),
    });
    return undefined;
  }
  const items = loads.map((folder) => ({ label: posix.basename(folder.path), folder }));
  const picked = await vscode.window.showQuickPick(items, {
    title: `${TITLE}: retest`,
    placeHolder: 'The load run whose workload is repeated, by the time at which it began',
  });
  return picked && { phase: 'retest', flags: { of: picked.folder.fsPath }, folder: picked.folder };
}

/** Opens the trace, whatever it shows; says what it cannot show. */
async function showOutcome(
  phase: Phase,
  folder: vscode.Uri,
  task: vscode.Task,
  exitCode: number | undefined,
): Promise<void> {
  const trace = await traceOfPhase(folder, phase);
  if (trace) await openSwimlane(trace);
  const terminal: NextStep = { label: 'Show terminal', run: () => showTerminalOf(task) };
  if (phase === 'all' && trace && (exitCode ?? 2) < 2) {
    await notify('info', 'The validation is done; what is open is the trace of its load.', {
      label: 'Create report',
      run: () => vscode.commands.executeCommand(COMMAND.createReport, folder),
    });
    return;
  }
  const said = sentenceOf(phase, exitCode, trace !== undefined);
  if (said !== undefined) await notify(...said, terminal);
}

/** What there is to say of how a phase ended; nothing where its trace says all. */
function sentenceOf(
  phase: Phase,
  exitCode: number | undefined,
  traced: boolean,
): readonly ['info' | 'warning' | 'error', string] | undefined {
  switch (exitCode) {
    case 0:
    case 1:
      return traced
        ? undefined
        : ['error', `The phase ${phase} left no trace. The terminal says where it wrote.`];
    case 3:
      return ['warning', `The phase ${phase} proves nothing, or not for certain. The terminal says why.`];
    case undefined:
    case 130:
      return ['info', `The phase ${phase} was stopped before it was done.`];
    default:
      return ['error', `The phase ${phase} ended with exit code ${exitCode}. The terminal says why.`];
  }
}

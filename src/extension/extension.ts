import * as vscode from 'vscode';
import { copyFinding, goToFinding, replayFinding, revealFinding, showFindings } from './commands/navigate.ts';
import {
  mapAndOpen,
  openAsText,
  openSample,
  openSwimlane,
  openTogether,
  twoTraces,
} from './commands/open-trace.ts';
import { runPhase } from './commands/run-phase.ts';
import { runReproducer } from './commands/run-reproducer.ts';
import { sendAtOnce } from './drive/send-at-once.ts';
import { OpenTraces } from './editor/open-traces.ts';
import { registerTraceEditor } from './editor/trace-editor.ts';
import { exploreInterleavings } from './explore/explore-interleavings.ts';
import { replayExplored } from './explore/replay-explored.ts';
import { startTap } from './explore/start-tap.ts';
import { CurrentTrace } from './findings/current-trace.ts';
import { FindingsTree } from './findings/findings-tree.ts';
import { registerQuickFixes } from './findings/quick-fixes.ts';
import { Selection } from './findings/selection.ts';
import { SourceProblems } from './findings/source-problems.ts';
import { VerdictStatus } from './findings/verdict-status.ts';
import { COMMAND, INTERNAL_COMMAND, TASK_TYPE } from './ids.ts';
import { openLog } from './log.ts';
import { createReport, showComparison } from './report/create-report.ts';
import type { Services, WebviewAction } from './services.ts';
import { BundledSources, registerBundledSources } from './sites/bundled-sources.ts';
import { MarkedSteps } from './sites/marked-steps.ts';
import { SiteResolver } from './sites/site-resolver.ts';
import { SourceOpener } from './sites/source-opener.ts';
import { StepDecorations } from './sites/step-decorations.ts';
import { StepLenses } from './sites/step-lenses.ts';
import { RunStatus } from './tasks/run-status.ts';
import { RaceTraceTasks, type ReproducerFlags } from './tasks/task-provider.ts';

/** What another extension, or a test, may ask of this one. */
export interface RaceTraceApi {
  /** How long `activate` took, in milliseconds. */
  readonly activationMs: number;
}

/** Registers everything and does nothing else: what costs time is made when it is first needed. */
export function activate(context: vscode.ExtensionContext): RaceTraceApi {
  const started = performance.now();
  const log = openLog();
  const marked = new MarkedSteps();
  const bundled = new BundledSources(context.extensionUri);
  const resolver = new SiteResolver(bundled, context.workspaceState);
  const tasks = new RaceTraceTasks(context, log);
  const services: Services = {
    log,
    traces: new OpenTraces(),
    selection: new Selection(),
    opener: new SourceOpener(resolver, marked),
    runAction: (action, trace) => void vscode.commands.executeCommand(ACTION_COMMAND[action], trace),
    replay: ({ schedule, explored }) =>
      void (explored === undefined
        ? vscode.commands.executeCommand(COMMAND.runReproducer, { schedule })
        : replayExplored(tasks, log, schedule, explored)),
  };
  const tree = new FindingsTree(services);
  const problems = new SourceProblems(services.opener);
  const status = new VerdictStatus();
  const running = new RunStatus();
  context.subscriptions.push(
    log,
    marked,
    new StepDecorations(marked),
    vscode.languages.registerCodeLensProvider({ pattern: '**' }, new StepLenses(marked)),
    registerQuickFixes(services, problems),
    resolver,
    tree,
    problems,
    status,
    running,
    new CurrentTrace(services, tree, problems, status),
    registerBundledSources(bundled),
    vscode.tasks.registerTaskProvider(TASK_TYPE, tasks),
    ...registerTraceEditor(services, context.extensionUri),
    ...registerCommands(context, services, { tasks, running, tree }),
  );
  return { activationMs: performance.now() - started };
}

/** The command behind each button of the webview that is not about the trace's data. */
const ACTION_COMMAND: Readonly<Record<WebviewAction, string>> = {
  'run-reproducer': COMMAND.runReproducer,
  'open-sample': COMMAND.openSample,
  'open-as-text': COMMAND.openAsText,
  'map-columns': COMMAND.mapColumns,
};

function registerCommands(
  context: vscode.ExtensionContext,
  services: Services,
  { tasks, running, tree }: { tasks: RaceTraceTasks; running: RunStatus; tree: FindingsTree },
): vscode.Disposable[] {
  const commands: Readonly<Record<string, (...args: never[]) => unknown>> = {
    [COMMAND.runReproducer]: (flags?: ReproducerFlags) => runReproducer(context, tasks, services.log, flags),
    [COMMAND.runPhase]: () => runPhase(context, tasks, services.log),
    [COMMAND.sendAtOnce]: () => sendAtOnce(context, tasks, services.log),
    [COMMAND.exploreInterleavings]: () => exploreInterleavings(context, tasks, services.log),
    [COMMAND.startTap]: () => startTap(context, tasks, services.log),
    [COMMAND.openSample]: () => openSample(context.extensionUri),
    [COMMAND.openSwimlane]: (uri?: vscode.Uri) => openSwimlane(uri),
    [COMMAND.openTogether]: (_clicked?: vscode.Uri, selected?: readonly vscode.Uri[]) =>
      openTogether(selected),
    [COMMAND.compare]: async (clicked?: vscode.Uri, selected?: readonly vscode.Uri[]) => {
      const sides = await twoTraces(clicked, selected);
      if (sides) await showComparison(services, context.extensionUri, sides);
    },
    [COMMAND.openAsText]: (uri?: vscode.Uri) => openAsText(uri),
    [COMMAND.mapColumns]: (uri?: vscode.Uri) => mapAndOpen(context.extensionUri, uri),
    [COMMAND.nextConflict]: () => {
      goToFinding(services, 1);
    },
    [COMMAND.previousConflict]: () => {
      goToFinding(services, -1);
    },
    [COMMAND.showFindings]: showFindings,
    [COMMAND.createReport]: (folder?: vscode.Uri) => createReport(services, context.extensionUri, folder),
    [COMMAND.groupByCode]: () => {
      tree.groupBy('code');
    },
    [COMMAND.groupByKey]: () => {
      tree.groupBy('key');
    },
    [INTERNAL_COMMAND.showRun]: () => running.choose(),
    [INTERNAL_COMMAND.revealFinding]: (trace: unknown, findingId: unknown) =>
      revealFinding(services, trace, findingId),
    [INTERNAL_COMMAND.replayFinding]: (trace: unknown, findingId: unknown, source: unknown) =>
      replayFinding(services, trace, findingId, source),
    [INTERNAL_COMMAND.copyFinding]: (trace: unknown, findingId: unknown) =>
      copyFinding(services, trace, findingId),
  };
  return Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run));
}

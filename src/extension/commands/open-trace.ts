import * as vscode from 'vscode';
import { isTraceName, TRACE_ENDINGS, withoutTraceEnding } from '../../ingest/sources/formats.ts';
import { togetherUri } from '../editor/together.ts';
import { VIEW_TYPE } from '../ids.ts';
import { mapColumns } from '../mapping/map-columns.ts';
import { notify } from '../notify.ts';
import { SAMPLE_TRACES } from './sample-list.ts';

/** Opens a trace as a swimlane: the given one, else that of the active tab, else one that the person picks. */
export async function openSwimlane(uri?: vscode.Uri, column?: vscode.ViewColumn): Promise<void> {
  const trace = uri ?? activeTrace() ?? (await pickTrace());
  if (trace === undefined) return;
  const viewType = isTraceName(trace.path) ? VIEW_TYPE.trace : VIEW_TYPE.any;
  await vscode.commands.executeCommand('vscode.openWith', trace, viewType, column);
}

/** Opens several traces on disk as one history: those that are selected in the Explorer, else those that the person picks. */
export async function openTogether(selected?: readonly vscode.Uri[]): Promise<void> {
  const traces = selected ?? (await pickTraces(true));
  const files = traces.filter(({ scheme }) => scheme === 'file');
  const [first, ...others] = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  if (traces.length > files.length)
    await notify('error', 'Only files on this machine can be opened together. Save the others to it first.');
  else if (first !== undefined && others.length > 0) await openSwimlane(togetherUri([first, ...others]));
  else if (first !== undefined)
    await notify('info', 'Select at least two traces: together they are shown as one history.');
}

/**
 * Two traces to compare, by their paths, the one that was written first as the one before: those that are selected in the
 * Explorer, else that of the active tab or the clicked one and one that the person picks. Undefined if there are not two; then
 * it was said.
 */
export async function twoTraces(
  clicked?: vscode.Uri,
  selected?: readonly vscode.Uri[],
): Promise<{ readonly before: string; readonly after: string } | undefined> {
  const given = selected !== undefined && selected.length > 1 ? selected : await withPicked(clicked);
  if (given === undefined) return undefined;
  const [first, second, ...others] = given;
  if (first?.scheme !== 'file' || second?.scheme !== 'file' || others.length > 0) {
    await notify(
      'error',
      'Select two traces on this machine: one from before a change and one from after it.',
    );
    return undefined;
  }
  const written = await Promise.all(
    [first, second].map(async (uri) => ({ uri, at: (await vscode.workspace.fs.stat(uri)).mtime })),
  );
  const [before, after] = written.sort((a, b) => a.at - b.at || (a.uri.path < b.uri.path ? -1 : 1));
  return { before: before!.uri.fsPath, after: after!.uri.fsPath };
}

async function withPicked(clicked: vscode.Uri | undefined): Promise<readonly vscode.Uri[] | undefined> {
  const one = clicked ?? activeTrace();
  const picked = await vscode.window.showOpenDialog({
    title: one === undefined ? 'Two traces to compare' : 'The trace to compare it with',
    canSelectMany: one === undefined,
  });
  return picked && (one === undefined ? picked : [one, ...picked]);
}

/** Opens the trace of the active swimlane, or the given one, in the text editor. */
export async function openAsText(uri?: vscode.Uri): Promise<void> {
  const trace = uri ?? activeTrace();
  if (trace === undefined) {
    await notify('info', 'Open a trace first: what is shown as text is the file of the active swimlane.');
    return;
  }
  if (/\.gz$/i.test(trace.path)) {
    await notify(
      'info',
      'This trace is compressed, so there is no text to show. Unpack it with gunzip first.',
    );
    return;
  }
  await vscode.commands.executeCommand('vscode.openWith', trace, 'default');
}

/** Lets the person map the columns of a file: the given one, else that of the active tab, else one that they pick; then opens it. */
export async function mapAndOpen(extensionUri: vscode.Uri, uri?: vscode.Uri): Promise<void> {
  const trace = uri ?? activeTrace() ?? (await pickTrace());
  if (trace !== undefined && (await mapColumns(extensionUri, trace))) await openSwimlane(trace);
}

/** Lets the person choose among the traces that travel with the extension. */
export async function openSample(extensionUri: vscode.Uri): Promise<void> {
  const items = SAMPLE_TRACES.map(({ file, see }) => ({
    label: nameOfSample(file),
    description: file,
    detail: see,
    uri: vscode.Uri.joinPath(extensionUri, 'sample-traces', file),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Open sample trace',
    placeHolder: 'Each shows one thing that can happen to a reservation',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked) await openSwimlane(picked.uri);
}

/** `retry-duplication.trace.csv` as `Retry duplication`. */
function nameOfSample(file: string): string {
  const words = withoutTraceEnding(file).replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What the active tab shows, whatever it is called: the file itself says whether it is a trace. */
function activeTrace(): vscode.Uri | undefined {
  const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom) return input.uri;
  return input instanceof vscode.TabInputText ? input.uri : undefined;
}

async function pickTrace(): Promise<vscode.Uri | undefined> {
  return (await pickTraces(false))[0];
}

async function pickTraces(canSelectMany: boolean): Promise<readonly vscode.Uri[]> {
  const picked = await vscode.window.showOpenDialog({
    title: canSelectMany ? 'Open traces together' : 'Open trace as swimlane',
    canSelectMany,
    filters: { Traces: [...TRACE_ENDINGS, 'gz'], 'All files': ['*'] },
  });
  return picked ?? [];
}

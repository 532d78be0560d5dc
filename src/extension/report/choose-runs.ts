import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { PHASES } from '../../core/index.ts';
import { clipped } from '../../core/words/printable.ts';
import { isTraceName, withoutTraceEnding } from '../../ingest/sources/formats.ts';

/** The folders of a report, on this machine. */
export interface Runs {
  readonly directory: string;
  readonly baseline: string | undefined;
}

/** Folders beside a run that are looked at; more than this is no folder of validations. */
const MOST_SIBLINGS = 200;

/**
 * The run to report on: the given folder, else that of the trace in front, else one that the person picks; and the run
 * that it is held against, if the person names one. Undefined if the person thought better of it.
 */
export async function chooseRuns(given: vscode.Uri | undefined): Promise<Runs | undefined> {
  const directory =
    given?.fsPath ?? (await folderInFront()) ?? (await pickFolder('Folder of the run to report on'));
  if (directory === undefined) return undefined;
  const siblings = await runsBeside(directory);
  const against = await vscode.window.showQuickPick(
    [
      ...siblings.map((path) => ({ label: clipped(basename(path), 60), description: 'beside it', path })),
      { label: 'Nothing', description: 'a report of this run alone', path: '' },
      { label: 'Another folder…', description: '', path: undefined },
    ],
    {
      title: `Report of ${clipped(basename(directory), 60)}: compare it with which run?`,
      placeHolder: 'The service before the mitigation',
    },
  );
  if (against === undefined) return undefined;
  if (against.path === '') return { directory, baseline: undefined };
  const baseline = against.path ?? (await pickFolder('Folder of the run before the mitigation'));
  return baseline === undefined ? undefined : { directory, baseline };
}

/** The folder of the trace in front, if it is one of a run. */
async function folderInFront(): Promise<string | undefined> {
  const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputCustom) || input.uri.scheme !== 'file') return undefined;
  const folder = dirname(input.uri.fsPath);
  return (await isRun(folder)) ? folder : undefined;
}

async function runsBeside(directory: string): Promise<readonly string[]> {
  const folder = dirname(directory);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isDirectory() && entry.name !== basename(directory))
    .slice(0, MOST_SIBLINGS)
    .map(({ name }) => join(folder, name));
  const runs = await Promise.all(paths.map(isRun));
  return paths.filter((_, index) => runs[index]).sort();
}

async function isRun(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.some(
    (name) => isTraceName(name) && PHASES.some((phase) => phase === withoutTraceEnding(name)),
  );
}

async function pickFolder(title: string): Promise<string | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title,
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
  });
  return picked?.[0]?.scheme === 'file' ? picked[0].fsPath : undefined;
}

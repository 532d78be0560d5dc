import * as vscode from 'vscode';
import type { ColumnName } from '../../core/index.ts';
import type { Result } from '../../core/words/codes.ts';
import { messageOf } from '../../core/words/errors.ts';
import {
  configFileFor,
  configText,
  patternIn,
  withSources,
  type ConfigFile,
} from '../../ingest/config/put-source.ts';
import type { ConfigSource } from '../../ingest/config/schema.ts';
import type { MappingView } from '../../ingest/guess/mapping-view.ts';
import { notify } from '../notify.ts';
import { measureOf, memberChoices, partsOf, resultChoices, type Choice, type Step } from './choices.ts';
import { lookInThread } from './mapping-thread.ts';

type Place = { readonly path: string; readonly unit?: string | undefined } | undefined;

/**
 * Lets a person say which member of a log each column is taken from, with rows as they would be read, and writes it into the
 * `race-trace.json` that the command line reads too; true if it was written.
 */
export async function mapColumns(extensionUri: vscode.Uri, log: vscode.Uri): Promise<boolean> {
  if (log.scheme !== 'file') {
    await notify('error', 'Only a file on this machine can be mapped. Save it to this machine first.');
    return false;
  }
  const script = vscode.Uri.joinPath(extensionUri, 'dist', 'mapping-worker.js').fsPath;
  const folder = vscode.workspace.getWorkspaceFolder(log) ?? { uri: vscode.Uri.joinPath(log, '..') };
  const columns = new Map<ColumnName, Place>();
  const results = new Map<string, Result>();
  try {
    const target = await configFileFor(log.fsPath, folder.uri.fsPath);
    const files = patternIn(target, log.fsPath);
    for (;;) {
      const view = await lookInThread(script, { path: log.fsPath, files, choices: { columns, results } });
      const step = await chooseStep(view);
      if (step === undefined) return false;
      if (step.do === 'write') return await write(target, view.source!);
      if (step.do === 'column') await chooseColumn(view, step.column, columns);
      if (step.do === 'result') {
        const result = await choose(`What does ${step.value} stand for?`, resultChoices());
        if (result !== undefined) results.set(step.value, result.value);
      }
    }
  } catch (error) {
    await notify('error', `The columns cannot be mapped: ${messageOf(error)}`);
    return false;
  }
}

async function chooseStep(view: MappingView): Promise<Step | undefined> {
  const items = partsOf(view)
    .filter(({ choices }) => choices.length > 0)
    .flatMap(({ title, choices }) => [
      { label: title, kind: vscode.QuickPickItemKind.Separator, value: undefined },
      ...choices,
    ]);
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Map columns',
    placeHolder: 'Choose a column to say where it comes from',
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.value;
}

/** Asks for the member of a column, and for the unit where nothing says it. */
async function chooseColumn(
  view: MappingView,
  column: ColumnName,
  columns: Map<ColumnName, Place>,
): Promise<void> {
  const picked = await choose(`Where does ${column} come from?`, memberChoices(view));
  if (picked === undefined) return;
  const { value: member } = picked;
  const measure = measureOf(column);
  if (member === undefined || measure === undefined) columns.set(column, member && { path: member.path });
  else if (measure === 'time') columns.set(column, { path: member.path, unit: member.timeUnit });
  else if (member.saysUnit) columns.set(column, { path: member.path });
  else {
    // The one that the names of all others contain comes first, so that typing any of them finds it first.
    const units = ['s', 'ms', 'us', 'ns'].map((unit) => ({ label: unit, value: unit }));
    const unit = await choose(`In which unit is ${member.path}?`, units);
    if (unit !== undefined) columns.set(column, { path: member.path, unit: unit.value });
  }
}

async function choose<T>(title: string, choices: readonly Choice<T>[]): Promise<Choice<T> | undefined> {
  return vscode.window.showQuickPick(choices, { title, matchOnDescription: true, ignoreFocusOut: true });
}

async function write(target: ConfigFile, source: ConfigSource): Promise<boolean> {
  const text = configText(withSources(target.config, [source]));
  await vscode.workspace.fs.writeFile(vscode.Uri.file(target.path), Buffer.from(text));
  return true;
}

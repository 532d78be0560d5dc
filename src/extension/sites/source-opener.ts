import * as vscode from 'vscode';
import type { FindingStep, StepSource } from '../../core/index.ts';
import { messageOf } from '../../core/words/errors.ts';
import { VIEW_TYPE } from '../ids.ts';
import { notify } from '../notify.ts';
import { askForLine } from './ask-for-line.ts';
import { askForPlace } from './ask-for-place.ts';
import type { Place, SiteResolver } from './site-resolver.ts';
import { sourceLine } from './source-line.ts';
import { sourceColumn, type EditorGroup } from './source-group.ts';
import type { FindingOfTrace, MarkedLine, MarkedSteps } from './marked-steps.ts';

/** Who asks for a source: it opens beside this column, in the one group of sources that there is. */
export interface Beside {
  readonly column: vscode.ViewColumn | undefined;
  /** The trace that the steps are of. */
  readonly trace: vscode.Uri;
  notify(text: string): void;
}

/** A finding's id in its trace, and its steps. */
export interface StepsOfFinding {
  readonly findingId: number;
  readonly steps: readonly FindingStep[];
}

/** Opens the places of a finding's steps in the column beside the swimlane, and marks the lines of all its workers. */
export class SourceOpener {
  readonly #resolver: SiteResolver;
  readonly #marked: MarkedSteps;
  /** By what a log says: the line that a search has found, or a person has chosen, to have written it. */
  readonly #inferred = new Map<string, string>();
  readonly #inferences = new vscode.EventEmitter<void>();
  #shown: Place | undefined;
  /** A line was inferred: what had no place may have one now. */
  readonly onDidInfer = this.#inferences.event;

  constructor(resolver: SiteResolver, marked: MarkedSteps) {
    this.#resolver = resolver;
    this.#marked = marked;
  }

  /** Opens the source of one step of a finding. */
  async openStep(from: Beside, { findingId, steps }: StepsOfFinding, stepId: number): Promise<void> {
    const step = steps.find(({ id }) => id === stepId);
    if (step === undefined) return;
    await this.#openSource(from, step);
    await this.mark({ trace: from.trace, findingId }, steps);
  }

  /** Opens the source of one mark of the lanes; what is marked stays. */
  async openMark(from: Beside, source: StepSource): Promise<void> {
    await this.#openSource(from, source);
  }

  /**
   * Opens the offending step, and, where that is another file, what the other worker did in a peek over it. Where both are the
   * same line, which they often are, it says so: one editor is all there is to open.
   */
  async openBoth(from: Beside, { findingId, steps }: StepsOfFinding): Promise<void> {
    const offending = offendingOf(steps);
    if (offending === undefined) {
      const logged = steps.find((step) => step.offending) ?? steps.at(-1);
      if (logged?.message !== undefined) await this.openStep(from, { findingId, steps }, logged.id);
      else from.notify('The trace does not say where in the code this happened.');
      return;
    }
    const others = steps.filter(({ row, site }) => row !== offending.row && site !== undefined);
    const other = others.findLast(({ step }) => step === offending.step) ?? others.at(-1);
    const place = await this.#openSite(from, offending.site, false);
    await this.mark({ trace: from.trace, findingId }, steps);
    const before = await this.#silently(other?.site);
    if (place === undefined || before === undefined) return;
    if (before.uri.toString() !== place.uri.toString()) await peek(place, before);
    else if (before.line === place.line)
      from.notify('Both were at the same line; what each of them did stands above it.');
  }

  /** Opens the offending step without taking the keyboard, if that takes no question. */
  async peekOffending(from: Beside, { findingId, steps }: StepsOfFinding): Promise<void> {
    const offending = offendingOf(steps);
    if (offending !== undefined && (await this.#silently(offending.site)))
      await this.#openSite(from, offending.site, true);
    await this.mark({ trace: from.trace, findingId }, steps);
  }

  /** Marks the lines of a finding's steps wherever they are in sight; none of them is opened for it. */
  async mark(finding: FindingOfTrace, steps: readonly FindingStep[]): Promise<void> {
    const lines = steps.map(async ({ label, act, ...source }): Promise<MarkedLine[]> => {
      const { step, offending } = source;
      const place = await this.place(source);
      if (place === undefined) return [];
      // A log's message belongs to the end of its attempt, and to the step that is to blame.
      if (source.site !== undefined) return [{ place, step, note: label, act, offending }];
      if (step !== 'confirm' && !offending) return [];
      return [{ place, step, note: `${label} (inferred)`, act: `${act} (inferred)`, offending }];
    });
    this.#marked.show(finding, (await Promise.all(lines)).flat());
  }

  unmark(): void {
    this.#marked.show(undefined, []);
  }

  /** The source text of each step's line, by step id, as far as it can be had without a question. */
  async sourceLines(steps: readonly FindingStep[]): Promise<ReadonlyMap<number, string>> {
    const texts = new Map<number, string>();
    const reading = steps.map(async ({ id, site }) => {
      const place = await this.#silently(site);
      if (place) texts.set(id, await sourceLine(place));
    });
    await Promise.all(reading);
    return texts;
  }

  /** Where the line of a step is, if it may be opened without a question; also one that was inferred from its message before. */
  async place({ site, message }: StepSource): Promise<Place | undefined> {
    return this.#silently(site ?? (message === undefined ? undefined : this.#inferred.get(message)));
  }

  /** Whether this 1-based line is the one that was opened last. */
  hasShown(uri: vscode.Uri, line: number): boolean {
    return this.#shown?.uri.toString() === uri.toString() && this.#shown.line === line;
  }

  async #silently(site: string | undefined): Promise<Place | undefined> {
    if (site === undefined) return undefined;
    const resolution = await this.#resolver.resolve(site);
    return resolution.kind === 'place' ? resolution.place : undefined;
  }

  /** Opens a step's line. Where the trace names none, it is searched for by what it writes, and that is said. */
  async #openSource(from: Beside, { site, message }: StepSource): Promise<Place | undefined> {
    if (site !== undefined || message === undefined) return this.#openSite(from, site, false);
    const line = await askForLine(message);
    const place = line && (await this.#openSite(from, line.site, false));
    if (place) {
      from.notify(line.sentence);
      this.#inferred.set(message, line.site);
      this.#inferences.fire();
    }
    return place;
  }

  async #openSite(
    from: Beside,
    site: string | undefined,
    preserveFocus: boolean,
  ): Promise<Place | undefined> {
    if (site === undefined) {
      from.notify('The trace does not say where in the code this step happened.');
      return undefined;
    }
    const place = await askForPlace(await this.#resolver.resolve(site, true), this.#resolver);
    if (place === undefined) return undefined;
    try {
      this.#shown = place;
      await show(place, from, preserveFocus);
      return place;
    } catch (error) {
      await notify('error', `The source cannot be opened: ${messageOf(error)}`);
      return undefined;
    }
  }
}

/** The offending step, or the last one that the trace gives a place for. */
function offendingOf(steps: readonly FindingStep[]): FindingStep | undefined {
  const placed = steps.filter(({ site }) => site !== undefined);
  return placed.find(({ offending }) => offending) ?? placed.at(-1);
}

/** Shows a second place over the first, in the same editor. */
async function peek(at: Place, other: Place): Promise<void> {
  await vscode.commands.executeCommand('editor.action.peekLocations', at.uri, positionOf(at), [
    new vscode.Location(other.uri, positionOf(other)),
  ]);
}

function positionOf({ line, column }: Place): vscode.Position {
  return new vscode.Position(line - 1, column - 1);
}

async function show(place: Place, from: Beside, preserveFocus: boolean): Promise<void> {
  const document = await vscode.workspace.openTextDocument(place.uri);
  const line = Math.min(place.line, document.lineCount) - 1;
  if (place.line > document.lineCount)
    from.notify(`The file now has ${document.lineCount} lines; the trace names line ${place.line}.`);
  const column = Math.min(place.column - 1, document.lineAt(line).text.length);
  const at = new vscode.Position(line, column);
  await vscode.window.showTextDocument(document, {
    viewColumn: columnNumber(sourceColumn(editorGroups(), from.column, place.uri.toString())),
    selection: new vscode.Range(at, at),
    preserveFocus,
  });
}

function editorGroups(): EditorGroup[] {
  return vscode.window.tabGroups.all.map(({ viewColumn, activeTab, tabs }) => ({
    column: viewColumn,
    showsTrace: isTrace(activeTab?.input),
    files: tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.toString()] : [])),
  }));
}

function isTrace(input: unknown): boolean {
  return input instanceof vscode.TabInputCustom && Object.values<string>(VIEW_TYPE).includes(input.viewType);
}

/** The columns that can be named; VS Code makes one that is not there yet. */
const COLUMNS = [
  vscode.ViewColumn.One,
  vscode.ViewColumn.Two,
  vscode.ViewColumn.Three,
  vscode.ViewColumn.Four,
  vscode.ViewColumn.Five,
  vscode.ViewColumn.Six,
  vscode.ViewColumn.Seven,
  vscode.ViewColumn.Eight,
  vscode.ViewColumn.Nine,
] as const;

/** The column with this 1-based number, at most the last. */
function columnNumber(column: number): vscode.ViewColumn {
  return COLUMNS[column - 1] ?? vscode.ViewColumn.Nine;
}

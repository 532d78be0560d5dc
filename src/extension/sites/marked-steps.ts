import * as vscode from 'vscode';
import type { Step } from '../../core/words/terms.ts';
import type { Place } from './site-resolver.ts';

/** A line to mark: which attempt of the finding was there, and what it did. */
export interface MarkedLine {
  readonly place: Place;
  readonly step: Step;
  /** Printable, e.g. `w1 · r-001 read v1`. */
  readonly note: string;
  /** The same in a few words, e.g. `w1 read v1`. */
  readonly act: string;
  readonly offending: boolean;
}

/** A finding of a trace, for the way back from the source. */
export interface FindingOfTrace {
  readonly trace: vscode.Uri;
  readonly findingId: number;
}

/** The lines of all workers of the finding that is looked at, for what marks sources. */
export class MarkedSteps {
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;
  #finding: FindingOfTrace | undefined;
  #lines: readonly MarkedLine[] = [];

  /** The finding that the lines are of; undefined while none is marked. */
  get finding(): FindingOfTrace | undefined {
    return this.#finding;
  }

  /** Marks these lines and no others. */
  show(finding: FindingOfTrace | undefined, lines: readonly MarkedLine[]): void {
    this.#finding = finding;
    this.#lines = lines;
    this.#changes.fire();
  }

  /** By their 1-based line of a document, the lines that it has of those that are marked; the step to blame first. */
  linesOf({ uri, lineCount }: vscode.TextDocument): ReadonlyMap<number, readonly MarkedLine[]> {
    const here = this.#lines.filter(
      ({ place }) => place.uri.toString() === uri.toString() && place.line <= lineCount,
    );
    const byLine = new Map<number, MarkedLine[]>();
    for (const line of here.toSorted((a, b) => Number(b.offending) - Number(a.offending)))
      byLine.set(line.place.line, [...(byLine.get(line.place.line) ?? []), line]);
    return byLine;
  }

  dispose(): void {
    this.#changes.dispose();
  }
}

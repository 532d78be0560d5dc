import * as vscode from 'vscode';
import type { SiteProblem } from '../analysis/site-problems.ts';
import { DIAGNOSTICS_OWNER } from '../ids.ts';
import type { Place } from '../sites/site-resolver.ts';
import type { SourceOpener } from '../sites/source-opener.ts';
import { placeProblems } from './place-problems.ts';

const SEVERITY = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

/** The findings of the current trace in the Problems view, at the lines of source that they happened on. */
export class SourceProblems {
  readonly #collection = vscode.languages.createDiagnosticCollection(DIAGNOSTICS_OWNER);
  readonly #opener: SourceOpener;
  /** `uri:line` → findings there, in the order of the list. */
  #findings = new Map<string, readonly number[]>();
  /** Counts the calls of `show`, since finding the files takes time. */
  #turn = 0;

  constructor(opener: SourceOpener) {
    this.#opener = opener;
  }

  /** Shows these problems and no others; those whose source is not to be had without a question are left out. */
  async show(problems: readonly SiteProblem[]): Promise<void> {
    const turn = ++this.#turn;
    const placed = await placeProblems(
      problems,
      async (problem) => {
        const place = await this.#opener.place(problem.site);
        return place && { ...place, diagnostic: await this.#diagnostic(problem, place) };
      },
      () => turn === this.#turn,
    );
    // A newer call has other problems to show.
    if (placed === undefined || turn !== this.#turn) return;
    const byFile = new Map<string, { uri: vscode.Uri; diagnostics: vscode.Diagnostic[] }>();
    const findings = new Map<string, number[]>();
    for (const [problem, { uri, line, diagnostic }] of placed) {
      const file = byFile.get(uri.toString()) ?? { uri, diagnostics: [] };
      file.diagnostics.push(diagnostic);
      byFile.set(uri.toString(), file);
      const at = keyOf(uri, line);
      findings.set(at, [...(findings.get(at) ?? []), ...problem.findingIds]);
    }
    this.#findings = findings;
    this.#collection.clear();
    for (const { uri, diagnostics } of byFile.values()) this.#collection.set(uri, diagnostics);
  }

  /** The findings at a 1-based line of a file; none if no finding has it as its site. */
  findingsAt(uri: vscode.Uri, line: number): readonly number[] {
    return this.#findings.get(keyOf(uri, line)) ?? [];
  }

  dispose(): void {
    this.#turn++;
    this.#collection.dispose();
  }

  async #diagnostic(problem: SiteProblem, place: Place): Promise<vscode.Diagnostic> {
    const diagnostic = new vscode.Diagnostic(rangeOf(place), problem.message, SEVERITY[problem.level]);
    diagnostic.source = 'Race Trace';
    diagnostic.code = problem.code;
    const related = problem.related.map(async ({ site, message }) => {
      const other = await this.#opener.place(site);
      return other
        ? [new vscode.DiagnosticRelatedInformation(new vscode.Location(other.uri, rangeOf(other)), message)]
        : [];
    });
    diagnostic.relatedInformation = (await Promise.all(related)).flat();
    return diagnostic;
  }
}

function rangeOf({ line, column }: Place): vscode.Range {
  const start = new vscode.Position(line - 1, column - 1);
  // To the end of the line, however long: the editor cuts it there.
  return new vscode.Range(start, start.with(undefined, Number.MAX_SAFE_INTEGER));
}

function keyOf(uri: vscode.Uri, line: number): string {
  return `${uri.toString()}:${line}`;
}

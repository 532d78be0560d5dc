import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { RowOfTrace, SiteProblem } from '../analysis/site-problems.ts';
import { filesOf } from '../editor/together.ts';
import { DIAGNOSTICS_OWNER, DIAGNOSTICS_SOURCE, INTERNAL_COMMAND } from '../ids.ts';
import type { FindingOfTrace } from '../sites/marked-steps.ts';
import type { Place } from '../sites/site-resolver.ts';
import type { SourceOpener } from '../sites/source-opener.ts';
import { placeProblems } from './place-problems.ts';

const SEVERITY = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

/**
 * The findings of the current trace in the Problems view: at the lines of source that they happened on, and where there is no
 * source to be had, at the row of the trace.
 */
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

  /** Shows these problems of a trace and no others. */
  async show(trace: vscode.Uri, problems: readonly SiteProblem[]): Promise<void> {
    const turn = ++this.#turn;
    const placed = await placeProblems(
      problems,
      async (problem) => {
        const source = await this.#opener.place({ site: problem.site, message: problem.logged });
        const place = source ?? placeInTrace(trace, problem.row);
        const isInferred = source !== undefined && problem.site === undefined;
        return { ...place, diagnostic: await this.#diagnostic(trace, problem, { place, isInferred }) };
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

  /** There is no trace to speak of. */
  clear(): void {
    this.#turn++;
    this.#findings = new Map();
    this.#collection.clear();
  }

  /** The findings at a 1-based line of a file; none if no finding has it as its site. */
  findingsAt(uri: vscode.Uri, line: number): readonly number[] {
    return this.#findings.get(keyOf(uri, line)) ?? [];
  }

  dispose(): void {
    this.#turn++;
    this.#collection.dispose();
  }

  async #diagnostic(
    trace: vscode.Uri,
    { message, level, code, findingIds, related }: SiteProblem,
    { place, isInferred }: { readonly place: Place; readonly isInferred: boolean },
  ): Promise<vscode.Diagnostic> {
    const text = isInferred ? `${message} (this line is inferred from what the log says)` : message;
    const diagnostic = new vscode.Diagnostic(rangeOf(place), text, SEVERITY[level]);
    diagnostic.source = DIAGNOSTICS_SOURCE;
    // A link in the Problems view and in the hover.
    diagnostic.code = { value: code, target: findingLink({ trace, findingId: findingIds[0]! }) };
    const others = related.map(async (each) => {
      const other = await this.#opener.place({ site: each.site, message: undefined });
      const where = other && new vscode.Location(other.uri, rangeOf(other));
      return where ? [new vscode.DiagnosticRelatedInformation(where, each.message)] : [];
    });
    diagnostic.relatedInformation = (await Promise.all(others)).flat();
    return diagnostic;
  }
}

/** The row in the file, of several that are one history in the one that has it. */
function placeInTrace(trace: vscode.Uri, { file, line }: RowOfTrace): Place {
  const [first, ...others] = filesOf(trace);
  const uri = others.find((each) => posix.basename(each.path) === file) ?? first;
  return { uri, line, column: 1 };
}

/** What shows a finding in the swimlane when it is followed. */
function findingLink({ trace, findingId }: FindingOfTrace): vscode.Uri {
  const argument = encodeURIComponent(JSON.stringify([trace.toString(), findingId]));
  return vscode.Uri.parse(`command:${INTERNAL_COMMAND.revealFinding}?${argument}`);
}

function rangeOf({ line, column }: Place): vscode.Range {
  const start = new vscode.Position(line - 1, column - 1);
  // To the end of the line, however long: the editor cuts it there.
  return new vscode.Range(start, start.with(undefined, Number.MAX_SAFE_INTEGER));
}

function keyOf(uri: vscode.Uri, line: number): string {
  return `${uri.toString()}:${line}`;
}

import * as vscode from 'vscode';
import { MARKS } from '../../core/words/signs.ts';
import { INTERNAL_COMMAND } from '../ids.ts';
import type { MarkedLine, MarkedSteps } from './marked-steps.ts';
import { lensTitle } from './lens-title.ts';

/** Above each line of the finding that is looked at: what its workers did there, in the order of time, and the way back. */
export class StepLenses implements vscode.CodeLensProvider {
  readonly #marked: MarkedSteps;
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(marked: MarkedSteps) {
    this.#marked = marked;
    this.onDidChangeCodeLenses = marked.onDidChange;
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { finding } = this.#marked;
    if (finding === undefined) return [];
    const command = INTERNAL_COMMAND.revealFinding;
    const args = [finding.trace.toString(), finding.findingId];
    return [...this.#marked.linesOf(document)].flatMap(([line, here]) => {
      const range = document.lineAt(line - 1).range;
      const tooltip = here.map(({ note }) => note).join('\n');
      return [
        new vscode.CodeLens(range, { title: lensTitle(acts(here)), tooltip, command, arguments: args }),
        new vscode.CodeLens(range, { title: 'show in swimlane', tooltip, command, arguments: args }),
      ];
    });
  }
}

/** What was done, the step to blame last, as in the code path. */
function acts(here: readonly MarkedLine[]): string[] {
  return here.toReversed().map(({ act, offending }) => (offending ? `${act} ${MARKS.bad.glyph}` : act));
}

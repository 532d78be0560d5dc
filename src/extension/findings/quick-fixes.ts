import * as vscode from 'vscode';
import { INTERNAL_COMMAND } from '../ids.ts';
import type { Services } from '../services.ts';
import type { SourceProblems } from './source-problems.ts';

/** What can be done at the line of a finding: a title, and the command that takes the trace, the finding and the file. */
const FIXES = [
  ['Explain this race in the swimlane', INTERNAL_COMMAND.revealFinding],
  ['Replay this order', INTERNAL_COMMAND.replayFinding],
  ['Copy this race as text', INTERNAL_COMMAND.copyFinding],
] as const;

/** Offers at the lines of findings, in any file, to explain the race, to replay it and to copy it. */
export function registerQuickFixes(services: Services, problems: SourceProblems): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { pattern: '**' },
    {
      provideCodeActions: ({ uri }, { start }) => {
        const { traces, selection } = services;
        const here = problems.findingsAt(uri, start.line + 1);
        const [first] = here;
        if (traces.current === undefined || first === undefined) return [];
        const { selected } = selection;
        const isHere = selected?.document === traces.current && here.includes(selected.findingId);
        const finding = isHere ? selected.findingId : first;
        const args = [traces.current.uri.toString(), finding, uri.toString()];
        return FIXES.map(([title, command]) => {
          const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
          action.command = { title, command, arguments: args };
          return action;
        });
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

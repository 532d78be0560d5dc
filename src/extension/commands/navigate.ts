import * as vscode from 'vscode';
import { VIEW } from '../ids.ts';
import type { Services } from '../services.ts';

/** Goes to the next or the previous finding of the active swimlane. */
export function goToFinding({ traces }: Services, by: 1 | -1): void {
  traces.activePanel?.step(by);
}

/** Brings the view with the findings to the front. */
export async function showFindings(): Promise<void> {
  await vscode.commands.executeCommand(`${VIEW.findings}.focus`);
}

/** Shows a finding of the tree in the swimlane and in the source; `trace` is the URI of an open trace. */
export async function revealFinding(
  { traces, selection, opener }: Services,
  tree: object,
  trace: unknown,
  findingId: unknown,
): Promise<void> {
  if (typeof trace !== 'string' || typeof findingId !== 'number') return;
  const document = traces.find(trace);
  const panel = document && traces.panelOf(document);
  if (document?.session === undefined || panel === undefined) return;
  panel.reveal();
  selection.select(document, findingId, tree);
  await opener.peekOffending(panel, await document.session.ask('steps', findingId));
}

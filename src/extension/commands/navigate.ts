import * as vscode from 'vscode';
import { stepsOf } from '../analysis/steps-of.ts';
import { readyOf } from '../editor/ready.ts';
import { VIEW } from '../ids.ts';
import { notify } from '../notify.ts';
import type { Services } from '../services.ts';
import { isBundledSource } from '../sites/bundled-sources.ts';
import { openSwimlane } from './open-trace.ts';

/** Goes to the next or the previous finding of the active swimlane. */
export function goToFinding({ traces }: Services, by: 1 | -1): void {
  traces.activePanel?.step(by);
}

/** Brings the view with the findings to the front. */
export async function showFindings(): Promise<void> {
  await vscode.commands.executeCommand(`${VIEW.findings}.focus`);
}

/** Shows a finding in the swimlane and in the source; `trace` is the URI of a trace, which is opened if it is not. */
export async function revealFinding(services: Services, trace: unknown, findingId: unknown): Promise<void> {
  const { traces, selection, opener } = services;
  const found = await openedFinding(services, trace, findingId);
  const panel = found && traces.panelOf(found.document);
  if (found === undefined || panel === undefined) return;
  const { document, session } = found;
  panel.reveal();
  const { selected } = selection;
  // What is selected already is not announced again, but may be out of sight.
  if (selected?.document === document && selected.findingId === found.findingId) panel.show(found.findingId);
  else selection.select(document, found.findingId, REVEALED);
  await opener.peekOffending(panel, await stepsOf(session, found.findingId));
}

/** Who selects a finding that was asked for by its id: neither the tree nor a swimlane. */
const REVEALED = {};

/** Plays a finding's order again, or says why it cannot be; `source` is the file that a person stands in. */
export async function replayFinding(
  services: Services,
  trace: unknown,
  findingId: unknown,
  source: unknown,
): Promise<void> {
  const found = await openedFinding(services, trace, findingId);
  if (found === undefined) return;
  const replay = await found.session.ask('replay', found.findingId);
  const isBundled = typeof source === 'string' && isBundledSource(vscode.Uri.parse(source, true));
  if (replay?.explored === undefined && !isBundled)
    await notify(
      'info',
      'Only the bundled service can be replayed here, and this line is not its. Race trace explore searches the schedules of a service of your own.',
    );
  else if (replay === undefined)
    await notify('info', 'This order cannot be replayed: it is not one of two clients that read and write.');
  else services.replay(replay);
}

/** Puts the code path of a finding on the clipboard. */
export async function copyFinding(services: Services, trace: unknown, findingId: unknown): Promise<void> {
  const found = await openedFinding(services, trace, findingId);
  if (found) await vscode.env.clipboard.writeText(await found.session.ask('text', found.findingId));
}

/** A finding of a trace that has been read; undefined if there is none, and then the swimlane says why. */
async function openedFinding({ traces }: Services, trace: unknown, findingId: unknown) {
  if (typeof trace !== 'string' || typeof findingId !== 'number') return undefined;
  if (traces.find(trace) === undefined) await openSwimlane(vscode.Uri.parse(trace, true));
  const document = traces.find(trace);
  const session = document && (await readyOf(document));
  return document && session && { document, session, findingId };
}

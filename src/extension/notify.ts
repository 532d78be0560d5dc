import * as vscode from 'vscode';
import { printable } from '../core/words/printable.ts';
import { notificationText } from './notification-text.ts';

/** A button of a notification and what it does. */
export interface NextStep {
  readonly label: string;
  readonly run: () => unknown;
}

const SHOW = {
  info: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
} as const;

/** Says a sentence with what one can do next; the only way by which this extension notifies. */
export async function notify(
  kind: keyof typeof SHOW,
  sentence: string,
  ...nextSteps: readonly NextStep[]
): Promise<void> {
  const labels = nextSteps.map(({ label }) => label);
  const answer = await SHOW[kind](notificationText(sentence), ...labels);
  await nextSteps.find(({ label }) => label === answer)?.run();
}

/**
 * Asks a question that must be answered before anything happens; true if `yes` was chosen. The detail is shown in full:
 * what is consented to must not be cut.
 */
export async function confirm(question: string, detail: string, yes: string): Promise<boolean> {
  const options = { modal: true, detail: detail.split('\n').map(printable).join('\n') };
  return (await vscode.window.showWarningMessage(notificationText(question), options, yes)) === yes;
}

import * as vscode from 'vscode';
import type { TraceSummary } from '../../core/index.ts';
import { COMMAND } from '../ids.ts';

const LOOKS = {
  violation: { icon: '$(error)', text: 'violation', colour: 'statusBarItem.errorBackground' },
  unknown: { icon: '$(question)', text: 'unknown', colour: 'statusBarItem.warningBackground' },
  ok: { icon: '$(pass)', text: 'ok', colour: undefined },
} as const;

/** One item in the status bar: the verdict of the trace that was looked at last, while it is open. */
export class VerdictStatus {
  readonly #item = vscode.window.createStatusBarItem('raceTrace.verdict', vscode.StatusBarAlignment.Left, 10);

  constructor() {
    this.#item.name = 'Race Trace Verdict';
    this.#item.command = COMMAND.showFindings;
  }

  /** Only fixed words go into the text, since icons are written in it; what the trace says is in the tooltip. */
  show({ name, verdict, headline, unknownBecause }: TraceSummary): void {
    const { icon, text, colour } = LOOKS[verdict];
    this.#item.text = `${icon} Race Trace: ${text}`;
    this.#item.backgroundColor = colour && new vscode.ThemeColor(colour);
    this.#item.tooltip = [name, ...headline, ...unknownBecause, 'Click to see the findings'].join('\n');
    this.#item.accessibilityInformation = {
      label: `Race Trace verdict of ${name}: ${[text, ...headline].join(', ')}`,
    };
    this.#item.show();
  }

  /** No trace is open, or the one that is has not been read. */
  hide(): void {
    this.#item.hide();
  }

  dispose(): void {
    this.#item.dispose();
  }
}

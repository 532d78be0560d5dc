import * as vscode from 'vscode';

/** The log channel of the extension, whose level the user picks in the Output panel. */
export type Log = vscode.LogOutputChannel;

/** Opens the channel; it costs nothing until something is written. */
export function openLog(): Log {
  return vscode.window.createOutputChannel('Race Trace', { log: true });
}

/** Any thrown value as one line for a person. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

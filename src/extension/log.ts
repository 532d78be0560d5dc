import * as vscode from 'vscode';

/** The log channel of the extension, whose level the user picks in the Output panel. */
export type Log = vscode.LogOutputChannel;

/** Opens the channel; it costs nothing until something is written. */
export function openLog(): Log {
  return vscode.window.createOutputChannel('Race Trace', { log: true });
}

import { clipped } from '../core/words/printable.ts';

/** Longer than a notification is read. */
const LONGEST = 500;

/**
 * Text for a notification. VS Code turns `[label](command:…)` in one into a link that runs the command, so text in which
 * a trace or a file name may have a say is taken apart first: it reads the same and links to nothing.
 */
export function notificationText(text: string): string {
  return clipped(text.replace(/\](?=\()/g, '] '), LONGEST);
}

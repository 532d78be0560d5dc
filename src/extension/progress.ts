import * as vscode from 'vscode';
import { notificationText } from './notification-text.ts';

/** What takes less than this needs no notification. */
const LONG_MS = 1000;

/** A running piece of work that may turn out to be long. */
export interface LongProgress {
  /** `fraction` is 0 to 1, or null where the size is unknown. */
  report(text: string, fraction: number | null): void;
  done(): void;
}

/** Shows a notification with a cancel button, but only if the work takes longer than a second. */
export function showLongProgress(title: string, cancel: () => void): LongProgress {
  let update: ((text: string, fraction: number | null) => void) | undefined;
  let finish: (() => void) | undefined;
  const timer = setTimeout(() => {
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: notificationText(title), cancellable: true },
      (progress, token) => {
        token.onCancellationRequested(cancel);
        let shown = 0;
        update = (text, fraction) => {
          const percent = Math.floor(100 * (fraction ?? 0));
          progress.report({ message: text, increment: Math.max(0, percent - shown) });
          shown = Math.max(shown, percent);
        };
        return new Promise<void>((resolve) => {
          finish = resolve;
        });
      },
    );
  }, LONG_MS);
  return {
    report: (text, fraction) => update?.(text, fraction),
    done: () => {
      clearTimeout(timer);
      finish?.();
    },
  };
}

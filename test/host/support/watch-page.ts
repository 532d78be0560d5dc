import type { ConsoleMessage, Dialog } from 'playwright-core';
import { workbench } from './workbench.ts';

/** What must not happen on a page that shows an untrusted trace. */
export interface Incidents {
  readonly dialogs: string[];
  /** What the content security policy had to stop. */
  readonly violations: string[];
}

/** Collects incidents in the whole window, webviews included, while `work` runs. */
export async function watchingPage(work: () => Promise<void>): Promise<Incidents> {
  const page = await workbench();
  const incidents: Incidents = { dialogs: [], violations: [] };
  const onDialog = (dialog: Dialog) => {
    incidents.dialogs.push(dialog.message());
    void dialog.dismiss();
  };
  const onConsole = (message: ConsoleMessage) => {
    if (/Content Security Policy|Refused to/.test(message.text())) incidents.violations.push(message.text());
  };
  page.on('dialog', onDialog).on('console', onConsole);
  try {
    await work();
  } finally {
    page.off('dialog', onDialog).off('console', onConsole);
  }
  return incidents;
}

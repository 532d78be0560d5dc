import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { hostTest } from './host-test.ts';

/** As long as `eventually` has. */
const DEADLINE_MS = 60_000;

let connection: Promise<Browser> | undefined;

/**
 * The window that these tests run in, as a person sees it: Playwright attached from inside the extension host, so that
 * one test can use VS Code's API and the mouse.
 */
export async function workbench(): Promise<Page> {
  // Without defaults: Electron refuses some of them, and the window is to stay as it is.
  connection ??= chromium.connectOverCDP(`http://127.0.0.1:${hostTest.debuggingPort}`, {
    isLocal: true,
    noDefaults: true,
    timeout: DEADLINE_MS,
  });
  const browser = await connection;
  for (const page of browser.contexts().flatMap((context) => context.pages()))
    if ((await page.locator('.monaco-workbench').count()) > 0) {
      page.setDefaultTimeout(DEADLINE_MS);
      return page;
    }
  throw new Error('There is no VS Code window to attach to.');
}

/** Saves what the window shows now among the artefacts, and returns the file's path. */
export async function screenshot(name: string): Promise<string> {
  const file = `${name.replaceAll(/[^a-zA-Z0-9]+/g, '-').slice(0, 120)}.png`;
  const path = join(hostTest.artifacts, file);
  await (await workbench()).screenshot({ path });
  return path;
}

/** Lets go of the window, which stays open. */
export async function disconnect(): Promise<void> {
  await (await connection)?.close();
}

import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from '../../scripts/chromium.ts';

/** For a busy machine; nothing waits so long for what it gets. */
const DEADLINE_MS = 120_000;

interface Running {
  readonly browser: Browser;
  readonly context: BrowserContext;
}

let running: Promise<Running> | undefined;
let borrowers = 0;

/**
 * Lends the one browser of all test files of a process; a start costs as much processor time as six pages. Each who
 * borrows it gives it back by {@link giveBack}.
 */
export async function borrowContext(): Promise<BrowserContext> {
  borrowers++;
  running ??= start();
  return (await running).context;
}

/** Ends the browser when the last one who borrowed it gives it back. */
export async function giveBack(): Promise<void> {
  borrowers--;
  if (borrowers > 0 || running === undefined) return;
  const last = running;
  running = undefined;
  const { browser } = await last;
  await browser.close();
}

async function start(): Promise<Running> {
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: [...CHROMIUM_FLAGS],
    timeout: DEADLINE_MS,
  });
  // One for all pages, with one that stays: the first page of a context costs twice as much as a further one. What a page
  // keeps is its own.
  const context = await browser.newContext();
  await context.newPage();
  context.setDefaultTimeout(DEADLINE_MS);
  return { browser, context };
}

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import esbuild from 'esbuild';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from '../../scripts/chromium.ts';
import { rested } from './lookout.ts';
import { sampleHost } from './sample-host.ts';
import { THEMES } from './themes.ts';
import { isMade, madeTrace } from './traces/made.ts';

const ROOT = join(import.meta.dirname, '../..');
const ORIGIN = 'http://race-trace.test';
/** For a busy machine; nothing waits so long for what it gets. */
const DEADLINE_MS = 120_000;

/** The view as VS Code shows it: the same page and policy, a fixture behind it instead of the extension. */
export interface TestBrowser {
  readonly open: (options?: PageOptions) => Promise<TestPage>;
  /** Opens a page, does something with it, and expects that nothing was refused or thrown. */
  readonly withPage: (options: PageOptions, work: (page: Page) => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface PageOptions {
  readonly fixture?: string;
  /** A trace file instead of a fixture, by its path from the project's root. */
  readonly sample?: string;
  readonly theme?: string;
  readonly width?: number;
  readonly height?: number;
}

export interface TestPage {
  readonly page: Page;
  /** What the policy refused and what the page logged as an error; a test expects none. */
  readonly complaints: string[];
  readonly close: () => Promise<void>;
}

/** Bundles the view and the fixtures, and starts a browser. */
export async function startBrowser(): Promise<TestBrowser> {
  const files = await bundles();
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
  const open = (options: PageOptions = {}): Promise<TestPage> => openPage(context, files, options);
  return {
    open,
    withPage: async (options, work) => {
      const { page, complaints, close } = await open(options);
      try {
        await work(page);
        assert.deepEqual(complaints, []);
      } finally {
        await close();
      }
    },
    close: async () => browser.close(),
  };
}

async function openPage(
  context: BrowserContext,
  files: ReadonlyMap<string, string>,
  options: PageOptions,
): Promise<TestPage> {
  const { fixture = 'race', sample, theme = 'dark', width = 1400, height = 870 } = options;
  const page = await context.newPage();
  await page.setViewportSize({ width, height });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const body = files.get(pathname);
    const type = { js: 'text/javascript', css: 'text/css' }[pathname.split('.').at(-1) ?? ''] ?? 'text/html';
    await route.fulfill(
      body === undefined ? { status: 404 } : { body, contentType: `${type}; charset=utf-8` },
    );
  });
  if (sample !== undefined) await page.exposeFunction('askSample', await sampleHost(join(ROOT, sample)));
  await page.goto(`${ORIGIN}/?fixture=${fixture}&theme=${theme}`);
  await rested(page);
  return { page, complaints, close: async () => page.close() };
}

async function bundles(): Promise<ReadonlyMap<string, string>> {
  const result = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: {
      webview: 'webview/main.ts',
      host: 'test/webview/in-page-host.ts',
      style: 'webview/style/main.css',
    },
    bundle: true,
    write: false,
    outdir: 'dist-test',
    format: 'iife',
    target: 'chrome128',
    logLevel: 'warning',
  });
  const files = result.outputFiles.map(
    ({ path, text }) => [`/${path.split(/[\\/]/).at(-1)!}`, text] as const,
  );
  return new Map([...files, ['/', HTML]]);
}

/** As the extension makes it: nothing but the view's own script and style may load. */
const HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-test'; style-src ${ORIGIN} 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; base-uri 'none'; form-action 'none'">
    <title>Race Trace</title>
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <script nonce="test" src="/host.js"></script>
    <script nonce="test" src="/webview.js"></script>
  </body>
</html>`;

const SIZES = [
  [1400, 870],
  [800, 700],
  [1200, 380],
] as const;

/**
 * `node test/webview/page.ts [what] [themes] [widths]` takes pictures for a person to look at. Each argument is a list
 * with commas; what is shown is a fixture or a made trace by its name, or a trace by its path.
 */
if (import.meta.main) {
  const folder = join(ROOT, 'artifacts/webview');
  await mkdir(folder, { recursive: true });
  const [shown, themes, widths] = [0, 1, 2].map((i) => process.argv[i + 2]?.split(','));
  const browser = await startBrowser();
  for (const what of shown ?? ['race'])
    for (const theme of themes ?? Object.keys(THEMES))
      for (const [width, height] of SIZES) {
        if (widths?.includes(String(width)) === false) continue;
        const source = isMade(what)
          ? { sample: await madeTrace(what) }
          : what.includes('/')
            ? { sample: what }
            : { fixture: what };
        const { page, complaints, close } = await browser.open({ ...source, theme, width, height });
        await page.screenshot({
          path: join(folder, `${basename(what).split('.')[0]!}-${theme}-${width}.png`),
        });
        for (const complaint of complaints) console.error(`${what} ${theme} ${width}: ${complaint}`);
        await close();
      }
  await browser.close();
}

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import esbuild from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import type { FromWebview } from '../../src/protocol.ts';
import { borrowContext, giveBack } from './browser.ts';
import { rested } from './lookout.ts';
import { sampleHost } from './sample-host.ts';
import { THEMES } from './themes.ts';
import { isMade, madeTrace } from './traces/made.ts';

const ROOT = join(import.meta.dirname, '../..');
const ORIGIN = 'http://race-trace.test';

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

let bundled: ReturnType<typeof bundles> | undefined;
/** Pages that wait for their next test: a new one costs more processor time than all that most tests do with it. */
const idle: Stage[] = [];

/** A page of the browser, with what it is told of the test that has it. */
interface Stage {
  readonly page: Page;
  complaints: string[];
  answer: Awaited<ReturnType<typeof sampleHost>> | undefined;
}

/** Bundles the view and the fixtures, and starts a browser, both once for all test files of a process. */
export async function startBrowser(): Promise<TestBrowser> {
  bundled ??= bundles();
  const files = await bundled;
  const context = await borrowContext();
  const open = async (options: PageOptions = {}): Promise<Stage> =>
    show(idle.pop() ?? (await newStage(context, files)), options);
  return {
    open: async (options) => {
      const { page, complaints } = await open(options);
      return { page, complaints, close: async () => page.close() };
    },
    withPage: async (options, work) => {
      const stage = await open(options);
      try {
        await work(stage.page);
        assert.deepEqual(stage.complaints, []);
      } catch (error) {
        // What a failed test has left, such as a key that is held down, is not for the next one.
        await stage.page.close();
        throw error;
      }
      await leave(stage);
    },
    close: async () => {
      idle.length = 0;
      await giveBack();
    },
  };
}

async function newStage(context: BrowserContext, files: ReadonlyMap<string, string>): Promise<Stage> {
  const page = await context.newPage();
  const stage: Stage = { page, complaints: [], answer: undefined };
  page.on('pageerror', (error) => stage.complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') stage.complaints.push(message.text());
  });
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const body = files.get(pathname);
    const type = { js: 'text/javascript', css: 'text/css' }[pathname.split('.').at(-1) ?? ''] ?? 'text/html';
    await route.fulfill(
      body === undefined ? { status: 404 } : { body, contentType: `${type}; charset=utf-8` },
    );
  });
  await page.exposeFunction('askSample', async (message: FromWebview) => stage.answer!(message));
  return stage;
}

async function show(stage: Stage, options: PageOptions): Promise<Stage> {
  const { fixture = 'race', sample, theme = 'dark', width = 1400, height = 870 } = options;
  stage.complaints = [];
  stage.answer = sample === undefined ? undefined : await sampleHost(join(ROOT, sample));
  await stage.page.setViewportSize({ width, height });
  const shown = new URLSearchParams({ theme, ...(sample === undefined ? { fixture } : { sample }) });
  await stage.page.goto(`${ORIGIN}/?${shown}`);
  await rested(stage.page);
  return stage;
}

/** Makes a page as new for the next test: nothing is kept in it, and the pointer is on nothing. */
async function leave(stage: Stage): Promise<void> {
  await stage.page.evaluate(() => {
    sessionStorage.clear();
  });
  await stage.page.mouse.move(0, 0);
  idle.push(stage);
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

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'node:test';
import esbuild from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import { writeReport } from '../../src/cli/report/write-report.ts';
import { makeReport } from '../../src/extension/report/make-report.ts';
import { hostileRun } from '../unit/report/synthetic-validation.ts';
import { twoValidations } from '../unit/report/two-validations.ts';
import { borrowContext, giveBack } from './browser.ts';
import { drawn, resize } from './lookout.ts';
import { THEMES } from './themes.ts';

const ROOT = join(import.meta.dirname, '../..');
const ARTIFACTS = join(ROOT, 'artifacts/report');
const AXE = readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8');

const { folder, unsafe, conditional } = twoValidations();
const hostile = join(folder, 'hostile');
let context: BrowserContext;

before(async () => {
  mkdirSync(ARTIFACTS, { recursive: true });
  hostileRun(hostile);
  await writeReport(unsafe);
  await writeReport(conditional, { baseline: unsafe });
  await writeReport(hostile);
  context = await borrowContext();
});
after(async () => {
  await giveBack();
});

interface Opened {
  readonly page: Page;
  /** What the policy refused, what was logged as an error, and what was to be loaded. */
  readonly complaints: string[];
  readonly close: () => Promise<void>;
}

async function open(
  run: string,
  options: { readonly width?: number; readonly dark?: boolean } = {},
): Promise<Opened> {
  const { width = 1200, dark = false } = options;
  const page = await context.newPage();
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  const complaints = watched(page);
  await page.goto(pathToFileURL(join(run, 'report.html')).href);
  await drawn(page);
  return { page, complaints, close: () => page.close() };
}

function watched(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('dialog', (dialog) => {
    complaints.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (!/\/(report\.html|report-view\.js)?$/.test(pathname)) complaints.push(request.url());
  });
  return complaints;
}

async function axe(page: Page): Promise<string[]> {
  // Evaluated from outside the page, whose policy rightly lets no such script in.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe: run } = window as unknown as {
      axe: { run: (context: Document, options: unknown) => Promise<AxeResult> };
    };
    const { violations } = await run.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  });
}

/** Opens all that is folded away. */
async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const each of document.querySelectorAll('details')) each.open = true;
  });
  await drawn(page);
}

/** Lays the page out as for a printer. */
async function print(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await page.waitForFunction(() => matchMedia('print').matches);
  await drawn(page);
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Elements with a text of their own that is cut or runs out of the page. */
function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const most = document.documentElement.clientWidth + 1;
    return [...document.querySelectorAll<HTMLElement>('main p, main li, main td, main th, main h2, main h3')]
      .filter((element) => {
        if (element.closest('.scroll')) return element.scrollWidth > element.clientWidth + 1;
        return element.getBoundingClientRect().right > most;
      })
      .map((element) => element.textContent.trim().slice(0, 80));
  });
}

/** Texts of drawings that overlap another one, or that stand out of their drawing. */
function collisions(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const svg of document.querySelectorAll('svg')) {
      const frame = svg.getBoundingClientRect();
      const texts = [...svg.querySelectorAll('text')].map((text) => ({
        text: text.textContent,
        box: text.getBoundingClientRect(),
      }));
      for (const [index, { text, box }] of texts.entries()) {
        if (box.right > frame.right + 1 || box.left < frame.left - 1)
          found.push(`out of its drawing: ${text}`);
        for (const other of texts.slice(index + 1)) {
          const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
          if (across > 2 && down > 5) found.push(`${text} × ${other.text}`);
        }
      }
    }
    return found;
  });
}

describe('the report in a browser', () => {
  for (const [name, width, dark] of [
    ['light', 1200, false],
    ['dark', 1200, true],
    ['narrow', 400, false],
  ] as const)
    it(`is whole, readable and accessible: ${name}`, async () => {
      const { page, complaints, close } = await open(conditional, { width, dark });
      await page.screenshot({ path: join(ARTIFACTS, `conditional-${name}.png`), fullPage: true });
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(await cut(page), []);
      await unfold(page);
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(await cut(page), []);
      assert.deepEqual(await collisions(page), []);
      assert.deepEqual(complaints, []);
      await close();
    });

  it('answers on the first screen whether it can be released, and why', async () => {
    for (const [run, answer, why] of [
      [unsafe, /^Blocked: do not release$/i, /write at unsafe\.ts:10 does not check/],
      [conditional, /^Canary: release to a canary only$/i, /No unit was lost or sold twice/],
    ] as const) {
      const { page, close } = await open(run);
      const banner = page.locator('.banner');
      assert.match(await banner.locator('.answer').innerText(), answer);
      assert.match(await banner.locator('li').first().innerText(), why);
      for (const part of [banner, page.getByRole('table').first()]) {
        const box = await part.boundingBox();
        assert.ok(box !== null && box.y + box.height <= 900, JSON.stringify(box));
      }
      await close();
    }
  });

  it('has every status in sight on a telephone', async () => {
    const { page, close } = await open(conditional, { width: 400 });
    const right = await page
      .getByRole('table')
      .first()
      .evaluate((table) =>
        Math.max(...[...table.querySelectorAll('td')].map((td) => td.getBoundingClientRect().right)),
      );
    assert.ok(right <= 400, String(right));
    await close();
  });

  it('folds long tables away on a screen, and not on paper where they belong there', async () => {
    const { page, close } = await open(conditional);
    const shown = () =>
      page.locator('details').evaluateAll((all) =>
        all.map((each) => {
          const table = each.querySelector('table, svg');
          const isShown = table?.checkVisibility({ contentVisibilityAuto: true }) === true;
          return `${each.getAttribute('class') ?? ''}: ${isShown}`;
        }),
      );
    assert.deepEqual(new Set(await shown()), new Set(['paper: false', ': false']));
    await print(page);
    assert.deepEqual(new Set(await shown()), new Set(['paper: true', ': false']));
    await close();
  });

  it('is light on paper, whatever the screen, and cuts nothing', async () => {
    const { page, close } = await open(unsafe, { dark: true });
    await page.pdf({ path: join(ARTIFACTS, 'unsafe.pdf'), preferCSSPageSize: true, printBackground: true });
    await print(page);
    // The width of A4 between its margins.
    await resize(page, 688, 1000);
    assert.equal(
      await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
      'rgb(255, 255, 255)',
    );
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll('main table, main svg, main pre')]
        .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((element) => element.closest('[aria-label]')?.getAttribute('aria-label') ?? element.tagName),
    );
    assert.deepEqual(wide, []);
    await close();
  });

  it('draws the race: two lanes, the stale write and what overtook it', async () => {
    const { page, close } = await open(unsafe);
    const picture = page.getByRole('img', { name: /^Swimlane: / });
    await picture.screenshot({ path: join(ARTIFACTS, 'race.png') });
    assert.equal(await picture.locator('.stale-write').count(), 1);
    assert.equal(await picture.locator('.read').count(), 2);
    const text = (await picture.locator('text').allTextContents()).join('\n');
    assert.match(text, /overtook/);
    assert.match(text, /based on v1, replaced/);
    await close();
  });

  it('makes nothing of what a hostile trace says', async () => {
    const { page, complaints, close } = await open(hostile);
    assert.deepEqual(complaints, []);
    assert.equal(
      await page.locator('img:not(svg), script, iframe, object, embed, [onerror], [style]').count(),
      0,
    );
    const links = await page
      .locator('a')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    assert.ok(links.length > 0 && links.every((href) => href.startsWith('#')));
    assert.deepEqual(await axe(page), []);
    await close();
  });
});

describe('the report in VS Code', () => {
  const ORIGIN = 'http://race-trace.test';
  let script = '';

  before(async () => {
    const { outputFiles } = await esbuild.build({
      absWorkingDir: ROOT,
      entryPoints: ['webview/report/main.ts'],
      bundle: true,
      write: false,
      format: 'iife',
    });
    script = outputFiles[0]!.text;
  });

  for (const [name, theme] of Object.entries(THEMES))
    it(`is readable in the colours of the theme ${name}, and its buttons tell ids`, async () => {
      const made = await makeReport(
        {
          directory: unsafe,
          baseline: undefined,
          ownRoot: pathToFileURL(`${ROOT}/`).href,
          columnMap: new Map(),
          maxFindings: 1000,
          nonce: 'test',
          scriptUri: `${ORIGIN}/report-view.js`,
        },
        () => undefined,
      );
      const page = await context.newPage();
      await page.setViewportSize({ width: 900, height: 900 });
      const complaints = watched(page);
      await page.addInitScript(() => {
        const posted: unknown[] = [];
        Object.assign(window, {
          posted,
          acquireVsCodeApi: () => ({
            postMessage: (message: unknown) => posted.push(message),
            getState: () => undefined,
            setState: () => undefined,
          }),
        });
      });
      await page.route(`${ORIGIN}/**`, async (route) => {
        const isScript = route.request().url().endsWith('.js');
        await route.fulfill({
          body: isScript ? script : made.page,
          contentType: `${isScript ? 'text/javascript' : 'text/html'}; charset=utf-8`,
        });
      });
      await page.goto(`${ORIGIN}/`);
      await page.evaluate(({ bodyClass, variables }) => {
        document.body.className = bodyClass;
        for (const [variable, value] of Object.entries(variables))
          document.documentElement.style.setProperty(`--vscode-${variable}`, value);
      }, theme);
      await drawn(page);
      await page.screenshot({ path: join(ARTIFACTS, `vscode-${name}.png`) });
      assert.deepEqual(await axe(page), []);
      await page.getByRole('button', { name: 'Open in the swimlane' }).first().click();
      await page
        .getByRole('button', { name: /^Open unsafe\.ts:10$/ })
        .first()
        .click();
      await page.getByRole('button', { name: 'Save the report…' }).click();
      const posted = await page.evaluate(() => (window as unknown as { posted: unknown[] }).posted);
      assert.deepEqual(posted, [
        { type: 'open-trace', findingId: 0 },
        { type: 'open-source', findingId: 0 },
        { type: 'save' },
      ]);
      assert.deepEqual(complaints, []);
      await page.close();
    });
});

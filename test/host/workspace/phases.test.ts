import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { eventually } from '../../eventually.ts';
import { swimlane } from '../support/swimlane.ts';
import { clearWindow, nextTaskEnd, runFromPalette, swimlaneInFront } from '../support/window.ts';
import { screenshot, workbench } from '../support/workbench.ts';

/** What the status bar says of a baseline with figures. */
const FIGURES = /baseline unsafe \d+ % {2}\d+\/s {2}p99 \d+\.\d ms {2}conflicts 0 {2}mismatch 0/;

/** Chooses the baseline in the palette and how long it sends; its end is to be awaited before this. */
async function startBaseline(duration: string): Promise<void> {
  const page = await workbench();
  await runFromPalette('Race Trace: Run validation phase…');
  const widget = page.locator('.quick-input-widget');
  await widget.locator('.quick-input-title', { hasText: 'Run validation phase' }).waitFor();
  await widget.locator('.monaco-list-row', { hasText: 'baseline' }).click();
  await widget.locator('.quick-input-title', { hasText: 'Run validation phase: baseline' }).waitFor();
  await widget.locator('input.input').fill(duration);
  await page.keyboard.press('Enter');
}

async function statusItem(): Promise<Locator> {
  return (await workbench()).locator('.statusbar-item', { hasText: 'baseline' });
}

describe('A phase from the palette', () => {
  beforeEach(clearWindow);

  it('tells in the status bar how it goes, and ends in the swimlane of its trace', async () => {
    // No trace is open any more, so nothing may claim a verdict.
    const verdict = (await workbench()).locator('.statusbar-item', { hasText: 'Race Trace:' });
    await verdict.waitFor({ state: 'detached' });
    const ended = nextTaskEnd();
    await startBaseline('3s');
    const item = await statusItem();
    const seen = new Set<string>();
    const watch = { goesOn: true };
    const watching = (async () => {
      while (watch.goesOn)
        for (const text of await item.allInnerTexts()) seen.add(text.trim().replaceAll('\u00a0', ' '));
    })();
    await item.waitFor();
    await screenshot('phase running');
    const { exitCode, task } = await ended;
    watch.goesOn = false;
    await watching;
    // A busy machine makes a run prove nothing, and the exit code says that.
    assert.ok(exitCode === 0 || exitCode === 3, `exit code ${exitCode} of "${task.name}"`);
    const figures = [...seen].filter((text) => FIGURES.test(text));
    assert.ok(figures.length > 0 && seen.size > 1, [...seen].join('\n'));
    const { uri, viewType } = await swimlaneInFront();
    assert.equal(viewType, 'raceTrace.swimlane');
    assert.match(uri.path, /\/baseline\.trace\.csv$/);
    await (await swimlane()).says(/^Swimlane of /);
    await item.waitFor({ state: 'detached' });
    await verdict.waitFor();
    await screenshot('phase done');
  });

  it('ends in good order when the person asks for it in the status bar', async () => {
    const ended = nextTaskEnd();
    await startBaseline('10m');
    const item = await statusItem();
    await eventually(async () => {
      assert.match((await item.innerText()).replaceAll('\u00a0', ' '), FIGURES);
    });
    await item.click();
    const page = await workbench();
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'End the run in good order' })
      .click();
    assert.equal((await ended).exitCode, 130);
    const { uri } = await swimlaneInFront();
    const manifest = JSON.parse(await readFile(uri.fsPath.replace('.trace.csv', '.run.json'), 'utf8')) as {
      complete: boolean;
    };
    assert.equal(manifest.complete, true);
  });
});

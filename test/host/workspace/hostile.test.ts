import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { ALL_NAUGHTY } from '../../naughty-strings.ts';
import { lines, writeFixture } from '../support/files.ts';
import { openTrace, type Swimlane } from '../support/swimlane.ts';
import { watchingPage } from '../support/watch-page.ts';
import { clearWindow, notifications } from '../support/window.ts';
import { screenshot, workbench } from '../support/workbench.ts';

/** Runs its script in any place that takes text for markup. */
const EVIL = '<img src=x onerror=alert(1)>';

/** Every cell that may hold text holds markup, and so do the header, an unknown column and the file's own name. */
const TRACE = lines(
  `request_id,inventory_key,worker_id,read_version,write_version,result,latency_ms,queue_delay_ms,retry_count,client_id,start_us,read_us,write_us,end_us,read_site,write_site,confirm_site,phase,fault,deployment,${EVIL}`,
  ...[
    `1,2,success,4,0,0,${EVIL},0,1000,3000,4000`,
    `1,3,success,4,0,0,${EVIL},500,1500,3500,4500`,
    `3,4,${EVIL},4,0,0,${EVIL},5000,6000,7000,8000`,
    `${EVIL},5,success,4,0,0,${EVIL},5000,6000,7000,8000`,
  ].map(
    (middle) =>
      `${EVIL},${EVIL},${EVIL},${middle},${EVIL}.ts:1:1,${EVIL}.ts:2:1,${EVIL}.ts:3:1,${EVIL},${EVIL},${EVIL},${EVIL}`,
  ),
);

const MANIFEST = JSON.stringify({
  format: 'race-trace/1',
  seed: EVIL,
  variant: EVIL,
  version_scheme: 'sequential',
  initial: { [EVIL]: { value: 1, version: 1 } },
  remaining: { [EVIL]: { value: 0, version: 3 } },
  schedule: EVIL,
  complete: true,
});

describe('A trace whose every text is markup', () => {
  let lanes: Swimlane;

  it('is shown without one dialog and without anything for the content security policy to stop', async () => {
    await clearWindow();
    const name = `${EVIL} **[x](command:workbench.action.quit)** $(flame)`;
    await writeFixture(`${name}.run.json`, MANIFEST);
    const uri = await writeFixture(`${name}.trace.csv`, TRACE);
    const incidents = await watchingPage(async () => {
      lanes = await openTrace(uri);
      await lanes.findings.first().click();
      await lanes.spots();
      await lanes.steps.waitFor();
      await eventually(async () => {
        await lanes.lanes.press('j');
        await lanes.page.locator('body').press('i');
        await lanes.page.getByRole('region', { name: 'One attempt' }).waitFor({ timeout: 5_000 });
      });
      await vscode.commands.executeCommand('raceTrace.showFindings');
      await (
        await workbench()
      )
        .locator('.sidebar .monaco-list-row', { hasText: 'onerror' })
        .first()
        .waitFor();
    });
    await screenshot('hostile');
    assert.deepEqual(incidents, { dialogs: [], violations: [] });
  });

  it('shows that text as it is, everywhere', async () => {
    const parts = {
      keys: lanes.page.getByRole('listbox', { name: 'Keys by severity' }),
      findings: lanes.findings.first(),
      'code path': lanes.steps,
      'one attempt': lanes.page.getByRole('region', { name: 'One attempt' }),
    };
    await eventually(async () => {
      for (const [where, part] of Object.entries(parts)) {
        // As it is read out: a name that may be cut in its middle is of two elements.
        const text = (await part.allTextContents()).join('');
        assert.ok(text.includes(EVIL), `not in ${where}: ${text}`);
      }
      const spots = await lanes.spots();
      assert.ok(spots.some(({ text }) => text.join(' ').includes(EVIL)));
    });
  });

  it('has made no element of it', async () => {
    for (const tag of ['img', 'iframe', 'object', 'embed', 'link[href="x"]'])
      assert.equal(await lanes.page.locator(`body ${tag}`).count(), 0, tag);
    const images = (await workbench()).locator('img[src="x"]');
    assert.equal(await images.count(), 0);
  });

  it('opens nothing that it names', async () => {
    const before = vscode.window.visibleTextEditors.length;
    await lanes.codePath.getByRole('button', { name: EVIL }).first().click();
    await eventually(async () => {
      assert.ok((await notifications()).some((text) => text.includes(EVIL)));
    });
    assert.equal(vscode.window.visibleTextEditors.length, before);
    await screenshot('hostile site');
  });
});

/** Markup, links and icons of VS Code, and the texts that have broken other programs. */
const TEXTS = [
  EVIL,
  '<script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  '[x](command:workbench.action.quit)',
  '$(flame)',
  ...ALL_NAUGHTY.filter((text) => text !== '' && text.length < 200),
];
const CELLS = 7500;
const TEXT_COLUMNS = [
  'request_id',
  'inventory_key',
  'worker_id',
  'client_id',
  'read_site',
  'write_site',
  'confirm_site',
  'phase',
  'fault',
  'deployment',
];

/** Two attempts of one race in a row, of which the second is stale, with the next texts in every cell that holds text. */
function hostileRows(): string {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = Array.from({ length: CELLS / TEXT_COLUMNS.length }, (_, row) => {
    const race = Math.floor(row / 2);
    const texts = TEXT_COLUMNS.map((_column, at) => TEXTS[(race * TEXT_COLUMNS.length + at) % TEXTS.length]!);
    // The key is told apart by its number, and so is who asked.
    const cells = [`${texts[0]}${row}`, `${texts[1]}${race}`, `${texts[2]}${row % 2}`, ...texts.slice(3)];
    return `${cells.map(quoted).join(',')},1,${(row % 2) + 2},success`;
  });
  return lines([...TEXT_COLUMNS, 'read_version', 'write_version', 'result'].join(','), ...rows);
}

describe('A trace of 7,500 hostile cells', () => {
  it('has no effect: no dialog, nothing for the policy to stop, no element', async () => {
    await clearWindow();
    const uri = await writeFixture('7500-cells.trace.csv', hostileRows());
    let lanes: Swimlane | undefined;
    const incidents = await watchingPage(async () => {
      lanes = await openTrace(uri);
      await lanes.says(/Selected: /);
      for (const nth of [1, 2, 3]) await lanes.findings.nth(nth).click();
      await vscode.commands.executeCommand('raceTrace.showFindings');
      await (
        await workbench()
      )
        .locator('.sidebar .monaco-list-row', { hasText: 'onerror' })
        .first()
        .waitFor();
      await vscode.commands.executeCommand('workbench.actions.view.problems');
      await (
        await workbench()
      )
        .locator('.markers-panel .monaco-list-row', { hasText: 'Ln ' })
        .first()
        .waitFor();
    });
    await screenshot('7500 cells');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    assert.deepEqual(incidents, { dialogs: [], violations: [] });
    for (const tag of ['img', 'iframe', 'object', 'embed', 'svg[onload]', 'a[href^="command:"]'])
      assert.equal(await lanes?.page.locator(`body ${tag}`).count(), 0, tag);
    const page = await workbench();
    assert.equal(await page.locator('img[src="x"], .codicon-flame, svg[onload]').count(), 0);
  });
});

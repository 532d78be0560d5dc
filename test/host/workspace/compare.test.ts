import assert from 'node:assert/strict';
import { copyFile, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { axeViolations } from '../support/axe.ts';
import { hostTest } from '../support/host-test.ts';
import { writeFixture } from '../support/files.ts';
import { editorAt } from '../support/reproduce.ts';
import { webviewPage } from '../support/swimlane.ts';
import { watchingPage } from '../support/watch-page.ts';
import { clearWindow } from '../support/window.ts';
import { screenshot } from '../support/workbench.ts';

describe('Comparing two traces', () => {
  let unsafe: vscode.Uri;
  let conditional: vscode.Uri;

  /** A copy of a sample in a folder of its own, written at this second. */
  async function copyOf(sample: string, second: number): Promise<vscode.Uri> {
    const uri = await writeFixture(join('compared', `${sample}.trace.csv`), '');
    for (const ending of ['trace.csv', 'run.json'])
      await copyFile(
        join(hostTest.root, 'sample-traces', `${sample}.${ending}`),
        join(dirname(uri.fsPath), `${sample}.${ending}`),
      );
    await utimes(uri.fsPath, second, second);
    return uri;
  }

  before(async () => {
    unsafe = await copyOf('two-client-unsafe', 1_700_000_000);
    conditional = await copyOf('two-client-conditional', 1_700_000_100);
  });
  beforeEach(clearWindow);

  async function compared(...uris: readonly vscode.Uri[]): Promise<FrameLocator> {
    await vscode.commands.executeCommand('raceTrace.compare', uris[0], uris);
    const page = await webviewPage();
    await eventually(() => page.getByRole('heading', { name: 'What changed?' }).waitFor());
    return page;
  }

  it('says which findings are gone, and leads to them in the trace before', async () => {
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    const incidents = await watchingPage(async () => {
      const page = await compared(conditional, unsafe);
      const row = page.getByRole('row', { name: /^gone stale version write/ });
      await row.waitFor();
      assert.match(await row.innerText(), /seat-7\s+unsafe\.ts:10\s+1\s+0/);
      assert.match(
        await page.locator('header').innerText(),
        /Before: two-client-unsafe[^]*After: two-client-cond/,
      );
      await screenshot('comparison');
      const element = await page.owner().elementHandle();
      const frame = await element.contentFrame();
      assert.ok(frame);
      assert.deepEqual(await axeViolations(frame), []);
      await row.getByRole('button', { name: 'Open unsafe.ts:10' }).click();
      await editorAt('src/harness/service/unsafe.ts:10');
    });
    assert.deepEqual(incidents, { dialogs: [], violations: [] });
  });

  it('opens both side by side', async () => {
    const page = await compared(unsafe, conditional);
    await page.getByRole('button', { name: 'Open both swimlanes side by side' }).click();
    await eventually(() => {
      const shown = vscode.window.tabGroups.all.map(({ activeTab }) => activeTab?.label);
      assert.deepEqual(shown, ['two-client-unsafe.trace.csv', 'two-client-conditional.trace.csv']);
    });
    await screenshot('side by side');
  });

  it('has nothing to say of a trace and itself', async () => {
    const page = await compared(unsafe, unsafe);
    await eventually(async () => {
      assert.equal(await page.locator('.answer').innerText(), 'Nothing differs.');
    });
  });
});

import assert from 'node:assert/strict';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { hostTest } from '../support/host-test.ts';
import { editorAt } from '../support/reproduce.ts';
import { swimlane, webviewPage } from '../support/swimlane.ts';
import { watchingPage } from '../support/watch-page.ts';
import { clearWindow, swimlaneInFront } from '../support/window.ts';
import { screenshot, workbench } from '../support/workbench.ts';

/** Answers the question what to hold a run against, when the list has it and Enter will take it. */
async function chooseBaseline(title: string): Promise<void> {
  const page = await workbench();
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).waitFor();
  await page.locator('.quick-input-widget input.input').fill(title);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
  await page.keyboard.press('Enter');
}

describe('Create validation report', () => {
  let run: vscode.Uri;
  let report: FrameLocator;

  before(async () => {
    await clearWindow();
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const folder = join(root, 'validation', 'unsafe');
    await mkdir(folder, { recursive: true });
    for (const ending of ['trace.csv', 'run.json'])
      await copyFile(
        join(hostTest.root, 'sample-traces', `two-client-unsafe.${ending}`),
        join(folder, `reproduce.${ending}`),
      );
    run = vscode.Uri.file(folder);
  });

  it('asks what to hold the run against, and answers whether it can be released', async () => {
    const incidents = await watchingPage(async () => {
      const created = vscode.commands.executeCommand('raceTrace.createReport', run);
      await chooseBaseline('Nothing');
      await created;
      report = await webviewPage();
      await report.getByRole('heading', { name: 'Can unsafe be released?' }).waitFor();
    });
    await eventually(async () => {
      assert.match(await report.locator('.answer').innerText(), /^blocked: do not release$/i);
    });
    assert.match(await report.locator('body').innerText(), /B wrote v3 from v1/);
    await screenshot('validation report');
    assert.deepEqual(incidents, { dialogs: [], violations: [] });
  });

  it('leads from a finding to the swimlane, with the finding selected', async () => {
    await report.getByRole('button', { name: 'Open in the swimlane' }).first().click();
    const { uri } = await swimlaneInFront();
    assert.equal(uri.path, vscode.Uri.joinPath(run, 'reproduce.trace.csv').path);
    const lanes = await swimlane();
    await eventually(async () => {
      assert.match(await lanes.description(), /Selected: /);
    });
    await screenshot('swimlane from the report');
  });

  it('leads from a finding to its line of source', async () => {
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    report = await webviewPage();
    await report
      .getByRole('button', { name: /^Open unsafe\.ts:\d+$/ })
      .first()
      .click();
    await editorAt('src/harness/service/unsafe.ts:10:17');
  });

  it('says what is wrong with a folder that is no run', async () => {
    await clearWindow();
    const created = vscode.commands.executeCommand('raceTrace.createReport', vscode.Uri.joinPath(run, '..'));
    const page = await workbench();
    await chooseBaseline('Nothing');
    void created;
    await eventually(async () => {
      await vscode.commands.executeCommand('notifications.showList');
      const said = await page.locator('.notification-list-item-message').allInnerTexts();
      assert.ok(
        said.some((text) => text.includes('has no phase of a validation')),
        said.join('\n'),
      );
    });
    await clearWindow();
  });
});

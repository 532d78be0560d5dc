import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { lines, writeFixture } from '../support/files.ts';
import { openTrace, type Swimlane } from '../support/swimlane.ts';
import { clearWindow } from '../support/window.ts';
import { screenshot, workbench } from '../support/workbench.ts';

/** Two findings, on lines 3 and 6 of one source. */
const TRACE = lines(
  'request_id,inventory_key,worker_id,read_version,write_version,result,write_site',
  'r-1,seat-7,w1,1,2,success,src/two-places.ts:3:1',
  'r-2,seat-7,w2,1,3,success,src/two-places.ts:3:1',
  'r-3,seat-8,w1,1,2,success,src/two-places.ts:6:1',
  'r-4,seat-8,w2,1,3,success,src/two-places.ts:6:1',
);

describe('A selected finding', () => {
  let lanes: Swimlane;
  let source: vscode.Uri;

  before(async () => {
    await clearWindow();
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    await mkdir(join(root, 'src'), { recursive: true });
    await writeFile(join(root, 'src', 'two-places.ts'), lines('1', '2', 'put(3);', '4', '5', 'put(6);'));
    source = vscode.Uri.file(join(root, 'src', 'two-places.ts'));
    lanes = await openTrace(await writeFixture('selection.trace.csv', TRACE));
    await vscode.commands.executeCommand('raceTrace.showFindings');
  });

  async function treeRow(text: string): Promise<Locator> {
    const row = (await workbench()).locator('.sidebar .monaco-list-row', { hasText: text });
    await row.first().waitFor();
    return row.first();
  }

  function isGroup(text: string): Promise<void> {
    return eventually(async () => {
      assert.equal(await (await treeRow(text)).getAttribute('aria-level'), '1');
    });
  }

  function selectedInSwimlane(key: string): Promise<void> {
    return eventually(async () => {
      const row = lanes.page.getByRole('grid', { name: 'Findings' }).locator('[aria-selected=true]');
      assert.match(await row.innerText(), new RegExp(key));
      assert.match(await lanes.description(), new RegExp(key));
    });
  }

  it('in the tree is selected in the swimlane, and its line is shown beside it', async () => {
    await (await treeRow('seat-8 · r-4')).click();
    await selectedInSwimlane('seat-8');
    await eventually(() => {
      const editor = vscode.window.visibleTextEditors.find(
        ({ document }) => document.uri.path === source.path,
      );
      assert.equal(editor?.selection.active.line, 5);
      assert.equal(editor.viewColumn, vscode.ViewColumn.Two);
    });
    await screenshot('tree to swimlane');
  });

  it('in the swimlane is selected in the tree', async () => {
    await lanes.findings.filter({ hasText: 'seat-7' }).first().click();
    await selectedInSwimlane('seat-7');
    await eventually(async () => {
      assert.match((await (await treeRow('seat-7 · r-2')).getAttribute('class')) ?? '', /selected/);
    });
  });

  it('is the one of the line that the cursor is put on', async () => {
    await selectedInSwimlane('seat-7');
    const line = (await workbench()).locator('.view-line', { hasText: 'put(6)' });
    await line.click();
    await selectedInSwimlane('seat-8');
    await screenshot('cursor to swimlane');
  });

  it('is reported once per line in the Problems, with the other worker beside it', async () => {
    const problems = await eventually(() => {
      const found = vscode.languages
        .getDiagnostics(source)
        .filter(({ code }) => typeof code === 'object' && code.value === 'stale-version-write');
      assert.equal(found.length, 2);
      return found;
    });
    assert.deepEqual(problems.map(({ range }) => range.start.line).sort(), [2, 5]);
    for (const { relatedInformation } of problems) assert.equal(relatedInformation?.length, 1);
  });

  it('can be found under its key', async () => {
    await vscode.commands.executeCommand('raceTrace.groupByKey');
    await isGroup('seat-8');
    await vscode.commands.executeCommand('raceTrace.groupByCode');
    await isGroup('stale version write');
  });

  it('leaves nothing behind when its trace is closed', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await eventually(async () => {
      assert.deepEqual(vscode.languages.getDiagnostics(source), []);
      const welcome = (await workbench()).locator('.sidebar .welcome-view', {
        hasText: 'Run race reproducer',
      });
      assert.equal(await welcome.count(), 1);
    });
    await screenshot('welcome');
  });
});

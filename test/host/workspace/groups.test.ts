import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import * as vscode from 'vscode';
import { VIEW_TYPE } from '../../../src/extension/ids.ts';
import { eventually } from '../../eventually.ts';
import { lines, writeFixture, writeSource } from '../support/files.ts';
import { openTrace, swimlane } from '../support/swimlane.ts';
import { clearWindow } from '../support/window.ts';
import { screenshot, workbench } from '../support/workbench.ts';

/** Two findings on two keys; the workers of the first were in different files. */
const TRACE = lines(
  'request_id,inventory_key,worker_id,read_version,write_version,result,write_site',
  'r-1,seat-7,w1,1,2,success,src/groups-one.ts:2:1',
  'r-2,seat-7,w2,1,3,success,src/groups-two.ts:3:1',
  'r-3,seat-8,w1,1,2,success,src/groups-one.ts:4:1',
  'r-4,seat-8,w2,1,3,success,src/groups-one.ts:4:1',
);

/** The tabs of each editor group, the one in front of it in brackets. */
function layout(): string[] {
  return vscode.window.tabGroups.all.map(({ tabs }) =>
    tabs.map(({ label, isActive }) => (isActive ? `[${label}]` : label)).join(' '),
  );
}

function isLaidOut(...expected: readonly string[]): Promise<void> {
  return eventually(() => {
    assert.deepEqual(layout(), expected);
  });
}

async function treeRow(text: string): Promise<Locator> {
  await vscode.commands.executeCommand('raceTrace.showFindings');
  const page = await workbench();
  // The tip of the row that was clicked before lies over the next one.
  await page.mouse.move(0, 0);
  return page.locator('.sidebar .monaco-list-row', { hasText: text }).first();
}

function shows(file: string, line: number): Promise<void> {
  return eventually(() => {
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.endsWith(file));
    assert.equal(editor && editor.selection.active.line + 1, line);
  });
}

describe('The editor groups', () => {
  let trace: vscode.Uri;
  let source: vscode.Uri;
  const name = 'groups.trace.csv';

  before(async () => {
    source = await writeSource('src/groups-one.ts', '1\nput(2);\n3\nput(4);\n');
    await writeSource('src/groups-two.ts', '1\n2\nput(3);\n');
    trace = await writeFixture(name, TRACE);
  });
  beforeEach(async () => {
    await clearWindow();
    await (await openTrace(trace)).says(/Selected: /);
    await vscode.commands.executeCommand('workbench.action.keepEditor');
  });

  it('stay two when a finding of the tree is clicked while the source has the keyboard', async () => {
    await (await treeRow('seat-8 · r-4')).click();
    await shows('groups-one.ts', 4);
    await vscode.commands.executeCommand('workbench.action.focusSecondEditorGroup');
    await (await treeRow('seat-7 · r-2')).click();
    await shows('groups-two.ts', 3);
    await isLaidOut(`[${name}]`, '[groups-two.ts]');
    await (await swimlane()).says(/^Swimlane of seat-7.*Selected: /s);
    await screenshot('tree with the source in front');
  });

  it('have the swimlane in front again when it stood behind another editor of its group', async () => {
    await vscode.commands.executeCommand('vscode.open', await writeSource('src/other.ts', '// other\n'));
    await isLaidOut(`${name} [other.ts]`);
    await (await treeRow('seat-8 · r-4')).click();
    await shows('groups-one.ts', 4);
    await isLaidOut(`[${name}] other.ts`, '[groups-one.ts]');
  });

  it('take the source where it is open already, left of the swimlane', async () => {
    await clearWindow();
    await vscode.window.showTextDocument(source, { viewColumn: vscode.ViewColumn.One, preview: false });
    await vscode.commands.executeCommand('vscode.openWith', trace, VIEW_TYPE.trace, vscode.ViewColumn.Two);
    await (await swimlane()).says(/Selected: /);
    await (await treeRow('seat-8 · r-4')).click();
    await shows('groups-one.ts', 4);
    await isLaidOut('[groups-one.ts]', `[${name}]`);
  });

  it('are at most one beside the swimlane when two workers were in two files', async () => {
    const lanes = await swimlane();
    await lanes.findings.filter({ hasText: 'seat-7' }).first().click();
    await lanes.says(/^Swimlane of seat-7.*Selected: /s);
    await lanes.codePath.getByRole('button', { name: 'Open both lines' }).click();
    await shows('groups-two.ts', 3);
    const peek = (await workbench()).locator('.peekview-widget');
    await peek.locator('.peekview-title', { hasText: 'groups-one.ts' }).waitFor();
    await isLaidOut(`[${name}]`, '[groups-two.ts]');
    await screenshot('both files in one group');
  });
});

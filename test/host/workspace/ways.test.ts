import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { lines, writeFixture, writeSource } from '../support/files.ts';
import { editorAt } from '../support/reproduce.ts';
import { openTrace, swimlane } from '../support/swimlane.ts';
import { clearWindow, notifications } from '../support/window.ts';
import { screenshot, workbench } from '../support/workbench.ts';

const HEADER = 'request_id,inventory_key,worker_id,read_version,write_version,result,write_site';

/** Two findings at two lines of one source, and one whose source is not there. */
const TRACE = lines(
  HEADER,
  'r-1,seat-7,w1,1,2,success,src/ways.ts:3:1',
  'r-2,seat-7,w2,1,3,success,src/ways.ts:3:1',
  'r-3,seat-8,w1,1,2,success,src/ways.ts:6:1',
  'r-4,seat-8,w2,1,3,success,src/ways.ts:6:1',
  'r-5,seat-9,w1,1,2,success,src/gone.ts:9:1',
  'r-6,seat-9,w2,1,3,success,src/gone.ts:9:1',
);

function selects(key: string): Promise<void> {
  return eventually(async () => {
    await (await swimlane()).says(new RegExp(`^Swimlane of ${key}.*Selected: `, 's'));
  });
}

async function treeRow(text: string): Promise<Locator> {
  await vscode.commands.executeCommand('raceTrace.showFindings');
  const page = await workbench();
  await page.mouse.move(0, 0);
  return page.locator('.sidebar .monaco-list-row', { hasText: text }).first();
}

function staleWritesAt(uri: vscode.Uri): Promise<vscode.Diagnostic[]> {
  return eventually(() => {
    const found = vscode.languages
      .getDiagnostics(uri)
      .filter(({ code }) => typeof code === 'object' && code.value === 'stale-version-write');
    assert.ok(found.length > 0, 'no stale write among the Problems');
    return found;
  });
}

describe('The way to the source and back', () => {
  let trace: vscode.Uri;
  let source: vscode.Uri;

  before(async () => {
    source = await writeSource('src/ways.ts', lines('1', '2', 'put(3);', '4', '5', 'put(6);'));
    trace = await writeFixture('ways.trace.csv', TRACE);
  });
  beforeEach(async () => {
    await clearWindow();
    await (await openTrace(trace)).says(/Selected: /);
    await vscode.commands.executeCommand('workbench.action.keepEditor');
  });

  it('leads by the tree to a line with what its workers did above it, and from there back', async () => {
    await (await treeRow('seat-8 · r-4')).click();
    await selects('seat-8');
    const page = await workbench();
    const lens = page.locator('.codelens-decoration', { hasText: 'w1 wrote v2 · w2 wrote v3 from v1 ✕' });
    await lens.waitFor();
    await screenshot('codelens');
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
    await vscode.commands.executeCommand('vscode.open', await writeSource('src/before.ts', '// in front\n'));
    await lens.getByText('show in swimlane').click();
    await selects('seat-8');
    assert.equal(vscode.window.tabGroups.all.length, 2);
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
    await vscode.commands.executeCommand('workbench.action.closeEditorsInGroup');
    assert.ok(
      !vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === 'ways.trace.csv')),
    );
  });

  it('leads from a jump to the line, as from the Problems, to its finding', async () => {
    await staleWritesAt(source);
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    const page = await workbench();
    const row = page.locator('.markers-panel .monaco-list-row', { hasText: 'Ln 6' }).first();
    await row.dblclick();
    await editorAt('src/ways.ts:6');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await selects('seat-8');
    await screenshot('problems to swimlane');
  });

  it('leads from the kind of a Problem to the swimlane, also where no source is to be had', async () => {
    const [problem] = await staleWritesAt(trace);
    assert.equal(problem?.range.start.line, 6);
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    const page = await workbench();
    const row = page.locator('.markers-panel .monaco-list-row', { hasText: 'Ln 7' }).first();
    await row.getByText('stale-version-write').click();
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await selects('seat-9');
    assert.equal(vscode.window.tabGroups.all.length, 1);
  });

  it('has quick fixes at the blamed line: explain, replay where that can be, copy as text', async () => {
    await staleWritesAt(source);
    await vscode.workspace.openTextDocument(source);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      source,
      new vscode.Range(5, 0, 5, 0),
    );
    const run = async (title: RegExp): Promise<void> => {
      const command = actions.find((action) => title.test(action.title))?.command;
      assert.ok(command, actions.map((action) => action.title).join(', '));
      await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
    };
    // What is on the clipboard a browser does not tell.
    assert.ok(actions.some(({ title }) => /Copy .* as text/.test(title)));
    // It ends when what it says is dismissed.
    void run(/Replay/);
    await eventually(async () => {
      assert.match((await notifications()).join('\n'), /Only the bundled service can be replayed/);
    });
    await vscode.commands.executeCommand('notifications.clearAll');
    await run(/Explain/);
    await selects('seat-8');
  });

  it('stands at the row of the trace where a log has no line, and at the inferred line once it was found', async () => {
    await clearWindow();
    const inferred = await writeSource('src/inferred.ts', "\nlog.info('took the last seat of ways');\n");
    const rows = ['a', 'b'].map((id, at) =>
      JSON.stringify({
        ...{ request_id: id, inventory_key: 'seat-7', read_version: 1, write_version: at + 2 },
        ...{ result: 'success', msg: 'took the last seat of ways' },
      }),
    );
    const log = await writeFixture('ways-log.trace.ndjson', lines(...rows));
    const lanes = await openTrace(log);
    assert.equal((await staleWritesAt(log))[0]?.range.start.line, 1);
    await lanes.codePath.getByTitle('Open “took the last seat of ways”').first().click();
    await editorAt('src/inferred.ts:2');
    const [problem] = await staleWritesAt(inferred);
    assert.match(problem?.message ?? '', /inferred/);
  });

  it('is there again after the webviews were loaded anew', async () => {
    await vscode.commands.executeCommand('workbench.action.webview.reloadWebviewAction');
    await (await treeRow('seat-8 · r-4')).click();
    await selects('seat-8');
    await eventually(() => {
      const editor = vscode.window.visibleTextEditors.find(
        ({ document }) => document.uri.path === source.path,
      );
      assert.equal(editor?.selection.active.line, 5);
    });
  });

  it('opens nothing for a finding of the tree whose source is not there, and says so when it is asked for', async () => {
    await (await treeRow('seat-9 · r-6')).click();
    await selects('seat-9');
    assert.deepEqual(vscode.window.visibleTextEditors, []);
    await (await swimlane()).codePath.getByTitle('Open gone.ts:9').first().click();
    await eventually(async () => {
      assert.match((await notifications()).join('\n'), /src\/gone\.ts:9 is not in the open folders/);
    });
  });

  it('takes one click in a trace of four workers never seen before, from the opened file to the blamed line', async () => {
    await clearWindow();
    await writeSource(
      'svc/checkout/stock.py',
      lines('def take(seat):', '  seat = load()', '  store.save(seat)'),
    );
    const pods = [
      'checkout-web-7d9fbc-x2x4k',
      'checkout-web-7d9fbc-9qk2p',
      'checkout-worker-0',
      'checkout-worker-1',
    ];
    const rows = pods.map(
      (pod, at) =>
        `order-${at + 4711},row-12-seat-a,${pod},${at < 2 ? at + 1 : 2},${at + 2},success,svc/checkout/stock.py:3:3`,
    );
    const lanes = await openTrace(await writeFixture('four-workers.trace.csv', lines(HEADER, ...rows)));
    await lanes.says(/Selected: /);
    const said = await lanes.codePath.innerText();
    assert.match(said, /checkout-worker-[01] wrote v[45] from v2/);
    await screenshot('four workers');
    await lanes.codePath.getByTitle('Open stock.py:3').last().click();
    const editor = await editorAt('svc/checkout/stock.py:3');
    const page = await workbench();
    await page.locator('.codelens-decoration', { hasText: /wrote v\d from v2 ✕/ }).waitFor();
    assert.equal(editor.document.lineAt(editor.selection.active).text.trim(), 'store.save(seat)');
    await screenshot('four workers source');
  });
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import type { Spot } from '../../spots.ts';
import { hostTest } from '../support/host-test.ts';
import { editorAt, openWrite, reproduce, type Reproduced } from '../support/reproduce.ts';
import { openTrace } from '../support/swimlane.ts';
import { parseSite, traceRows, type TraceRow } from '../support/trace-rows.ts';
import { clearWindow, nextTaskEnd, swimlaneInFront } from '../support/window.ts';
import { screenshot, workbench } from '../support/workbench.ts';

/** The line of this project's own source that a site names: the write of the unsafe variant, and nothing else. */
async function sourceOf(site: string): Promise<string> {
  const { path, line } = parseSite(site);
  const source = (await readFile(join(hostTest.root, path), 'utf8')).split('\n')[line - 1]?.trim() ?? '';
  assert.match(source, /\.put\(/);
  return source;
}

/** Expects the marks of all three steps of an attempt, each with its outcome. */
function expectSteps(spots: readonly Spot[], row: TraceRow, isStale: boolean): void {
  const own = spots.filter(({ text }) => text[0] === `${row.request_id} · ${row.worker_id}`);
  const acts = own.map(({ text }) => text.at(-1)?.replace('Click opens the line of the ', ''));
  for (const step of ['read', 'write', 'confirmation'])
    assert.ok(acts.includes(step), `${row.request_id} has no ${step} among: ${acts.join(', ')}`);
  const outcome = `read v${row.read_version}, wrote v${row.write_version}, ✓ success`;
  for (const { text } of own) {
    assert.ok(text.join('\n').includes(outcome), text.join('\n'));
    assert.equal(text.includes('✕ stale-version write'), isStale);
  }
}

describe('Running the race reproducer from the palette', () => {
  let run: Reproduced;

  before(async () => {
    await clearWindow();
    run = await reproduce();
  });

  it('draws both attempts with their reads, writes and confirmations', async () => {
    const { rows, stale, lanes } = run;
    assert.equal(rows.length, 2);
    await lanes.says(/: 2 attempts on 2 lanes\. 1 of \d versions should not exist\./);
    await eventually(async () => {
      const spots = await lanes.spots();
      for (const row of rows) expectSteps(spots, row, row === stale);
    });
    await screenshot('reproducer');
  });

  it('says what is wrong in the first line and proves it beside the picture', async () => {
    await run.lanes.writes(/1 stale write/i);
    const source = await sourceOf(run.stale.write_site ?? '');
    const sites = run.rows.map(({ write_site = '' }) => parseSite(write_site));
    const lines = sites.map(({ path, line }) => `${path.split('/').at(-1)}:${line}`);
    await eventually(async () => {
      const codePath = (await run.lanes.codePath.textContent()) ?? '';
      for (const part of [source, `v${run.stale.read_version}`, ...lines])
        assert.ok(codePath.includes(part), `no ${part} in ${codePath}`);
    });
  });

  it('opens the line that made the stale write when its mark is clicked', async () => {
    const { write_site = '' } = run.stale;
    await openWrite(run);
    const editor = await editorAt(write_site);
    assert.equal(editor.document.lineAt(editor.selection.active).text.trim(), await sourceOf(write_site));
    await screenshot('reproducer source line');
  });

  it('marks the lines of both workers in the source', async () => {
    await run.lanes.codePath.getByRole('button', { name: 'Open both lines' }).click();
    await editorAt(run.stale.write_site ?? '');
    await run.lanes.writes(/Both were at the same line/);
    const page = await workbench();
    const [first, second] = [run.rows.find((row) => row !== run.stale), run.stale];
    const acts = `${first?.client_id} wrote v2 · ${second.client_id} wrote v3 from v1 ✕`;
    await page.locator('.codelens-decoration', { hasText: acts }).first().waitFor();
    await screenshot('both lines');
  });

  it('reports the line as a problem that points at the other worker', async () => {
    const { path, line } = parseSite(run.stale.write_site ?? '');
    const problem = await eventually(() => {
      const all = vscode.languages
        .getDiagnostics()
        .flatMap(([uri, list]) => list.map((one) => ({ uri, one })));
      const found = all.find(({ uri, one }) => uri.path.endsWith(path) && one.range.start.line === line - 1);
      assert.ok(found, `no problem at ${path}:${line}`);
      return found.one;
    });
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    assert.ok(problem.relatedInformation && problem.relatedInformation.length > 0);
  });

  it('lists the finding in its own view and the verdict in the status bar', async () => {
    await vscode.commands.executeCommand('raceTrace.showFindings');
    const page = await workbench();
    await page.locator('.sidebar .monaco-list-row', { hasText: /stale/i }).first().waitFor();
    await page.locator('.statusbar-item', { hasText: /violation/i }).waitFor();
    await screenshot('findings view');
  });

  it('keeps the selection and the zoom when the editor is hidden and shown again', async () => {
    await clearWindow();
    const lanes = await openTrace(run.trace);
    await lanes.says(/Selected: /);
    const whole = await lanes.restingSpots();
    await lanes.page.locator('body').press('+');
    const before = await eventually(async () => {
      const spots = await lanes.restingSpots();
      assert.notDeepEqual(spots, whole, 'not zoomed yet');
      return spots;
    });
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await vscode.commands.executeCommand('vscode.open', run.trace);
    await swimlaneInFront();
    await eventually(async () => {
      assert.deepEqual(await lanes.spots(), before);
    });
  });

  it('plays the order of a trace again, on real processes, from the button beside its proof', async () => {
    await clearWindow();
    const sample = vscode.Uri.file(join(hostTest.root, 'sample-traces/two-client-unsafe.trace.csv'));
    const lanes = await openTrace(sample);
    const ended = nextTaskEnd();
    await lanes.codePath.getByRole('button', { name: 'Replay this order' }).click();
    const { task, exitCode } = await ended;
    assert.equal(task.definition.schedule, 'A:read B:read A:write B:write');
    assert.equal(exitCode, 0);
    await eventually(async () => {
      const { uri } = await swimlaneInFront();
      assert.notEqual(uri.path, sample.path);
      assert.equal((await traceRows(uri)).length, 2);
    });
  });
});

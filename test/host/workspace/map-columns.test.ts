import assert from 'node:assert/strict';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { RACE, writeFixture } from '../support/files.ts';
import { hostTest } from '../support/host-test.ts';
import { swimlane, webviewPage } from '../support/swimlane.ts';
import { clearWindow, runFromPalette, swimlaneInFront } from '../support/window.ts';
import { screenshot, workbench } from '../support/workbench.ts';

/** Opens a file as text, and then as a swimlane, as a person does who has it in front. */
async function openFromText(file: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', file, 'default');
  await eventually(() => {
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), file.toString());
  });
  await runFromPalette('Race Trace: Open trace as swimlane');
  const { uri, viewType } = await swimlaneInFront();
  assert.deepEqual([uri.toString(), viewType], [file.toString(), 'raceTrace.swimlaneForAny']);
}

/** Waits for the list with this title. */
async function listWith(title: string): Promise<void> {
  await (await workbench()).locator('.quick-input-widget .quick-input-title', { hasText: title }).waitFor();
}

/** Types into the list until the line that starts with a text has the focus, and takes it. */
async function take(line: string): Promise<void> {
  const page = await workbench();
  await page.locator('.quick-input-widget input.input').fill(line);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: line }).waitFor();
  await page.keyboard.press('Enter');
}

describe('Opening the file of the text editor as a swimlane', () => {
  beforeEach(clearWindow);

  it('takes a trace whatever it is called', async () => {
    await openFromText(await writeFixture('race.log', RACE));
    await (await swimlane()).says(/1 of 3 versions should not exist/);
  });
});

describe('Mapping the columns of a log', () => {
  const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const log = join(folder, 'app.log');
  const config = join(folder, 'race-trace.json');

  beforeEach(async () => {
    await clearWindow();
    await copyFile(join(hostTest.root, 'test/logs/zap/app.log'), log);
    await openFromText(vscode.Uri.file(log));
    const status = (await webviewPage()).getByRole('region', { name: 'Status' });
    await status.getByRole('heading', { name: 'This trace cannot be read' }).waitFor();
    await screenshot('log that is no trace');
    await status.getByRole('button', { name: 'Map columns…' }).click();
    await listWith('Map columns');
  });

  afterEach(async () => {
    await clearWindow();
    for (const file of [log, config]) await rm(file, { force: true });
  });

  it('starts on the page of a file that is no trace, and ends with the swimlane of its rows', async () => {
    const shown = (await workbench()).locator('.quick-input-list');
    await shown.getByText('sure: its name is that of a request', { exact: false }).waitFor();
    await screenshot('map columns');
    await take('latency_ms');
    await listWith('Where does latency_ms come from?');
    await screenshot('map columns members');
    await take('elapsed');
    await listWith('In which unit is elapsed?');
    await take('s');
    await listWith('Map columns');
    await take('Write race-trace.json');
    const lanes = await swimlane();
    await lanes.says(/^Swimlane of P-1001: .* SO-048003 wrote v4 from v3\./);
    await screenshot('log with mapped columns');
    const { sources } = JSON.parse(await readFile(config, 'utf8')) as {
      sources: readonly { files: string; map: Record<string, string> }[];
    };
    assert.equal(sources.length, 1);
    assert.equal(sources[0]!.files, 'app.log');
    assert.deepEqual([sources[0]!.map.request_id, sources[0]!.map.latency], ['orderNo', 'elapsed@s']);
  });

  it('writes nothing when the list is left', async () => {
    const page = await workbench();
    await page.keyboard.press('Escape');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await (await webviewPage()).getByRole('heading', { name: 'This trace cannot be read' }).waitFor();
    await assert.rejects(readFile(config), { code: 'ENOENT' });
  });
});

import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.ts';
import { hostTest } from '../support/host-test.ts';
import { editorAt, reproduce, writeSpot } from '../support/reproduce.ts';
import { swimlane } from '../support/swimlane.ts';
import { screenshot, workbench } from '../support/workbench.ts';
import { clearWindow, runFromPalette } from '../support/window.ts';

const ID = 'race-trace.race-trace';
const VSIX = join(hostTest.root, 'dist', 'race-trace.vsix');
const MOST_BYTES = 1_000_000;
const MOST_ACTIVATION_MS = 100;

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(ID);
  assert.ok(found, `${ID} is not installed`);
  return found;
}

/** Waits until the extension host has started everything else: what is measured then is this extension. */
async function quietHost(): Promise<void> {
  for (let calm = 0; calm < 20;) {
    const began = performance.now();
    await sleep(50);
    calm = performance.now() - began < 60 ? calm + 1 : 0;
  }
}

/** What VS Code itself shows people as the time of activation: loading the code and running `activate`. */
async function shownActivationMs(): Promise<number> {
  const page = await workbench();
  await vscode.commands.executeCommand('workbench.action.showRuntimeExtensions');
  const list = page.locator('.runtime-extensions-editor .monaco-list');
  await list.hover();
  const row = list.locator('.monaco-list-row', { hasText: 'Race Trace' });
  await eventually(async () => {
    await page.mouse.wheel(0, 300);
    assert.equal(await row.count(), 1);
  });
  const text = await row.innerText();
  await screenshot('activation');
  await page.keyboard.press('Escape');
  return Number(/Activation: (\d+)\s?ms/.exec(text)?.[1]);
}

describe('The packaged extension', () => {
  it('is smaller than 1 MB', async () => {
    const { size } = await stat(VSIX);
    assert.ok(size < MOST_BYTES, `${size} bytes`);
  });

  it('installs, without native modules and from a folder of its own', async () => {
    assert.equal(vscode.extensions.getExtension(ID), undefined);
    await vscode.commands.executeCommand('workbench.extensions.installExtension', vscode.Uri.file(VSIX));
    const { extensionPath } = await eventually(extension);
    assert.ok(!extensionPath.startsWith(hostTest.root), extensionPath);
    const files = await readdir(extensionPath, { recursive: true });
    assert.deepEqual(
      files.filter((name) => name.endsWith('.node')),
      [],
    );
  });

  it('activates in less than 100 ms', async () => {
    assert.equal(extension().isActive, false);
    await quietHost();
    const before = process.cpuUsage();
    await extension().activate();
    const { user, system } = process.cpuUsage(before);
    const cpuMs = (user + system) / 1000;
    const shownMs = await shownActivationMs();
    // On a machine that is busy with other things the shown time is mostly waiting: then its own work is what counts.
    const tookMs = Math.min(shownMs, cpuMs);
    assert.ok(tookMs < MOST_ACTIVATION_MS, `${shownMs} ms as VS Code shows it, ${cpuMs} ms of CPU`);
  });

  it('runs the reproducer and jumps to its source, which travels with it', async () => {
    const { lanes, stale } = await reproduce();
    await lanes.click(await writeSpot(lanes, stale));
    const editor = await editorAt(stale.write_site ?? '');
    assert.ok(
      editor.document.uri.scheme === 'race-trace-source' ||
        editor.document.uri.path.startsWith(extension().extensionPath),
      editor.document.uri.toString(),
    );
    await screenshot('reproducer');
  });

  it('cannot be made to edit that source', async () => {
    const text = vscode.window.activeTextEditor?.document.getText();
    await (await workbench()).keyboard.type('x');
    assert.equal(vscode.window.activeTextEditor?.document.getText(), text);
  });

  it('opens a sample from the palette', async () => {
    await clearWindow();
    await runFromPalette('Race Trace: Open sample trace');
    const page = await workbench();
    await page.locator('.quick-input-list .monaco-list-row').first().click();
    assert.match(await (await swimlane()).description(), /^Swimlane of /);
    await screenshot('sample');
  });
});

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { RACE, writeFixture } from '../support/files.ts';
import { openTrace, swimlane } from '../support/swimlane.ts';
import { clearWindow, swimlaneInFront } from '../support/window.ts';
import { screenshot, workbench } from '../support/workbench.ts';

async function textInFront(uri: vscode.Uri): Promise<void> {
  await eventually(() => {
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri.toString());
  });
}

/** Clicks an item of the menu that is open, until it is taken: a menu ignores clicks while it opens. */
async function chooseFromMenu(title: string): Promise<void> {
  const item = (await workbench()).locator('.context-view .action-label', { hasText: title });
  await item.waitFor();
  await eventually(async () => {
    if (await item.isVisible()) await item.click({ timeout: 5_000 });
    await item.waitFor({ state: 'hidden', timeout: 2_000 });
  });
}

describe('Opening a trace', () => {
  beforeEach(clearWindow);

  it('leaves any other CSV file to the text editor, and takes it when asked in the Explorer', async () => {
    const uri = await writeFixture('orders.csv', RACE);
    await vscode.commands.executeCommand('vscode.open', uri);
    await textInFront(uri);
    await vscode.commands.executeCommand('workbench.files.action.showActiveFileInExplorer');
    const page = await workbench();
    await page
      .locator('.explorer-folders-view .monaco-list-row', { hasText: 'orders.csv' })
      .click({ button: 'right' });
    await chooseFromMenu('Open trace as swimlane');
    assert.equal((await swimlaneInFront()).viewType, 'raceTrace.swimlaneForAny');
    await (await swimlane()).says(/1 of 3 versions should not exist/);
  });

  it('shows it as text and back', async () => {
    const uri = await writeFixture('there-and-back.trace.csv', RACE);
    await openTrace(uri);
    await vscode.commands.executeCommand('raceTrace.openAsText');
    await textInFront(uri);
    await vscode.commands.executeCommand('raceTrace.openSwimlane');
    const { uri: shown } = await swimlaneInFront();
    assert.equal(shown.toString(), uri.toString());
  });

  it('follows the file when it changes', async () => {
    const name = 'growing.trace.csv';
    const lanes = await openTrace(await writeFixture(name, RACE.split('\n').slice(0, 2).join('\n') + '\n'));
    await lanes.says(/: 1 attempts? on 1 lane/);
    await writeFixture(name, RACE);
    await lanes.says(/: 2 attempts on 2 lanes\. 1 of 3 versions should not exist/);
  });

  it('reads out the attempts to the keyboard, and goes to the next finding with F8', async () => {
    const two =
      RACE + RACE.split('\n').slice(1).join('\n').replaceAll('seat-7', 'seat-8').replaceAll('r-', 'q-');
    const lanes = await openTrace(await writeFixture('two-keys.trace.csv', two));
    await lanes.says(/Selected: /);
    const first = await lanes.description();
    const spoken = lanes.page.getByRole('region', { name: 'Swimlane' }).locator('[aria-live]');
    await lanes.restingSpots();
    await eventually(async () => {
      // A key is lost while VS Code still moves the focus to the editor that it has just opened.
      if ((await spoken.innerText()) === '') await lanes.lanes.press('j');
      assert.match(await spoken.innerText(), /[rq]-1.*read v1, wrote v2/s);
    });
    await (await workbench()).keyboard.press('F8');
    await eventually(async () => {
      assert.notEqual(await lanes.description(), first);
    });
    await screenshot('keyboard');
  });
});

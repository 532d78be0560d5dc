import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { editorAt, reproduce, writeSpot } from '../support/reproduce.ts';
import { screenshot } from '../support/workbench.ts';

describe('Without an open folder', () => {
  it('the reproducer runs, and a click on the stale write opens its line', async () => {
    assert.equal(vscode.workspace.workspaceFolders, undefined);
    const { lanes, stale } = await reproduce();
    await lanes.click(await writeSpot(lanes, stale));
    await editorAt(stale.write_site ?? '');
    await screenshot('reproducer');
  });
});

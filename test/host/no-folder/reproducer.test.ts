import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { editorAt, openWrite, reproduce } from '../support/reproduce.ts';
import { screenshot } from '../support/workbench.ts';

describe('Without an open folder', () => {
  it('the reproducer runs, and a click on the stale write opens its line', async () => {
    assert.equal(vscode.workspace.workspaceFolders, undefined);
    const run = await reproduce();
    await openWrite(run);
    await editorAt(run.stale.write_site ?? '');
    await screenshot('reproducer');
  });
});

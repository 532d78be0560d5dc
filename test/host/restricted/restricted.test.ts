import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { RACE, writeFixture } from '../support/files.ts';
import { openTrace } from '../support/swimlane.ts';
import { notifications, runFromPalette } from '../support/window.ts';
import { screenshot } from '../support/workbench.ts';

describe('In Restricted Mode', () => {
  it('a trace is shown and explained', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const lanes = await openTrace(await writeFixture('race.trace.csv', RACE));
    await lanes.says(/1 of 3 versions should not exist/);
    await lanes.steps.waitFor();
    await screenshot('trace');
  });

  it('the reproducer starts nothing and says what it needs', async () => {
    let started = 0;
    const listener = vscode.tasks.onDidStartTask(() => started++);
    await runFromPalette('Race Trace: Run race reproducer');
    await eventually(async () => {
      assert.match((await notifications()).join('\n'), /needs a workspace that you trust/);
    });
    listener.dispose();
    assert.equal(started, 0);
    await screenshot('reproducer');
  });
});

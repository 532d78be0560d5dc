import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lines, RACE, writeFixture } from '../support/files.ts';
import { swimlane } from '../support/swimlane.ts';
import { clearWindow, swimlaneInFront } from '../support/window.ts';

const [header = '', first = '', second = ''] = RACE.split('\n');

describe('Opening traces together', () => {
  beforeEach(clearWindow);

  it('shows the selected files as one history, and follows each of them', async () => {
    const one = await writeFixture('pod-1.trace.csv', lines(header, first));
    const other = await writeFixture('pod-2.trace.csv', lines(header));
    await vscode.commands.executeCommand('raceTrace.openTogether', other, [other, one]);
    const { uri, viewType } = await swimlaneInFront();
    assert.equal(viewType, 'raceTrace.swimlane');
    assert.equal(uri.path, one.path);
    const lanes = await swimlane();
    await lanes.says(/: 1 attempts? on 1 lane/);
    await writeFixture('pod-2.trace.csv', lines(header, second));
    await lanes.says(/: 2 attempts on 2 lanes\. 1 of 3 versions should not exist/);
  });
});

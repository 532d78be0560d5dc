import * as vscode from 'vscode';
import { lines, writeFixture } from '../support/files.ts';
import { openTrace } from '../support/swimlane.ts';
import { clearWindow } from '../support/window.ts';
import { screenshot, workbench } from '../support/workbench.ts';

/** Opens a trace and waits until the view with the findings, which has none, says this instead. */
async function welcome(trace: vscode.Uri, said: RegExp): Promise<void> {
  await openTrace(trace);
  await vscode.commands.executeCommand('raceTrace.showFindings');
  await (await workbench()).locator('.sidebar .welcome-view', { hasText: said }).waitFor();
}

describe('The view with the findings, of a trace that has none', () => {
  beforeEach(clearWindow);

  it('says that nothing was found where that is proved', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    if (folder === undefined) throw new Error('no folder is open');
    const sample = vscode.Uri.joinPath(folder, 'two-client-conditional.trace.csv');
    await welcome(sample, /No finding in the open trace/);
  });

  it('does not say so where the verdict is unknown', async () => {
    const rows = lines('request_id,inventory_key,result', 'r-1,seat-7,success');
    await welcome(await writeFixture('little.trace.csv', rows), /the verdict on the open trace is unknown/);
    await screenshot('welcome of unknown');
  });
});

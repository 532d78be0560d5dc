import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { swimlane } from '../support/swimlane.ts';
import {
  clearWindow,
  nextTaskEnd,
  notifications,
  runFromPalette,
  swimlaneInFront,
} from '../support/window.ts';
import { screenshot } from '../support/workbench.ts';

/** Two clients that read one unit before either takes it. */
const RACE = `import { step } from 'race-trace/explore';
let left = 1;
const buy = async () => {
  const seen = await step('read', () => left);
  if (seen > 0) await step('write', () => { left -= 1; });
};
export const setup = () => { left = 1; };
export const clients = { A: buy, B: buy };
export const invariant = () => (left < 0 ? 'sold twice' : undefined);
`;

describe('What can be found out about a service of one’s own', () => {
  const inFolder = (name: string) => join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, name);
  const [race, config] = [inFolder('race.mjs'), inFolder('race-trace.json')];

  beforeEach(clearWindow);

  afterEach(async () => {
    await clearWindow();
    for (const file of [race, config]) await rm(file, { force: true });
  });

  it('explores the interleavings of a module and opens the shortest that fails, which it replays', async () => {
    await writeFile(race, RACE);
    const ended = nextTaskEnd();
    await runFromPalette('Race Trace: Explore interleavings…');
    assert.equal((await ended).exitCode, 1);
    const { uri, viewType } = await swimlaneInFront();
    assert.equal(viewType, 'raceTrace.swimlane');
    assert.match(uri.path, /\/failure-0*1\.trace\.csv$/);
    const lanes = await swimlane();
    await lanes.says(/^Swimlane of race: 2 attempts/);
    await screenshot('explore interleavings');
    await vscode.commands.executeCommand('notifications.clearAll');
    const replayed = nextTaskEnd();
    await lanes.codePath.getByRole('button', { name: 'Replay this order' }).click();
    const { task, exitCode } = await replayed;
    const { schedule, module } = task.definition;
    assert.deepEqual([exitCode, module], [1, race]);
    assert.match(String(schedule), /^A:\S+ .*B:\S+/);
    await eventually(async () => {
      assert.match((await notifications()).join('\n'), /breaks the invariant again/);
    });
  });

  it('starts a tap and copies the URL that the service needs, whose password it does not show', async () => {
    const store = { url: 'postgres://app:hunter2@127.0.0.1:5432/shop' };
    await writeFile(config, JSON.stringify({ store, explore: { listen: '127.0.0.1:0' } }));
    const ended = nextTaskEnd();
    await runFromPalette('Race Trace: Start tap');
    const sentence = await eventually(async () => {
      const [found] = (await notifications()).filter((text) => text.includes('database URL'));
      assert.ok(found !== undefined);
      return found;
    });
    assert.match(sentence, /postgres:\/\/app:\*\*\*@127\.0\.0\.1:0\/shop, which is copied/);
    assert.equal(await vscode.env.clipboard.readText(), 'postgres://app:hunter2@127.0.0.1:0/shop');
    await screenshot('start tap');
    const [execution] = await eventually(() => {
      const running = vscode.tasks.taskExecutions.filter(({ task }) => task.definition.command === 'tap');
      assert.equal(running.length, 1);
      return running;
    });
    execution!.terminate();
    await ended;
  });
});

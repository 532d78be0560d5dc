import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { hostTest } from '../support/host-test.ts';
import { editorAt, openProblemOf } from '../support/reproduce.ts';
import { clearWindow, nextTaskEnd } from '../support/window.ts';
import { screenshot } from '../support/workbench.ts';

function root(): string {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
}

async function taskNamed(name: string): Promise<vscode.Task> {
  return eventually(async () => {
    const task = (await vscode.tasks.fetchTasks()).find((each) => each.name === name);
    assert.ok(task, `no task ${name}`);
    return task;
  });
}

describe('The task', () => {
  before(async () => {
    await clearWindow();
    await mkdir(join(root(), '.vscode'), { recursive: true });
    const task = {
      type: 'raceTrace',
      command: 'reproduce',
      label: 'no race',
      schedule: 'A:read A:write B:read',
      seed: 7,
      out: 'traces/of a task',
    };
    await writeFile(
      join(root(), '.vscode', 'tasks.json'),
      JSON.stringify({ version: '2.0.0', tasks: [task, { ...task, label: 'wrong', seed: -1 }] }),
    );
  });

  it('is offered for the reproducer, each phase and one’s own service, as a test that reports problems', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'raceTrace' });
    const offered = tasks.filter(({ definition }) => definition.out === undefined);
    assert.deepEqual(offered.map(({ name }) => name).sort(), [
      'all',
      'baseline',
      'drive',
      'explore',
      'fault',
      'load',
      'reproduce',
      'retest',
      'tap',
    ]);
    for (const { group, problemMatchers, execution } of offered) {
      assert.equal(group?.id, vscode.TaskGroup.Test.id);
      assert.deepEqual(problemMatchers, ['$race-trace']);
      assert.ok(execution instanceof vscode.ProcessExecution);
      assert.equal(execution.process, process.execPath);
      assert.equal(execution.options?.env?.NODE_OPTIONS, '');
    }
  });

  it('says what went wrong as a Problem, which opens the line, and has not failed by that', async () => {
    await openProblemOf(await taskNamed('reproduce'), 'B wrote v1→v3 after A had already replaced v1');
    const editor = await editorAt('src/harness/service/unsafe.ts:10:17');
    assert.equal(editor.document.uri.fsPath, join(hostTest.root, 'src/harness/service/unsafe.ts'));
    assert.match(editor.document.lineAt(editor.selection.active).text, /\.put\(/);
    await screenshot('problem of the task');
    await vscode.commands.executeCommand('workbench.action.terminal.focus');
    await screenshot('terminal of the task');
  });

  it('of a tasks.json runs with its schedule, seed and folder', async () => {
    const ended = nextTaskEnd();
    await vscode.tasks.executeTask(await taskNamed('no race'));
    assert.equal((await ended).exitCode, 3);
    const folder = join(root(), 'traces', 'of a task');
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.endsWith('.trace.csv')),
      ['conditional.trace.csv', 'unsafe.trace.csv'],
    );
    const manifest = JSON.parse(await readFile(join(folder, 'unsafe.run.json'), 'utf8')) as object;
    assert.deepEqual({ ...manifest, seed: 7, schedule: 'A:read A:write B:read' }, manifest);
  });

  it('ends with all its processes when it is cancelled', async () => {
    const started = new Promise<number | undefined>((resolve) => {
      const listener = vscode.tasks.onDidStartTaskProcess(({ processId }) => {
        listener.dispose();
        resolve(processId);
      });
    });
    const ended = nextTaskEnd();
    const execution = await vscode.tasks.executeTask(await taskNamed('no race'));
    const pid = await started;
    assert.ok(pid);
    execution.terminate();
    await ended;
    await eventually(() => {
      assert.throws(() => process.kill(pid, 0), /ESRCH/);
    });
  });
});

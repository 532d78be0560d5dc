import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hasSqlite, withoutSqlite } from '../../../../src/extension/tasks/runtime.ts';
import { taskArguments } from '../../../../src/extension/tasks/task-arguments.ts';
import { TASK_COMMANDS } from '../../../../src/extension/tasks/task-commands.ts';
import { runCli } from '../../cli/terminal.ts';

const folderOf = (path: string | undefined): string => path ?? '/storage/runs/task';

describe('the arguments of a task', () => {
  for (const [command, args] of Object.entries({
    reproduce: ['reproduce', '--out=/storage/runs/task'],
    baseline: ['run', 'baseline', '--out=/storage/runs/task'],
    load: ['run', 'load', '--out=/storage/runs/task'],
    fault: ['run', 'fault', '--out=/storage/runs/task'],
    retest: ['run', 'retest', '--out=/storage/runs/task', '--of=/storage/runs/task'],
    all: ['run', 'all', '--out=/storage/runs/task'],
    drive: ['drive', '--out=/storage/runs/task', '--at-once=2', '--project=.'],
    explore: ['explore', '--out=/storage/runs/task', '--project=.'],
    tap: ['tap', '--project=.'],
  }))
    it(`run ${command} by itself when nothing else is said`, () => {
      assert.deepEqual(taskArguments({ type: 'raceTrace', command }, folderOf), { args });
    });

  it('join every value to its option, so that none can pass for another option', () => {
    const of = { type: 'raceTrace', seed: 7, out: '--help' };
    assert.deepEqual(
      taskArguments({ ...of, command: 'reproduce', schedule: '--out=/etc B:read' }, folderOf),
      { args: ['reproduce', '--out=--help', '--schedule=--out=/etc B:read', '--seed=7'] },
    );
    assert.deepEqual(
      taskArguments({ ...of, command: 'load', rate: 900, duration: '1.5m', variant: '--of=/' }, folderOf),
      {
        args: [
          'run',
          'load',
          '--out=--help',
          '--seed=7',
          '--rate=900',
          '--duration=1.5m',
          '--variant=--of=/',
        ],
      },
    );
    assert.deepEqual(
      taskArguments(
        { ...of, seed: undefined, command: 'drive', atOnce: 3, rounds: 9, project: '--yes', yes: true },
        folderOf,
      ),
      { args: ['drive', '--out=--help', '--at-once=3', '--rounds=9', '--project=--yes', '--yes'] },
    );
    const explore = { type: 'raceTrace', command: 'explore', module: '--help', yes: true };
    assert.deepEqual(taskArguments(explore, folderOf), {
      args: ['explore', '--out=/storage/runs/task', '--yes', '--', '--help'],
    });
    assert.deepEqual(taskArguments({ ...explore, schedule: '--out=/etc A:1' }, folderOf), {
      args: ['explore', '--replay=--out=/etc A:1', '--yes', '--', '--help'],
    });
    assert.deepEqual(taskArguments({ type: 'raceTrace', command: 'retest', of: '/a', out: '/b' }, folderOf), {
      args: ['run', 'retest', '--out=/b', '--of=/a'],
    });
  });

  for (const [why, wrong] of [
    ['The command', { command: 'rm' }],
    ['The command', { command: 'toString' }],
    ['The command', {}],
    ['The schedule', { command: 'reproduce', schedule: ['A:read'] }],
    ['The seed', { command: 'reproduce', seed: 1.5 }],
    ['The seed', { command: 'load', seed: '7' }],
    ['The seed', { command: 'fault', seed: -1 }],
    ['The rate', { command: 'load', rate: 0 }],
    ['The duration', { command: 'baseline', duration: 30 }],
    ['The duration', { command: 'baseline', duration: '30' }],
    ['The duration', { command: 'all', duration: '0s' }],
    ['The variant', { command: 'load', variant: 1 }],
    ['The of', { command: 'retest', of: '' }],
    ['The atOnce', { command: 'drive', atOnce: 1 }],
    ['The rounds', { command: 'drive', rounds: '9' }],
    ['The project', { command: 'drive', project: '' }],
    ['The yes', { command: 'drive', yes: 'true' }],
    ['The command drive of a raceTrace task takes no seed.', { command: 'drive', seed: 1 }],
    ['The out', { command: 'reproduce', out: 7 }],
    ['The out', { command: 'load', out: '' }],
    ['The command retest of a raceTrace task takes no rate.', { command: 'retest', rate: 5 }],
    ['The command baseline of a raceTrace task takes no schedule.', { command: 'baseline', schedule: 'x' }],
  ] as const)
    it(`are refused with what is wrong: ${JSON.stringify(wrong)}`, () => {
      const made = taskArguments({ type: 'raceTrace', ...wrong }, folderOf);
      assert.ok('refused' in made);
      assert.ok(made.refused.startsWith(why), made.refused);
    });

  for (const command of Object.keys(TASK_COMMANDS))
    it(`are flags that the command line has: ${command}`, async () => {
      const fields = {
        reproduce: { schedule: 's', seed: 1 },
        baseline: { seed: 1, rate: 1, duration: '1s', variant: 'unsafe' },
        load: { seed: 1, rate: 1, duration: '1s', variant: 'unsafe' },
        fault: { seed: 1, rate: 1, duration: '1s', variant: 'unsafe', of: '/a' },
        retest: { variant: 'unsafe', of: '/a' },
        all: { seed: 1, rate: 1, duration: '1s' },
        drive: { atOnce: 2, rounds: 1, project: 'p', yes: true },
        explore: { project: 'p', yes: true },
        tap: { out: '/a', project: 'p', listen: '127.0.0.1:0' },
      }[command];
      const made = taskArguments({ type: 'raceTrace', command, ...fields }, folderOf);
      assert.ok('args' in made);
      const words = made.args.filter((arg) => !arg.startsWith('--'));
      const { stdout: help } = await runCli([...words, '--help']);
      for (const flag of made.args.filter((arg) => arg.startsWith('--')))
        assert.match(help, new RegExp(`^ +${flag.split('=')[0]!} ${flag.includes('=') ? '<' : ' '}`, 'm'));
    });
});

describe('the runtime check', () => {
  it('finds SQLite in the Node that this project is built with', () => {
    assert.equal(hasSqlite(), true);
  });

  it('names the versions that have it and the ones that are here', () => {
    const sentence = withoutSqlite({ node: '22.16.0', electron: '36.1.0' }, '1.102.3');
    for (const version of [
      'Node 22.13',
      'VS Code 1.103',
      'VS Code 1.102.3',
      'Electron 36.1.0',
      'Node 22.16.0',
    ])
      assert.ok(sentence.includes(version), version);
    assert.doesNotMatch(withoutSqlite({ node: '20.1.0' }, '1.103.0'), /Electron/);
  });
});

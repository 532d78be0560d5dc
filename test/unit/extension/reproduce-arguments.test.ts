import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reproduceArguments } from '../../../src/extension/tasks/reproduce-arguments.ts';
import { hasSqlite, withoutSqlite } from '../../../src/extension/tasks/runtime.ts';

const outOf = (out: string | undefined): string => out ?? '/storage/runs/task';

describe('reproduceArguments', () => {
  it('gives the default run when nothing else is said', () => {
    assert.deepEqual(reproduceArguments({ type: 'raceTrace', command: 'reproduce' }, outOf), {
      args: ['reproduce', '--out=/storage/runs/task'],
    });
  });

  it('joins every value to its option, so that none can pass for another option', () => {
    const definition = {
      type: 'raceTrace',
      command: 'reproduce',
      schedule: '--out=/etc B:read',
      seed: 7,
      out: '--help',
    };
    assert.deepEqual(reproduceArguments(definition, outOf), {
      args: ['reproduce', '--out=--help', '--schedule=--out=/etc B:read', '--seed=7'],
    });
  });

  for (const [why, wrong] of Object.entries<object>({
    'The only command': { command: 'rm' },
    'The schedule': { command: 'reproduce', schedule: ['A:read'] },
    'The seed': { command: 'reproduce', seed: 1.5 },
    'The seed of': { command: 'reproduce', seed: '7' },
    'The seed of a': { command: 'reproduce', seed: -1 },
    'The out': { command: 'reproduce', out: 7 },
    'The out of': { command: 'reproduce', out: '' },
  }))
    it(`says what is wrong with ${JSON.stringify(wrong)}`, () => {
      const made = reproduceArguments({ type: 'raceTrace', ...wrong }, outOf);
      assert.ok('refused' in made);
      assert.ok(made.refused.startsWith(why), made.refused);
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

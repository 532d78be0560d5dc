import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { runSideBySide } from '../../../scripts/suites/side-by-side.ts';
import { runSuite, type RunOptions } from '../../../scripts/suites/run-suite.ts';
import type { Ended, Suite } from '../../../scripts/suites/suite.ts';
import { allSuites } from '../../../scripts/suites/suites.ts';
import { summary } from '../../../scripts/suites/table.ts';
import { eventually } from '../../eventually.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

const folder = mkdtempSync(join(tmpdir(), 'race-trace-suites-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

function run(suite: Partial<Suite>, options: Partial<RunOptions> = {}): Promise<Ended> {
  return runSuite(
    { name: 'one', program: 'node', args: [], cores: 1, ...suite },
    { root: folder, boundMs: 120_000, signal: new AbortController().signal, live: false, ...options },
  );
}

function counts({ passed, failed, skipped }: Ended): readonly number[] {
  return [passed, failed, skipped];
}

describe('a suite', () => {
  it('of test files is counted test by test, and each failure is named', async () => {
    const some = file(
      'some.test.mjs',
      `import { describe, it } from 'node:test';
      describe('sums', () => {
        it('add up', () => {});
        it('do not', () => { throw new Error('no'); });
        it.skip('are left out', () => {});
        it('never end', { timeout: 50 }, () => new Promise((resolve) => setTimeout(resolve, 100_000).unref()));
      });`,
    );
    const ended = await run({ files: [some] });
    assert.deepEqual(counts(ended), [1, 2, 1]);
    assert.deepEqual(ended.failures, ['some.test.mjs: do not', 'some.test.mjs: never end']);
    assert.match(ended.output, /add up/);
  });

  it('tells of a file that failed as a whole how its process ended, and what it wrote last', async () => {
    const broken = file('broken.test.mjs', 'throw new Error("cannot be loaded");');
    const killed = file(
      'killed.test.mjs',
      `import { it } from 'node:test';
      it('passes', () => {});
      it('passes too', () => {
        for (let line = 1; line <= 30; line++) console.error('line ' + line);
        process.once('exit', () => process.kill(process.pid, 'SIGKILL'));
      });`,
    );
    const ended = await run({ files: [broken, killed] });
    assert.deepEqual(counts(ended), [2, 2, 0]);
    const [first = '', second = ''] = [...ended.failures].sort();
    assert.match(first, /^broken\.test\.mjs: the process ended with exit code 1\n/);
    assert.match(first, /\n {4}stderr: Error: cannot be loaded\n/);
    assert.match(second, /^killed\.test\.mjs: the process ended with SIGKILL\n {4}stderr: line 11\n/);
    assert.match(second, /\n {4}stderr: line 30$/);
  });

  it('that is a check counts as one, by its exit code', async () => {
    assert.deepEqual(counts(await run({ args: ['--eval', '0'] })), [1, 0, 0]);
    const ended = await run({ args: ['--eval', 'console.error("wrong"); process.exitCode = 3'] });
    assert.deepEqual([...counts(ended), ...ended.failures], [0, 1, 0, 'ended with 3']);
    assert.equal(ended.output, 'wrong\n');
  });

  it('that does not say how its tests ended has failed', async () => {
    const silent = await run({ args: ['--eval', '0'], tallies: true });
    assert.deepEqual([...counts(silent), ...silent.failures], [0, 1, 0, 'ended without a result']);
  });

  it('that hangs has failed', async () => {
    const ended = await run({ args: ['--eval', 'setInterval(() => {}, 1000)'] }, { boundMs: 200 });
    assert.deepEqual([...counts(ended), ...ended.failures], [0, 1, 0, 'killed after 0.2 s']);
  });

  it('that is ended takes all along that it has started', async () => {
    const pidFile = join(folder, 'grandchild.pid');
    const hang = file(
      'hang.mjs',
      `import { spawn } from 'node:child_process';
      import { renameSync, writeFileSync } from 'node:fs';
      process.on('SIGTERM', () => process.exit(0));
      const { pid } = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
      writeFileSync('new.pid', String(pid));
      renameSync('new.pid', ${JSON.stringify(pidFile)});
      setInterval(() => {}, 1000);`,
    );
    const interrupt = new AbortController();
    const running = run({ args: [hang] }, { signal: interrupt.signal });
    const pid = await eventually(() => Number(readFileSync(pidFile, 'utf8')));
    interrupt.abort();
    const ended = await running;
    assert.deepEqual([...counts(ended), ...ended.failures], [0, 1, 0, 'interrupted']);
    await eventually(() => {
      assert.throws(() => process.kill(pid, 0), /ESRCH/);
    });
  });
});

describe('suites side by side', () => {
  const suite = (name: string, more: Partial<Suite> = {}): Suite => ({
    name,
    program: 'node',
    args: [],
    cores: 1,
    ...more,
  });
  const endOf = (name: string, failed = 0): Ended => ({
    name,
    passed: 1 - failed,
    failed,
    skipped: 0,
    failures: [],
    seconds: 1,
    output: '',
  });

  it('take turns at what they need for themselves', async () => {
    const begun: string[] = [];
    let most = 0;
    let running = 0;
    const names = await runSideBySide(
      [
        suite('a', { alone: 'browser' }),
        suite('b', { alone: 'browser' }),
        suite('c', { alone: 'browser' }),
        suite('d'),
      ],
      2,
      async ({ name }) => {
        begun.push(name);
        if (name !== 'd') most = Math.max(most, ++running);
        await Promise.resolve();
        if (name !== 'd') running--;
        return endOf(name);
      },
    );
    assert.equal(most, 1);
    assert.deepEqual(begun.slice(0, 2), ['a', 'd']);
    assert.deepEqual(
      names.map(({ name }) => name),
      ['a', 'b', 'c', 'd'],
    );
  });

  it('fill the cores and no more, keep their order, and go on after a failure', async () => {
    const begun: string[] = [];
    const ends = new Map<string, (failed: number) => void>();
    const running = runSideBySide(
      [
        suite('a'),
        suite('b', { after: 'a' }),
        suite('c', { cores: 2 }),
        suite('d'),
        suite('e', { cores: 0.5 }),
      ],
      2,
      ({ name }) => {
        begun.push(name);
        return new Promise((resolve) =>
          ends.set(name, (failed) => {
            resolve(endOf(name, failed));
          }),
        );
      },
    );
    const ending = async (name: string, failed: number, ...next: readonly string[]) => {
      const before = begun.length;
      ends.get(name)!(failed);
      await eventually(() => {
        assert.deepEqual(begun.slice(before), next);
      });
    };
    assert.deepEqual(begun, ['a', 'd']);
    await ending('a', 1, 'b');
    await ending('b', 0, 'e');
    await ending('d', 0);
    await ending('e', 0, 'c');
    ends.get('c')!(0);
    assert.deepEqual(
      (await running).map(({ name, failed }) => `${name} ${failed}`),
      ['a 1', 'b 0', 'c 0', 'd 0', 'e 0'],
    );
  });

  it('end in a table whose last line is the sum', () => {
    const text = summary([{ ...endOf('first', 1), failures: ['x.test.ts: adds up'] }, endOf('second')], 3);
    assert.match(text, /^✖ first: x\.test\.ts: adds up\n/);
    assert.match(text, /\nfirst +0 +1 +0 +1\nsecond +1 +0 +0 +1\nall +1 +1 +0 +3\n\n1 passed, 1 failed$/);
    assert.match(summary([{ ...endOf('first'), skipped: 2 }], 3), /\n1 passed, 0 failed, 2 skipped$/);
  });
});

it('every test file but those that are apart is in exactly one suite', () => {
  const inSuites = allSuites().flatMap(({ files = [] }) => files);
  const there = globSync(
    'test/{unit,stores,tap,explore,examples,snippets,walks,prometheus,webview,package}/**/*.test.ts',
    {
      cwd: ROOT,
    },
  );
  assert.deepEqual([...inSuites].sort(), there.sort());
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../eventually.ts';
import { isRunning } from '../../../src/harness/monitor/process-stat.ts';
import { childrenOf } from '../harness/processes.ts';
import { problemsIn } from './problems-in.ts';
import { runCli } from './terminal.ts';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'race-trace-reproduce-cli-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

let runs = 0;
const out = () => join(folder, String(++runs));

describe('race-trace reproduce', () => {
  it('shows the race, its books, its verdict and its line, in 80 columns', async () => {
    const { code, stdout, stderr } = await runCli(['reproduce', '--out', 'runs/test-of-text']);
    rmSync('runs/test-of-text', { recursive: true });
    assert.deepEqual([code, stderr], [0, '']);
    const expected = `
UNSAFE  writes back what it computed, whatever has been written since

  time  A · w1@unsafe                       B · w2@unsafe
    t1  read v1, 1 left
    t2                                      read v1, 1 left
    t3  write v1→v2
    t4  confirm ✓
    t5                                      ✕ write v1→v3
                                              no condition on the version read
    t6                                      confirm ✓

  invariant  initial 1 ≠ remaining 0 + confirmed 2   ✕ mismatch +1
  verdict    ✕ violation: B wrote v1→v3 after A had already replaced v1
  where      src/harness/service/unsafe.ts:10:17: note: stale-version-write
             await attempt.put(stock.value - 1);

CONDITIONAL  writes only if the version still is the one it read

  time  A · w1@conditional    B · w2@conditional
    t1  read v1, 1 left
    t2                        read v1, 1 left
    t3  write v1→v2
    t4  confirm ✓
    t5                        write on v1, refused
    t6                        confirm ↻ retry
    t7                        read v2, 0 left
    t8                        confirm ⊖ rejected

  invariant  initial 1 = remaining 0 + confirmed 1   ✓ the books balance
  verdict    ✓ ok

✓ unsafe fails and conditional holds, as they must
`;
    assert.ok(stdout.includes(expected), stdout);
    assert.match(stdout, /^traces {2}runs\/test-of-text\/unsafe\.trace\.csv$/m);
    // The last line repeats how this very program was called, which may be long.
    for (const line of stdout.trimEnd().split('\n').slice(0, -1)) assert.ok(line.length <= 80, line);
  });

  it('writes in the README what it prints', async () => {
    const { stdout } = await runCli(['reproduce', '--out', out()]);
    const [, table = ''] = /^```\n( {2}time [^`]*)```$/m.exec(README) ?? [];
    assert.match(table, /✕ write/);
    assert.ok(stdout.includes(table), stdout);
  });

  it('names the line in a way that the task makes a problem of', async () => {
    const { stdout } = await runCli(['reproduce', '--out', out()]);
    assert.deepEqual(problemsIn(stdout), [
      [
        'B wrote v1→v3 after A had already replaced v1',
        'src/harness/service/unsafe.ts',
        '10',
        '17',
        'note',
        'stale-version-write',
      ],
    ]);
  });

  it('names it by its path on this disk for a program that asks for that', async () => {
    const { stdout } = await runCli(['reproduce', '--out', out()], { absoluteSites: true });
    const [[, path = ''] = []] = problemsIn(stdout);
    assert.ok(isAbsolute(path), path);
    assert.match(readFileSync(path, 'utf8').split('\n')[9]!, /\.put\(/);
  });

  it('colours what is wrong red and what holds green, unless told otherwise', async () => {
    const coloured = await runCli(['reproduce', '--out', out()], { colour: true });
    assert.ok(coloured.stdout.includes('\u001b[31m✕ mismatch +1\u001b[39m'));
    assert.ok(coloured.stdout.includes('\u001b[32m✓ ok\u001b[39m'));
    const plain = await runCli(['reproduce', '--no-color', '--out', out()], { colour: true });
    assert.ok(!plain.stdout.includes('\u001b'));
  });

  it('prints one JSON value', async () => {
    const directory = out();
    const { code, stdout } = await runCli([
      'reproduce',
      '--format=json',
      '--seed=9',
      '--runs=3',
      `--out=${directory}`,
    ]);
    const value = JSON.parse(stdout) as {
      format: string;
      reproduced: boolean;
      seed: number;
      schedule: string;
      variants: {
        verdict: string;
        trace: string;
        manifest: string;
        runs: number;
        identical_runs: number;
        interleaving: string[];
        check: { counts: Record<string, number>; findings: { site: string | null }[] };
      }[];
    };
    assert.equal(code, 0);
    assert.deepEqual([value.format, value.reproduced, value.seed], ['race-trace-reproduce/1', true, 9]);
    assert.equal(value.schedule, 'A:read B:read A:write B:write');
    const [unsafe, conditional] = value.variants;
    assert.deepEqual([unsafe!.verdict, conditional!.verdict], ['violation', 'ok']);
    assert.deepEqual([unsafe!.runs, unsafe!.identical_runs], [3, 3]);
    assert.equal(unsafe!.check.counts['stale-version-write'], 1);
    assert.match(unsafe!.check.findings[0]!.site!, /^src\/harness\/service\/unsafe\.ts:\d+:\d+$/);
    assert.equal(conditional!.interleaving.join(' '), 'A:read B:read A:write A:confirm B:write B:read');
    for (const { trace, manifest } of value.variants) assert.ok(existsSync(trace) && existsSync(manifest));
  });

  it('says only how it ended and where the traces are when it is to be quiet', async () => {
    const { stdout } = await runCli(['reproduce', '--quiet', '--out', out()]);
    assert.ok(stdout.startsWith('✓ unsafe fails and conditional holds, as they must\n'));
    assert.doesNotMatch(stdout, /client/);
  });

  it('compares many runs', async () => {
    const { stdout } = await runCli(['reproduce', '--runs', '20', '--out', out()]);
    assert.equal(stdout.match(/✓ 20 of 20 runs made the same rows/g)?.length, 2);
  });

  it('ends in 3 when the schedule makes no race', async () => {
    const { code, stdout } = await runCli([
      'reproduce',
      '--schedule',
      'A:read A:write B:read',
      '--out',
      out(),
    ]);
    assert.equal(code, 3);
    assert.match(stdout, /^\? this schedule makes no race$/m);
  });

  const WRONG: readonly [string, readonly string[], RegExp][] = [
    [
      'an impossible schedule',
      ['--schedule', 'A:read A:write B:read B:write'],
      /cannot happen: at B:write B already/,
    ],
    ['an unknown step', ['--schedule', 'A:read B:buy'], /"B:buy": there is no step buy/],
    ['a step that stands twice', ['--schedule', 'A:read A:read B:read'], /A:read stands twice/],
    ['a negative seed', ['--seed=-1'], /whole number of at least 0/],
    ['no run at all', ['--runs=0'], /whole number of at least 1/],
    ['an unknown form', ['--format=xml'], /Allowed choices are text, json/],
    [
      'a folder that cannot be made',
      ['--out', '/dev/null/runs'],
      /\/dev\/null\/runs cannot be made: .* is a file, not a folder/,
    ],
  ];
  for (const [what, args, message] of WRONG)
    it(`ends in 2 and says why on ${what}`, async () => {
      const { code, stdout, stderr } = await runCli([
        'reproduce',
        ...(args.includes('--out') ? [] : ['--out', out()]),
        ...args,
      ]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
    });

  it('has a help with examples', async () => {
    const { code, stdout } = await runCli(['reproduce', '--help']);
    assert.equal(code, 0);
    assert.match(stdout, /race-trace reproduce --schedule "A:read A:write B:read"/);
  });

  it('ends in 130 on Ctrl-C, with all of its processes and without its scratch folder', async () => {
    const directory = out();
    const scratch = mkdtempSync(join(folder, 'tmp-'));
    const child = spawn(process.execPath, [MAIN, 'reproduce', '--runs', '1000000', '--out', directory], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: scratch },
    });
    await eventually(() => {
      assert.ok(existsSync(join(directory, 'unsafe.run.json')), 'no run has ended');
    });
    const processes = childrenOf(child.pid!);
    // Two workers, and the balancer before them.
    assert.equal(processes.length, 3);
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number | null];
    assert.equal(code, 130);
    assert.deepEqual(processes.filter(isRunning), []);
    assert.deepEqual(readdirSync(scratch), []);
  });
});

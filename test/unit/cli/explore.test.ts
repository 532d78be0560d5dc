import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runCli } from './terminal.ts';

const MAIN = join(import.meta.dirname, '../../../src/cli/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'race-trace-explore-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a module; returns its path. */
function moduleOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A shop of one unit. @param take how a client takes it */
function shopOf(take: string): string {
  return `import { step } from 'race-trace/explore';
let left = 1, sold = 0;
const buy = async () => {
  const seen = await step('read', () => left);
  if (seen < 1) return 'sold out';
  return ${take};
};
export const setup = () => { left = 1; sold = 0; };
export const clients = { A: buy, B: buy };
export const invariant = () => (sold > 1 ? 'sold ' + sold + ' of 1' : undefined);
`;
}
const UNSAFE = moduleOf(
  'unsafe.mjs',
  shopOf(`await step('write', () => { left = seen - 1; sold++; return 'sold'; })`),
);
const FIXED = moduleOf(
  'fixed.mjs',
  shopOf(`await step('write', () => {
    if (left !== seen) return 'sold out';
    left = seen - 1;
    sold++;
    return 'sold';
  })`),
);

void describe('race-trace explore', () => {
  void it('shows the shortest schedule that fails, with its steps, their lines and how to play it again', async () => {
    const { code, stdout } = await runCli(['explore', UNSAFE]);
    assert.equal(code, 1, stdout);
    assert.match(stdout, /^unsafe\.mjs {2}2 clients, 20 schedules\n/);
    assert.match(stdout, /12 {2}A sold, B sold {6}✕ sold 2 of 1/);
    assert.match(stdout, /shortest that fails {2}A:1 B:1 B:2 A:2\n/);
    assert.match(stdout, /t1 {2}read → 1\n +unsafe\.mjs:4\n/);
    assert.match(stdout, /✕ read → 1\n[^]*from here on every/);
    assert.match(stdout, /verdict {4}✕ violation: 12 of 20 schedules break the invariant\n/);
    assert.match(stdout, /where {6}\S*unsafe\.mjs:6:\d+: error: broken-invariant\n/);
    assert.match(stdout, /replay {5}.*explore .*unsafe\.mjs --replay "A:1 B:1 B:2 A:2"\n/);
  });

  void it('says of a mended one that all schedules keep the invariant', async () => {
    const { code, stdout } = await runCli(['explore', FIXED]);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /verdict {4}✓ ok: all 20 schedules keep the invariant, 1 process\n/);
  });

  void it('never says ok where schedules are left', async () => {
    const { code, stdout } = await runCli(['explore', FIXED, '--max-schedules', '3']);
    assert.equal(code, 3, stdout);
    assert.match(stdout, /verdict {4}\? unknown[^]*limit of 3 schedules was reached and others are left/);
    assert.equal((await runCli(['explore', FIXED, '--preemptions', '1'])).code, 3);
  });

  void it('answers in one JSON value', async () => {
    const { code, stdout } = await runCli(['explore', UNSAFE, '--format', 'json']);
    assert.equal(code, 1);
    const answer = JSON.parse(stdout) as Record<string, never>;
    const { format, verdict, schedules, failing, complete, no_return: noReturn } = answer;
    assert.deepEqual(
      { format, verdict, schedules, failing, complete, noReturn },
      {
        format: 'race-trace-explore/1',
        verdict: 'violation',
        schedules: 20,
        failing: 12,
        complete: true,
        noReturn: 4,
      },
    );
  });

  void it('plays one schedule a hundred times the same way', async () => {
    const { code, stdout } = await runCli([
      'explore',
      UNSAFE,
      '--replay',
      'A:1 B:1 A:2 B:2',
      '--runs',
      '100',
    ]);
    assert.equal(code, 1);
    assert.match(stdout, /again {6}✓ 100 of 100 runs went the same way/);
    const fixed = await runCli(['explore', FIXED, '--replay', 'A:1,B:1,A:2,B:2']);
    assert.equal(fixed.code, 0);
    assert.match(fixed.stdout, /outcome {4}A sold, B sold out\ninvariant {2}✓ holds/);
  });
});

void describe('what race-trace explore writes', () => {
  const out = join(folder, 'found');

  void it('is a trace of each schedule that fails, which check and the swimlane read, and a certificate', async () => {
    const { stdout } = await runCli(['explore', UNSAFE, '--out', out]);
    assert.match(stdout, /traces {5}12 traces: code .*failure-01\.trace\.csv\n/);
    assert.equal(readdirSync(out).filter((name) => name.endsWith('.trace.csv')).length, 12);
    const manifest = JSON.parse(readFileSync(join(out, 'failure-01.run.json'), 'utf8')) as unknown;
    assert.partialDeepStrictEqual(manifest, { explored: { kind: 'module', name: 'unsafe.mjs' } });
    const checked = await runCli(['check', join(out, 'failure-01.trace.csv')]);
    assert.equal(checked.code, 1);
    assert.match(
      checked.stdout,
      /stale-version-write {2}A wrote v1→v3 after B had already replaced v1\n +at \S*unsafe\.mjs:6/,
    );
    const verified = await runCli(['verify', join(out, 'exploration.json')]);
    assert.deepEqual([verified.code, verified.stdout.slice(0, 8)], [0, 'verified']);
  });

  void it('is a test that fails as long as the schedule breaks the invariant, and passes when it is mended', async () => {
    const path = moduleOf('shop.mjs', readFileSync(UNSAFE, 'utf8'));
    const { stdout } = await runCli(['explore', path, '--emit-test', 'node']);
    assert.match(stdout, /test {7}.*shop\.race\.test\.mjs\n/);
    assert.equal(testRun('shop.race.test.mjs').status, 1);
    writeFileSync(path, readFileSync(FIXED, 'utf8'));
    const { status, stdout: said } = testRun('shop.race.test.mjs');
    assert.equal(status, 0, said);
    const again = await runCli(['explore', UNSAFE, '--emit-test', 'pytest']);
    assert.match(again.stdout, /test {7}.*test_unsafe_race\.py\n/);
    assert.match(readFileSync(join(folder, 'test_unsafe_race.py'), 'utf8'), /assert done\.returncode == 0/);
  });

  void it('is not written over a test that is there', async () => {
    const path = moduleOf('twice.mjs', readFileSync(UNSAFE, 'utf8'));
    writeFileSync(join(folder, 'twice.race.test.mjs'), '// mine');
    const { code, stderr } = await runCli(['explore', path, '--emit-test', 'node']);
    assert.equal(code, 2);
    assert.match(stderr, /twice\.race\.test\.mjs is there already/);
  });
});

/** Runs a test file of the folder with this Node. */
function testRun(name: string) {
  const env = { ...process.env, RACE_TRACE: `${process.execPath} ${MAIN}`, NODE_TEST_CONTEXT: undefined };
  return spawnSync(process.execPath, ['--test', name], { cwd: folder, env, encoding: 'utf8' });
}

void describe('race-trace explore on a module that cannot be explored', () => {
  const SHOP = shopOf(`await step('write', () => 'sold')`);
  const cases: readonly (readonly [what: string, text: string, message: RegExp])[] = [
    ['nothing', '', /exports neither clients nor invariant\. It exports: setup\(\)/],
    ['a syntax error', 'export const = 1;\n', /cannot be loaded: Unexpected token '=', line 1$/m],
    [
      'an import that fails',
      `import 'no-such-package';`,
      /cannot be loaded: Cannot find package 'no-such-package'/,
    ],
    [
      'a setup that throws',
      SHOP.replace('left = 1; sold = 0;', 'throw new Error("no database");'),
      /setup failed: no database/,
    ],
    [
      'an invariant that throws',
      SHOP.replace('sold > 1', 'sold.of.what > 1'),
      /the invariant failed itself.*Cannot read prop/,
    ],
    ['a module that ends its process', 'process.exit(3);', /ended its thread, as by process\.exit/],
    [
      'an error outside',
      `${SHOP}setTimeout(() => { throw new Error('astray'); });\nawait new Promise((go) => setTimeout(go, 100));\n`,
      /failed outside of its clients: astray/,
    ],
  ];
  for (const [what, text, message] of cases)
    void it(`says what is wrong: ${what}`, async () => {
      const path = moduleOf(`${what.replaceAll(' ', '-')}.mjs`, text);
      const { code, stderr, stdout } = await runCli(['explore', path]);
      assert.equal(code, 2, stdout);
      assert.match(stderr, message);
    });

  void it('says what is wrong: no such file', async () => {
    const { code, stderr } = await runCli(['explore', join(folder, 'none.mjs')]);
    assert.equal(code, 2);
    assert.match(stderr, /none\.mjs/);
  });

  void it('says what is wrong: a schedule that cannot happen', async () => {
    const { code, stderr } = await runCli(['explore', UNSAFE, '--replay', 'A:2']);
    assert.equal(code, 2);
    assert.match(stderr, /A:2 cannot happen there: the next step of A is A:1, "read"/);
  });

  void it('ends a step that never ends, and says which', async () => {
    const path = moduleOf(
      'endless.mjs',
      `import { step } from 'race-trace/explore';
export const clients = { A: () => step('wait', () => new Promise(() => {})), B: () => step('read', () => 1) };
export const invariant = () => true;
`,
    );
    const { code, stdout } = await runCli(['explore', path, '--stuck-ms', '60']);
    assert.equal(code, 1, stdout);
    assert.match(stdout, /✕ it never ends: A in "wait"/);
  });

  void it('keeps what the module prints beside the result', async () => {
    const path = moduleOf('talks.mjs', `${SHOP}console.log('hello');\n`);
    const { stdout, stderr } = await runCli(['explore', path, '--format', 'json']);
    assert.doesNotThrow(() => {
      JSON.parse(stdout);
    });
    assert.match(stderr, /hello/);
  });
});

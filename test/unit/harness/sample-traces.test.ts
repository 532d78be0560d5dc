import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { goldenOf } from '../../../sample-traces/golden.ts';
import { SAMPLES } from '../../../sample-traces/samples.ts';
import { writeSample } from '../../../sample-traces/write-sample.ts';

const KEPT = resolve(import.meta.dirname, '../../../sample-traces');
const directory = mkdtempSync(join(tmpdir(), 'race-trace-samples-'));
after(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** The file's text; a packed one unpacked, since packers may differ where texts do not. */
function textOf(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

describe('the sample traces', () => {
  for (const sample of SAMPLES) {
    it(`${sample.name} is what its seed makes, byte for byte (else: npm run samples)`, async () => {
      for (const name of await writeSample(sample, directory))
        assert.equal(textOf(join(directory, name)), textOf(join(KEPT, name)), name);
    });

    it(`${sample.name} has the findings of its golden file`, async () => {
      const trace = join(KEPT, `${sample.name}.trace.${sample.file}`);
      const golden: unknown = JSON.parse(readFileSync(join(KEPT, `${sample.name}.golden.json`), 'utf8'));
      assert.deepEqual(JSON.parse(JSON.stringify(await goldenOf(trace))), golden);
    });
  }

  it('are all described, and nothing else is among them', () => {
    const readme = readFileSync(join(KEPT, 'README.md'), 'utf8');
    const named = SAMPLES.map((sample) => sample.name);
    for (const name of named) assert.ok(readme.includes(`\`${name}\``), name);
    const found = readdirSync(KEPT).flatMap((file) => /^(.*)\.trace\./.exec(file)?.[1] ?? []);
    assert.deepEqual(found.sort(), [...named].sort());
  });

  it('show what they are there for', async () => {
    const golden = async (name: string) => {
      const sample = SAMPLES.find((each) => each.name === name)!;
      return (await goldenOf(join(KEPT, `${name}.trace.${sample.file}`))) as {
        verdict: string;
        counts: Record<string, number>;
        possible: readonly { code: string; hangs_on: string }[];
        findings: readonly { code: string; rows: readonly number[] }[];
        ledger: { mismatch?: number; excess_units: number; by: Record<string, number> };
        rows: { accepted: number };
      };
    };
    const race = await golden('two-client-unsafe');
    assert.deepEqual(
      [race.verdict, race.counts['stale-version-write'], race.ledger.mismatch],
      ['violation', 1, 1],
    );
    const cured = await golden('two-client-conditional');
    assert.equal(cured.verdict, 'ok');
    const twice = await golden('retry-duplication');
    assert.deepEqual(
      [twice.verdict, twice.counts['duplicate-confirmation'], twice.counts['stale-version-write']],
      ['violation', 1, 0],
    );
    assert.deepEqual([twice.ledger.mismatch, twice.ledger.excess_units], [0, 1]);
    const replay = await golden('idempotent-replay');
    assert.deepEqual([replay.verdict, replay.counts['idempotent-replay']], ['ok', 1]);
    const timeout = await golden('timeout-decides');
    assert.deepEqual([timeout.verdict, timeout.counts['lost-confirmation']], ['unknown', 1]);
    const either = await golden('either-was-stale');
    assert.deepEqual([either.verdict, either.counts['no-lawful-world']], ['violation', 1]);
    assert.deepEqual(
      either.possible.map(({ code, hangs_on }) => [code, hangs_on]),
      [['stale-version-write', 'what the attempt on line 7 came to']],
    );
    const orders = await golden('orders-and-releases');
    assert.deepEqual([orders.counts['stale-version-write'], orders.ledger.mismatch], [1, 5]);
    const etags = await golden('etags');
    // C overwrote B; D, whose ETag had come back, is not accused.
    assert.deepEqual(etags.findings.find(({ code }) => code === 'stale-version-write')?.rows, [3, 2]);
    assert.equal(etags.ledger.by['stale-version-write'], etags.ledger.mismatch);
    const unversioned = await golden('no-versions');
    assert.deepEqual([unversioned.verdict, unversioned.counts['value-reuse']], ['violation', 1]);
    const hot = await golden('hot-key-10k');
    assert.deepEqual([hot.verdict, hot.rows.accepted], ['violation', 10_000]);
    assert.ok(hot.counts['stale-version-write']! > 50);
    assert.equal(hot.ledger.by['stale-version-write'], hot.ledger.mismatch);
  });
});

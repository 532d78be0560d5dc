import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../../src/core/check/analyze.ts';
import { beforeAfter } from '../../../../src/core/decide/before-after.ts';
import type { BeforeAfterMetric } from '../../../../src/core/decide/before-after.ts';
import { DEFAULT_CRITERIA } from '../../../../src/core/decide/criteria.ts';
import type { Evidence } from '../../../../src/core/decide/evidence.ts';
import { HistoryBuilder } from '../../../../src/core/history/builder.ts';
import type { StoreRecord } from '../../../../src/core/history/run-facts.ts';
import { retryAmplification } from '../../../../src/core/measure/screens.ts';
import { CONTENTION, FIGURES, perfectEvidence, withCandidate, withPhase } from './evidence-of.ts';
import { RESULT } from '../../../../src/core/words/codes.ts';

const KEYS = 20;
const UNITS_PER_KEY = 3000;

/**
 * A run of `confirmed` successes of which the last `stale` writes of a key were based on a version already replaced, so
 * that they took nothing: `confirmed − stale` units are gone.
 */
function run(confirmed: number, stale: number) {
  const builder = new HistoryBuilder();
  for (const column of ['request_id', 'inventory_key', 'worker_id', 'result'] as const)
    builder.declare(column);
  for (const column of ['read_version', 'write_version', 'read_value', 'write_value'] as const)
    builder.declare(column);
  const version = new Array<number>(KEYS).fill(1);
  const value = new Array<number>(KEYS).fill(UNITS_PER_KEY);
  const before = new Array<number>(KEYS).fill(UNITS_PER_KEY);
  for (let attempt = 0; attempt < confirmed; attempt++) {
    const key = attempt % KEYS;
    // The first round of writes cannot be stale: nobody has written before.
    const isStale = attempt >= KEYS && attempt < KEYS + stale;
    const [base, read] = isStale ? [version[key]! - 1, before[key]!] : [version[key]!, value[key]!];
    builder.startRow(attempt + 2);
    builder.text('request_id', `r-${attempt}`);
    builder.text('inventory_key', `seat-${key}`);
    builder.text('worker_id', `w${attempt % 4}`);
    builder.result(RESULT.success);
    builder.version('read_version', base);
    builder.version('write_version', version[key]! + 1);
    builder.integer('read_value', read);
    builder.integer('write_value', read - 1);
    builder.endRow();
    version[key]!++;
    if (!isStale) before[key] = value[key]!;
    value[key] = read - 1;
  }
  const records = (values: number[], versions: number[]): ReadonlyMap<string, StoreRecord> =>
    new Map(values.map((units, key) => [`seat-${key}`, { value: units, version: BigInt(versions[key]!) }]));
  const history = builder.finish([...version.map(BigInt), 1n]);
  return analyze(
    history,
    {
      versionScheme: 'monotonic',
      initial: records(new Array<number>(KEYS).fill(UNITS_PER_KEY), new Array<number>(KEYS).fill(1)),
      remaining: records(value, version),
      complete: true,
      variant: 'unsafe',
      seed: 7,
      schedule: undefined,
      faultWindows: [],
    },
    { accepted: history.size, rejected: 0, blank: 0 },
  );
}

function evidence(): Evidence {
  const [unsafe, conditional] = [run(38_420, 420), run(38_000, 0)];
  const figures = (p99: number, http5xxRate: number, queue: number, conflictRate: number) => ({
    ...FIGURES,
    p99LatencyMs: p99,
    maxQueueDelayMs: queue,
    http5xxRate,
    conflictRate,
  });
  const perfect = perfectEvidence();
  const before =
    perfect.before && withPhase(perfect.before, 'load', { ...unsafe, figures: figures(132, 0.0003, 28, 0) });
  return withCandidate({ ...perfect, before }, 'retest', {
    ...conditional,
    figures: figures(141, 0.0004, 35, 0.068),
  });
}

describe('the table of before and after', () => {
  const table = beforeAfter(evidence(), DEFAULT_CRITERIA);
  const row = (metric: BeforeAfterMetric) => {
    const found = table.find((each) => each.metric === metric);
    assert.ok(found, metric);
    return found;
  };

  it('comes to the published figures, by counting', () => {
    const shown = table.map(
      ({ metric, before, after, status }) => `${metric}: ${before} | ${after} | ${status}`,
    );
    assert.deepEqual(shown, [
      'confirmed: 38420 | 38000 | pass',
      'expected: 38000 | 38000 | reported',
      'invariant mismatch: 420 | 0 | pass',
      `invariant error rate: ${420 / 38_420} | 0 | reported`,
      'p99 latency: 132 | 141 | pass',
      'HTTP 5xx rate: 0.0003 | 0.0004 | pass',
      'conflict rate: 0 | 0.068 | pass',
      'duplicate confirmations: 0 | 0 | pass',
      'maximum queue delay: 28 | 35 | pass',
      'p99.9 queue delay: 12 | 12 | reported',
      'attempts per request: 1.18 | 1.18 | pass',
    ]);
    assert.equal((100 * row('invariant error rate').before!).toFixed(3), '1.093');
    assert.equal((100 * (retryAmplification(0.175) - 1)).toFixed(1), '21.2');
  });

  it('puts every unit of the mismatch down to a stale write', () => {
    const { ledger, counts } = evidence().before!.phases.load!;
    assert.equal(ledger.by['stale-version-write'], 420);
    assert.equal(counts['stale-version-write'], 420);
    assert.equal(ledger.unexplained, 0);
  });

  it('keeps apart what a run says that cannot be trusted, and holds it against nothing', () => {
    const invalid = beforeAfter(
      withCandidate(evidence(), 'retest', { invalidBecause: ['The generator was the bottleneck.'] }),
      DEFAULT_CRITERIA,
    );
    const p99 = invalid.find(({ metric }) => metric === 'p99 latency')!;
    assert.deepEqual(
      [p99.before, p99.after, p99.untrusted.after, p99.status],
      [132, undefined, 141, 'invalid'],
    );
    for (const { after, status } of invalid) assert.deepEqual([after, status], [undefined, 'invalid']);
  });

  it('has no figures of a run that is missing, or in which nothing was asked for', () => {
    const alone = withCandidate({ ...evidence(), before: undefined }, 'load', undefined);
    for (const nothing of [
      withCandidate(alone, 'retest', undefined),
      withCandidate(alone, 'retest', { contention: { ...CONTENTION, attempts: 0 } }),
    ])
      for (const { before, after, status } of beforeAfter(nothing, DEFAULT_CRITERIA))
        assert.deepEqual([before, after, status], [undefined, undefined, 'missing']);
  });

  it('takes the other of load and retest where a side has only that', () => {
    const { candidate, before } = evidence();
    const exchanged = beforeAfter(
      {
        ...evidence(),
        candidate: withPhase(before!, 'retest', undefined),
        before: withPhase(candidate, 'load', undefined),
      },
      DEFAULT_CRITERIA,
    );
    const p99 = exchanged.find(({ metric }) => metric === 'p99 latency')!;
    assert.deepEqual([p99.before, p99.after], [141, 132]);
  });

  it('fails what misses its limit', () => {
    const wrong = beforeAfter(withCandidate(evidence(), 'retest', run(38_420, 420)), {
      ...DEFAULT_CRITERIA,
      p99LatencyMs: 141,
      maxQueueDelayMs: 35,
    });
    const failed = wrong.filter(({ status }) => status === 'fail').map(({ metric }) => metric);
    assert.deepEqual(failed, ['confirmed', 'invariant mismatch', 'p99 latency', 'maximum queue delay']);
  });

  it('neither holds nor misses what timed-out attempts decide', () => {
    const open = { ...run(38_420, 420), verdict: 'unknown' } as const;
    const statuses = beforeAfter(withCandidate(evidence(), 'retest', open), DEFAULT_CRITERIA);
    const ofUnits = statuses.filter(({ unit }) => unit === 'units');
    assert.deepEqual(
      ofUnits.map(({ metric, after, status }) => `${metric}: ${after} | ${status}`),
      [
        'confirmed: 38420 | missing',
        'expected: 38000 | reported',
        'invariant mismatch: 420 | missing',
        'duplicate confirmations: 0 | pass',
      ],
    );
  });
});

/** The figures of a report are those of its rows; a file of metrics that says otherwise is named with both figures. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readRunDirectory } from '../../../src/ingest/run-files/run-directory.ts';
import { evidenceOf } from '../../../src/report/model/evidence.ts';
import { DEFAULT_CRITERIA } from '../../../src/core/decide/criteria.ts';
import { metricsOf, writePhase, type Row } from './synthetic-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-figures-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const ok = (request: number, ms: number): Row => ({
  request_id: `r-${request}`,
  inventory_key: 'seat-7',
  worker_id: 'w1',
  start_us: request * 10_000,
  end_us: request * 10_000 + ms * 1000,
  latency_ms: ms,
  queue_delay_ms: request,
  retry_count: 0,
  read_version: request,
  read_value: 100 - request,
  write_version: request + 1,
  write_value: 99 - request,
  result: 'success',
});
/** Twenty requests, of which one is tried twice, one refused, one turned away, and one has no known outcome. */
const ROWS: readonly Row[] = [
  ...Array.from({ length: 17 }, (_, request) => ok(request, 4 + request)),
  { ...ok(17, 3), write_version: '', write_value: '', result: 'retry' },
  { ...ok(17, 9), start_us: 173_000, end_us: 182_000, retry_count: 1 },
  { ...ok(18, 30), write_version: '', write_value: '', result: 'conflict' },
  {
    request_id: 'r-19',
    inventory_key: 'seat-7',
    start_us: 190_000,
    end_us: 191_000,
    latency_ms: 1,
    retry_count: 0,
    result: 'rejected',
  },
];
const PHASE = {
  phase: 'load',
  variant: 'conditional',
  initial: { 'seat-7': 100 },
  remaining: { 'seat-7': 82 },
};
const METRICS = metricsOf({ rows: ROWS, variant: 'conditional', units: { initial: 100, remaining: 82 } });

async function loadOf(rows: readonly Row[], metrics: unknown) {
  writePhase(folder, { ...PHASE, rows, ...(metrics !== undefined && { metrics }) });
  if (metrics === undefined) rmSync(join(folder, 'load.metrics.json'), { force: true });
  const run = await readRunDirectory(folder);
  const input = { run, before: undefined, canary: undefined, criteria: DEFAULT_CRITERIA };
  return evidenceOf({ ...input, sourceOf: () => undefined }).candidate.phases.load!;
}

/** The metrics with the number at a path changed. */
function changed(path: readonly string[], by: (value: number) => number): unknown {
  const copy = structuredClone(METRICS) as unknown as Record<string, unknown>;
  const [last, ...within] = path.toReversed();
  const holder = within.reduceRight((object, name) => object[name] as Record<string, unknown>, copy);
  holder[last!] = by(holder[last!] as number);
  return copy;
}

describe('the figures of a phase', () => {
  it('are counted in its rows, and of the metrics only what no row knows', async () => {
    const { figures, misfits } = await loadOf(ROWS, METRICS);
    assert.deepEqual(misfits, []);
    assert.deepEqual(
      { ...figures, achievedPerS: 0, predictedAttemptsPerRequest: 0 },
      {
        offered: 20,
        offeredSeconds: undefined,
        seconds: 0.21,
        deliveries: 20,
        achievedPerS: 0,
        p99LatencyMs: 30,
        p99UpperMs: Infinity,
        maxQueueDelayMs: 18,
        p999QueueDelayMs: 18,
        http5xxRate: 1 / 20,
        conflictRate: 1 / 20,
        attemptsPerRequest: 21 / 20,
        predictedAttemptsPerRequest: 0,
        mismatch: 0,
      },
    );
    assert.equal(figures.achievedPerS, 20 / 0.21);
    // Two of nineteen first writes were refused, without an end of trying.
    assert.ok(
      Math.abs(figures.predictedAttemptsPerRequest! - (1 + (19 / 20) * (1 / (1 - 2 / 19) - 1))) < 1e-12,
    );
  });

  it('are there without metrics, except what no row knows', async () => {
    const { figures, misfits } = await loadOf(ROWS, undefined);
    assert.deepEqual(misfits, []);
    assert.deepEqual([figures.offered, figures.predictedAttemptsPerRequest], [undefined, undefined]);
    assert.deepEqual([figures.p99LatencyMs, figures.maxQueueDelayMs], [30, 18]);
  });

  it('are not there where the rows have none, whatever the metrics say', async () => {
    const without = ROWS.map((row) => ({
      ...row,
      queue_delay_ms: '',
      start_us: '',
      end_us: '',
      latency_ms: '',
    }));
    const { figures } = await loadOf(without, METRICS);
    const { p99LatencyMs, maxQueueDelayMs, achievedPerS } = figures;
    assert.deepEqual([p99LatencyMs, maxQueueDelayMs, achievedPerS], [NaN, NaN, NaN]);
  });

  const numbers: readonly (readonly [path: string, shown: RegExp])[] = [
    ['requests.concluded', /^requests\.concluded is 40 in the metrics and 20 by the rows$/],
    ['requests.achieved_per_s', /^requests\.achieved_per_s × requests\.seconds is 40 .* 20 by/],
    ...(['started', 'success', 'conflict', 'rejected', 'retry'] as const).map(
      (name) => [`attempts.${name}`, new RegExp(`^attempts\\.${name} is `)] as const,
    ),
    ...(['latency_ms', 'queue_delay_ms'] as const).flatMap((of) =>
      (['p50', 'p95', 'p99', 'p999', 'max', 'mean'] as const).map(
        (name) =>
          [`${of}.${name}`, new RegExp(`^${of}\\.${name} is \\S+ ms in the metrics and \\S+ ms by`)] as const,
      ),
    ),
    ['http_5xx.rate', /^http_5xx\.rate is 10 % in the metrics and 5 % by the rows$/],
    ['retries.conflict_rate', /^retries\.conflict_rate is 10 % in the metrics and 5 % by/],
    ['retries.refused_write_rate', /^retries\.refused_write_rate is/],
    ['retries.first_refused_rate', /^retries\.first_refused_rate is/],
    ['retries.attempts_per_request', /^retries\.attempts_per_request is 2\.1 in the metrics and 1\.05 by/],
    ['retries.predicted_attempts_per_request', /^retries\.predicted_attempts_per_request is/],
    ['books.confirmed', /^books\.confirmed is 36 in the metrics and 18 by/],
    ['books.initial', /^books\.initial is 200 in the metrics and 100 by/],
    ['books.remaining', /^books\.remaining is 164 in the metrics and 82 by/],
  ];
  for (const [path, shown] of numbers)
    it(`disagree with metrics of which ${path} is another, and name both`, async () => {
      const { misfits } = await loadOf(
        ROWS,
        changed(path.split('.'), (value) => 2 * value),
      );
      assert.ok(
        misfits.some((each) => shown.test(each)),
        misfits.join('\n'),
      );
    });

  it('allow what the buckets of a histogram make of a percentile, and no more', async () => {
    for (const name of ['p99', 'max'] as const) {
      const within = await loadOf(
        ROWS,
        changed(['latency_ms', name], (ms) => ms * (1 + 1 / 1024)),
      );
      assert.deepEqual(within.misfits, []);
      for (const beyond of [1.0011, 0.9999]) {
        const { misfits } = await loadOf(
          ROWS,
          changed(['latency_ms', name], (ms) => ms * beyond),
        );
        assert.equal(misfits.length, 1, `${name} × ${beyond}`);
      }
    }
  });

  it('disagree with themselves where a latency is not the end less the start', async () => {
    const slower = ROWS.map((row, at) =>
      at < 3 ? { ...row, latency_ms: 400 + Number(row.latency_ms) } : row,
    );
    const { misfits } = await loadOf(slower, METRICS);
    assert.deepEqual(misfits, ['3 rows with another latency_ms than end_us − start_us, first in line 2']);
  });

  it('allow that a client did not hear of an attempt, and only for as many as there are', async () => {
    const timeout = { ...ok(20, 80), write_version: '', write_value: '', read_value: '', result: 'timeout' };
    const rows = [...ROWS, timeout];
    // The client gave up after 50 ms and saw no queue delay; the worker ended 30 ms later.
    const heard = metricsOf({
      rows: [...ROWS, { ...timeout, end_us: 250_000, latency_ms: 50, queue_delay_ms: '' }],
      variant: 'conditional',
    });
    assert.deepEqual((await loadOf(rows, heard)).misfits, []);
    const { misfits } = await loadOf(rows, { ...heard, latency_ms: { ...heard.latency_ms, max: 20 } });
    assert.deepEqual(misfits, ['latency_ms.max is 20 ms in the metrics and 80 ms by the rows']);
  });
});

describe('metrics of an old run beside rows that are slower', () => {
  it('earn nothing', async () => {
    const path = join(folder, 'load.trace.csv');
    await loadOf(ROWS, METRICS);
    const slower = ROWS.map((row) => ({
      ...row,
      end_us: Number(row.end_us) + 400_000,
      latency_ms: Number(row.latency_ms) + 400,
    }));
    const { figures, misfits } = await loadOf(slower, METRICS);
    assert.ok(readFileSync(path, 'utf8').includes('404'));
    assert.equal(figures.p99LatencyMs, 430);
    assert.ok(
      misfits.includes('latency_ms.p99 is 30 ms in the metrics and 430 ms by the rows'),
      misfits.join('\n'),
    );
    writeFileSync(path, '');
  });
});

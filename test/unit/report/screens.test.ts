import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../src/core/check/analyze.ts';
import type { RunMetrics } from '../../../src/core/decide/run-record.ts';
import { screensOf } from '../../../src/report/model/screens.ts';
import type { SidedPhase } from '../../../src/report/model/input.ts';
import { read } from '../ingest/read.ts';
import { metricsOf, type Row } from './synthetic-run.ts';

const COLUMNS = [
  ...['request_id', 'inventory_key', 'worker_id', 'result', 'retry_count'],
  ...['read_value', 'latency_ms', 'queue_delay_ms', 'start_us', 'end_us'],
];

/** Requests of which some were refused at first, one after another, each attempt of 8 ms after a wait of 2 ms. */
function rowsOf(requests: readonly (readonly string[])[]): readonly Row[] {
  let at = 0;
  return requests.flatMap((results, request) =>
    results.map((result, retry) => ({
      ...{ request_id: `r-${request}`, inventory_key: 'seat-7', worker_id: 'w1', result, retry_count: retry },
      ...{ read_value: result === 'rejected' ? '' : 9, latency_ms: 10, queue_delay_ms: 2 },
      ...{ start_us: at * 10_000, end_us: ++at * 10_000 },
    })),
  );
}

const ONCE = ['success'];
const TWICE = ['retry', 'success'];
/** Ten requests, of which two were refused once. */
const TEN = [...Array.from({ length: 8 }, () => ONCE), TWICE, TWICE];

interface Given {
  readonly rows?: readonly Row[];
  readonly columns?: readonly string[];
  readonly retries?: Partial<RunMetrics['retries']>;
  readonly capacity?: Partial<RunMetrics['capacity']>;
  readonly rate?: number;
}

async function screens({ rows = rowsOf(TEN), columns = COLUMNS, retries, capacity, rate }: Given) {
  const lines = rows.map((row) => columns.map((column) => row[column] ?? '').join(','));
  const { history, reading } = await read(`${[columns.join(','), ...lines].join('\n')}\n`);
  const metrics = metricsOf({ variant: 'conditional', rows });
  const record = {
    phase: 'retest',
    analysis: analyze(history, undefined, reading),
    metrics: {
      ...metrics,
      retries: { ...metrics.retries, max_attempts: 4, ...retries },
      capacity: { ...metrics.capacity, ...capacity },
    },
    workload: rate === undefined ? undefined : { rate },
  };
  const phase = { side: 'candidate', phase: 'retest', label: 'conditional · retest', record };
  const found = screensOf([phase as unknown as SidedPhase]);
  const named = (name: string) => found.find((screen) => screen.name === name);
  return { retry: named('retry amplification'), capacity: named('capacity')! };
}

describe('the retry screen', () => {
  it('is counted in the rows, whatever the metrics say', async () => {
    const lying = {
      ...{ first_refused_rate: 0.9, writing_share: 0.1, refused_write_rate: 0.9 },
      ...{ attempts_per_request: 7, predicted_attempts_per_request: 7 },
    };
    for (const retries of [{}, lying]) {
      const { retry } = await screens({ retries });
      // 1 + 0.2 + 0.2² + 0.2³ at p = 0.2; 12 attempts of 10 requests in 0.12 s.
      assert.equal(
        retry?.predicted,
        '1.248 attempts per request (+24.8 %), 104 attempts/s, at p = 20 % of first writes, n = 4',
      );
      assert.equal(retry.measured, '1.200 attempts per request (+20 %), 100 attempts/s');
    }
  });

  it('compares what came on top of one attempt, not the totals', async () => {
    assert.match((await screens({})).retry!.reading, /^no more than independent/);
    const often = ['retry', 'retry', 'retry', 'retry', 'success'];
    const rows = rowsOf([...Array.from({ length: 19 }, () => ONCE), often]);
    assert.match((await screens({ rows })).retry!.reading, /^more than independent/);
  });

  it('says how many requests wrote, and how often one is tried at most', async () => {
    const rows = rowsOf([...TEN, ['rejected'], ['rejected']]);
    assert.match(
      (await screens({ rows })).retry!.predicted,
      /n = 4 for the 83\.3 % of the requests that could write$/,
    );
    assert.match((await screens({ retries: { max_attempts: null } })).retry!.predicted, /n = ∞$/);
  });

  it('takes from the metrics what rows without times and retries do not know', async () => {
    const columns = ['request_id', 'inventory_key', 'worker_id', 'result'];
    const retries = {
      ...{ first_refused_rate: 0.25, writing_share: 0.5 },
      predicted_attempts_per_request: 1.164,
    };
    const { retry, capacity } = await screens({ columns, retries });
    assert.equal(
      retry?.predicted,
      '1.164 attempts per request (+16.4 %), at p = 25 % of first writes, n = 4 for the 50 % of the requests that could write',
    );
    assert.equal(retry.measured, '1.200 attempts per request (+20 %)');
    assert.match(capacity.measured, /^not measured/);
    const earlier = {
      first_refused_rate: undefined,
      max_attempts: undefined,
      refused_write_rate: 0.1,
    } as object;
    assert.match(
      (await screens({ columns, retries: earlier })).retry!.predicted,
      /at p = 10 % of first writes, n = not stated$/,
    );
  });

  it('is not there where nothing was refused', async () => {
    assert.equal((await screens({ rows: rowsOf([ONCE, ONCE]) })).retry, undefined);
  });
});

describe('the capacity screen', () => {
  it('is made of rate, service time and workers, and measured in the rows', async () => {
    // Twelve attempts in hand for 8 ms each, in 120 ms, by two workers.
    const { capacity } = await screens({
      rate: 500,
      capacity: { service_ms: 2, workers: 2, utilisation: 0.01 },
    });
    assert.match(capacity.predicted, /^ρ = 0\.500 \(λ 500\/s, S 2 ms, m 2\)$/);
    assert.match(capacity.measured, /^0\.400 attempts in hand per worker, each for 8 ms after its wait$/);
    assert.match(capacity.reading, /^there is room; .* 4\.0 times as long as S/);
    const full = await screens({ rate: 5000, capacity: { service_ms: 2, workers: 2, utilisation: 0.01 } });
    assert.match(full.capacity.reading, /^more is asked of the workers than they can do/);
  });

  it('has the prediction of the metrics where no manifest says the rate', async () => {
    const { capacity } = await screens({ capacity: { service_ms: 2, workers: 2, utilisation: 0.25 } });
    assert.match(capacity.predicted, /^ρ = 0\.250 \(S 2 ms, m 2\)$/);
  });
});

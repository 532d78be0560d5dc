import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Reply } from '../../../../src/harness/load/client.ts';
import type { Percentiles } from '../../../../src/harness/load/distribution.ts';
import type { Sending } from '../../../../src/harness/load/generator.ts';
import { Counters } from '../../../../src/harness/load/counters.ts';
import { loadMetrics } from '../../../../src/harness/phases/load-metrics.ts';
import { invalidBecause } from '../../../../src/harness/phases/validity.ts';
import { cells, type AttemptRow } from '../../../../src/harness/record/attempt-row.ts';
import { readMetrics } from '../../../../src/ingest/run-files/metrics.ts';
import { RESULTS } from '../../../../src/core/words/codes.ts';

const NOTHING: Percentiles = { p50: 0, p95: 0, p99: 0, p999: 0, max: 0, mean: 0 };

function row(more: Partial<AttemptRow>): AttemptRow {
  return {
    requestId: 'r',
    inventoryKey: 'k',
    workerId: 'w1',
    deployment: 'v1',
    clientId: 'c1',
    result: 'success',
    retryCount: 0,
    startUs: 1000,
    serviceUs: 1000,
    endUs: 2000,
    readValue: 5,
    ...more,
  };
}

function reply(status: number, ...attempts: readonly AttemptRow[]): Reply {
  return { result: attempts.at(-1)!.result, attempts, status, attemptsBefore: 0 };
}

function sending(counters: Counters, lagMs: Partial<Percentiles> = {}): Sending {
  const sent = counters.concluded;
  const eventLoopMs = { p99: 0, max: 0 };
  const { unsent } = counters;
  return {
    offered: sent + unsent,
    sent,
    unsent,
    seconds: 2,
    endUs: 0,
    lagMs: { ...NOTHING, ...lagMs },
    eventLoopMs,
  };
}

function metricsOf(counters: Counters) {
  return loadMetrics({
    phase: 'load',
    variant: 'conditional',
    hash: '',
    durationS: 2,
    capacity: { serviceMs: 1, workers: 2, utilisation: 0.1 },
    sending: sending(counters),
    counters,
    use: { processes: [], storeCalls: { count: 0, mean_ms: 0 } },
    books: undefined,
    faults: undefined,
    invalid: [],
  });
}

describe('what is counted of a run', () => {
  it('tells no answer from an error, and lets both weigh on the error rate, and neither be achieved', () => {
    const counters = new Counters();
    counters.count([reply(201, row({}))], 0);
    counters.count([reply(502, row({ result: 'timeout', workerId: '' }))], 0);
    for (let lost = 0; lost < 8; lost++)
      counters.count([reply(0, row({ result: 'timeout', workerId: '' }))], 0);
    const { http_5xx, requests } = metricsOf(counters);
    assert.deepEqual(http_5xx, { count: 1, no_answer: 8, rate: 0.9 });
    assert.deepEqual([requests.concluded, requests.answered, requests.achieved_per_s], [10, 2, 1]);
  });

  it('does not take for sent what had no connection, and lets it weigh on the error rate', () => {
    const counters = new Counters();
    const unsent: Reply = { result: 'timeout', attempts: [], status: 0, attemptsBefore: 0 };
    counters.count([reply(201, row({}))], 0);
    counters.count([unsent], 0);
    // Asked for again: this one was sent, once.
    counters.count([unsent, reply(201, row({}))], 0);
    const { http_5xx, requests, attempts } = metricsOf(counters);
    assert.deepEqual([requests.offered, requests.sent, requests.unsent, requests.concluded], [3, 2, 1, 2]);
    assert.deepEqual([requests.deliveries, requests.answered, attempts.timeout], [2, 2, 0]);
    assert.deepEqual(http_5xx, { count: 0, no_answer: 0, rate: 1 / 3 });
    assert.deepEqual([requests.offered_per_s, requests.achieved_per_s], [1.5, 1]);
  });

  it('goes by the answer that the client went by, if one was lost before', () => {
    const counters = new Counters();
    counters.count(
      [reply(0, row({ result: 'timeout', workerId: '' })), reply(201, row({ retryCount: 1 }))],
      0,
    );
    assert.deepEqual([counters.answered, counters.noAnswer], [1, 1]);
  });

  it('tells what was not admitted from what found nothing left', () => {
    const counters = new Counters();
    counters.count([reply(410, row({ result: 'rejected' }))], 0);
    counters.count([reply(503, row({ result: 'rejected', workerId: '' }))], 0);
    counters.count([reply(503, row({ result: 'rejected', workerId: '' }))], 0);
    const { requests, attempts } = metricsOf(counters);
    assert.deepEqual([attempts.rejected, requests.not_admitted], [3, 2]);
  });

  it('predicts the attempts per request from first writes, whatever became of the later ones', () => {
    const counters = new Counters();
    const refused = (retryCount: number) => row({ result: 'retry', retryCount });
    // Of four first writes one is refused; and then its second, which the formula takes for less likely.
    counters.count([reply(201, refused(0), refused(1), row({ retryCount: 2 }))], 0);
    for (let quick = 0; quick < 3; quick++) counters.count([reply(201, row({}))], 0);
    counters.reconcile(6, []);
    const { retries } = metricsOf(counters);
    assert.equal(retries.first_refused_rate, 0.25);
    assert.equal(retries.predicted_attempts_per_request, (1 - 0.25 ** 4) / (1 - 0.25));
    assert.equal(retries.attempts_per_request, 6 / 4);
    assert.deepEqual([retries.max_attempts, retries.writing_share], [4, 1]);
    // A repeat that finds its first confirmation writes nothing, and says nothing of how often writes are refused.
    const repeat = row({});
    delete repeat.readValue;
    counters.count([reply(201, repeat)], 0);
    assert.equal(metricsOf(counters).retries.first_refused_rate, 0.25);
  });
});

describe('a request that was delivered twice at once', () => {
  it('has one first write: the one that ended first', () => {
    const counters = new Counters();
    const refused = row({ result: 'conflict', endUs: 1500 });
    counters.count([reply(201, row({ writeVersion: 2 })), reply(201, row({ writeVersion: 3 }))], 0);
    counters.count([reply(201, row({ endUs: 1800 })), reply(409, refused)], 0);
    const { retries } = metricsOf(counters);
    assert.deepEqual([retries.writing_share, retries.first_refused_rate], [1, 0.5]);
  });
});

describe('the file of metrics', () => {
  const result = fc.constantFrom(...RESULTS);
  const attempt = fc
    .record({
      result,
      retryCount: fc.nat({ max: 4 }),
      workerId: fc.constantFrom('', 'w1'),
      readValue: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
      writeVersion: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
      endUs: fc.nat({ max: 1e9 }),
    })
    .map(({ readValue, writeVersion, ...more }) => {
      const made = row({ ...more, ...(writeVersion !== undefined && { writeVersion }) });
      if (readValue === undefined) delete made.readValue;
      else made.readValue = readValue;
      return made;
    });
  const delivery = fc.record({
    result,
    // Only the last attempt of a delivery is what its answer says; those before it were tried again.
    attempts: fc
      .array(attempt, { maxLength: 4 })
      .map((all) =>
        all.map((each, at) => (at + 1 < all.length ? { ...each, result: 'retry' as const } : each)),
      ),
    status: fc.constantFrom(0, 201, 409, 410, 500, 502, 503),
    attemptsBefore: fc.nat({ max: 3 }),
  });
  const requests = fc.array(fc.array(delivery, { minLength: 1, maxLength: 4 }), { maxLength: 12 });

  it('is one that is read, whatever the answers were', () => {
    fc.assert(
      fc.property(requests, fc.nat({ max: 50 }), (all, begun) => {
        const counters = new Counters();
        for (const replies of all) counters.count(replies, 500);
        counters.reconcile(begun, []);
        const metrics = metricsOf(counters);
        assert.deepEqual(readMetrics(JSON.stringify(metrics)), { metrics });
      }),
      { numRuns: 500 },
    );
  });
});

describe('the queue delay', () => {
  const context = { phase: 'load', originUs: 0 };

  it('of an attempt that was sent late is what it waited after that; its latency counts from when it was due', () => {
    const late = row({ startUs: 1000, sentUs: 41_000, serviceUs: 43_000, endUs: 51_000 });
    const { queue_delay_ms, latency_ms } = cells(late, context);
    assert.deepEqual([queue_delay_ms, latency_ms], [2, 50]);
    const counters = new Counters();
    counters.count([reply(201, late)], 1000);
    assert.deepEqual([counters.queueDelay.percentile(100), counters.latency.percentile(100)], [2, 50]);
  });

  it('is not known of an attempt that no worker served', () => {
    const refused = row({ result: 'rejected', workerId: '' });
    assert.equal(cells(refused, context).queue_delay_ms, undefined);
    const counters = new Counters();
    counters.count([reply(503, refused)], 0);
    assert.equal(counters.queueDelay.percentiles().mean, 0);
  });
});

describe('a generator that was late for seconds, and punctual otherwise', () => {
  const counters = new Counters();
  const reasons = (lagMs: Partial<Percentiles>, underFaults = false) =>
    invalidBecause(sending(counters, lagMs), counters, undefined, { underFaults });

  it('makes the run invalid if more than one request in a thousand was late by what is judged', () => {
    const [reason, ...others] = reasons({ p99: 14, p999: 4700.04, max: 5300 });
    assert.match(
      reason!,
      /^Requests were sent late: one in a thousand by more than 4700\.0 ms \(limit 150 ms\)\. /,
    );
    assert.deepEqual(others, []);
    assert.deepEqual(reasons({ p99: 14, p999: 140, max: 5300 }), []);
  });

  it('does not where latency is not judged, and is named once', () => {
    assert.deepEqual(reasons({ p99: 140, p999: 4700 }, true), []);
    assert.equal(reasons({ p99: 200, p999: 4700 }).length, 1);
  });
});

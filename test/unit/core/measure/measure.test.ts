import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../../src/core/check/analyze.ts';
import { measure } from '../../../../src/core/measure/metrics.ts';
import { quantile, sortedNumbers } from '../../../../src/core/measure/quantile.ts';
import { runOf, type Queue } from '../diagnosis/queue.ts';
import { historyOf } from '../check/history-language.ts';
import type { Attempt } from '../check/history-language.ts';

describe('a quantile', () => {
  it('is an observed value: the smallest that the share of all does not exceed', () => {
    const hundred = Float64Array.from({ length: 100 }, (_, index) => index + 1);
    assert.equal(quantile(hundred, 0.5), 50);
    assert.equal(quantile(hundred, 0.99), 99);
    assert.equal(quantile(hundred, 1), 100);
    assert.equal(quantile(Float64Array.of(3, 9), 0.5), 3);
    assert.equal(quantile(Float64Array.of(3, 9), 0.51), 9);
    assert.equal(quantile(Float64Array.of(7), 0), 7);
  });

  it('has its exact rank where the product of share and number is whole but for its last digits', () => {
    for (const length of [740, 1000, 27_000, 540_000]) {
      const values = Float64Array.from({ length }, (_, index) => index + 1);
      for (let per = 1; per < 1000; per++)
        assert.equal(quantile(values, per / 1000), Math.ceil((per * length) / 1000), `${per} of ${length}`);
    }
  });

  it('is not a number where there is none', () => {
    assert.ok(Number.isNaN(quantile(Float64Array.of(), 0.5)));
  });

  it('leaves out empty cells', () => {
    assert.deepEqual([...sortedNumbers(Float64Array.of(3, NaN, -1))], [-1, 3]);
  });
});

const attempt = (request: string, more: Partial<Attempt> = {}): Attempt => ({
  request,
  key: 'k',
  result: 'success',
  ...more,
});

describe('metrics', () => {
  it('count attempts, retries and answers per request and in all', () => {
    const metrics = measure(
      historyOf([
        attempt('r-1', { start: 0, end: 4000, queueDelayMs: 2 }),
        attempt('r-2', { result: 'retry', retry: 0, start: 0, end: 1000, queueDelayMs: 1 }),
        attempt('r-2', { result: 'conflict', retry: 1, start: 1000, end: 3500 }),
        attempt('r-3', { result: 'timeout' }),
      ]),
    );
    assert.deepEqual(metrics, {
      latencyMs: { p50: 2.5, p95: 4, p99: 4, max: 4, mean: 2.5 },
      queueDelayMs: { p99: 2, max: 2 },
      conflictRate: 0.25,
      timeoutRate: 0.25,
      retriesPerRequest: 1 / 3,
      attemptsPerRequest: 4 / 3,
    });
  });

  it('take attempts after the first for retries where retry_count is absent', () => {
    assert.equal(measure(historyOf([attempt('r-1'), attempt('r-1'), attempt('r-1')])).retriesPerRequest, 2);
  });

  it('are no numbers of a trace without rows, and rates are zero', () => {
    const metrics = measure(historyOf([]));
    assert.ok(Number.isNaN(metrics.latencyMs.p99) && Number.isNaN(metrics.latencyMs.mean));
    assert.equal(metrics.conflictRate, 0);
    assert.equal(metrics.attemptsPerRequest, 0);
  });
});

describe('queueing overload', () => {
  const mechanismOf = (delay: (at: number) => number) => {
    const attempts = Array.from({ length: 100 }, (_, at) =>
      attempt(`r-${at}`, {
        read: at,
        write: at + 1,
        start: at * 1000,
        end: at * 1000,
        queueDelayMs: delay(at),
      }),
    );
    return analyze(historyOf(attempts), undefined, { accepted: 100, rejected: 0, blank: 0 }).mechanism;
  };

  it('is a queue delay that grows beyond what a release may have, with consistent versions', () => {
    const [overload] = mechanismOf((at) => at);
    assert.equal(overload?.name, 'queueing overload');
    assert.match(
      overload.evidence,
      /12 ms in the first quarter .* 87 ms in the last .*max 99 ms.*Versions are consistent/,
    );
  });

  it('is a third of long waits and hundreds of refusals, even if no queue grows; no pause, even at the end', () => {
    const quiet = { seconds: 30, ratePerS: 300, workers: 2 };
    const named = (queue: Pick<Queue, 'busyMs' | 'admitted' | 'pauses'>) => {
      const { history } = runOf({ ...quiet, ...queue });
      const reading = { accepted: history.size, rejected: 0, blank: 0 };
      return analyze(history, undefined, reading).mechanism.map(({ name }) => name);
    };
    assert.deepEqual(named({ busyMs: (atS) => (atS % 5 < 2.25 ? 7.7 : 3), admitted: 38 }), [
      'queueing overload',
    ]);
    assert.deepEqual(named({ busyMs: () => 3, pauses: [[28.5, 29]] }), []);
  });

  it('is no delay that is long but steady, nor one that grows but stays short', () => {
    assert.deepEqual(
      mechanismOf(() => 80),
      [],
    );
    assert.deepEqual(
      mechanismOf((at) => at / 10),
      [],
    );
  });
});

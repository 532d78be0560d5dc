import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunMetrics } from '../../../src/core/decide/run-record.ts';
import { screensOf } from '../../../src/report/model/screens.ts';
import type { SidedPhase } from '../../../src/report/model/input.ts';
import { checked } from '../core/check/history-language.ts';
import { metricsOf } from './synthetic-run.ts';

/** Two requests, of which one was refused once. */
const ANALYSIS = checked(`
  A@w1 r-1 seat-7 |--R1----W2--|       success
  B@w2 r-2 seat-7 |----R1---W3-|       success`);

function screens(retries: Partial<RunMetrics['retries']>) {
  const metrics = metricsOf({ variant: 'conditional', rows: [{ request_id: 'r-1', result: 'success' }] });
  const record = {
    phase: 'retest',
    analysis: ANALYSIS,
    metrics: { ...metrics, retries: { ...metrics.retries, ...retries } },
    workload: undefined,
  };
  const phase = { side: 'candidate', phase: 'retest', label: 'conditional · retest', record };
  return screensOf([phase as unknown as SidedPhase]);
}

function retryReading(p: number, predicted: number, measured: number): string {
  const found = screens({
    refused_write_rate: p,
    predicted_attempts_per_request: predicted,
    attempts_per_request: measured,
  });
  return found.find(({ name }) => name === 'retry amplification')!.reading;
}

describe('the retry screen', () => {
  it('compares what came on top of one attempt, not the totals', () => {
    assert.match(retryReading(0.02, 1.0, 1.042), /^more than independent/);
    assert.match(retryReading(0.175, 1.212, 1.213), /^no more than independent/);
  });

  it('says what the run says of its formula', () => {
    const of = (retries: Partial<RunMetrics['retries']>) =>
      screens({ refused_write_rate: 0.2, attempts_per_request: 1.2, first_refused_rate: 0.2, ...retries }).at(
        -1,
      )!.predicted;
    assert.match(of({ first_refused_rate: 0.25, max_attempts: 4 }), /at p = 25 % of first writes, n = 4$/);
    assert.match(
      of({ max_attempts: 4, writing_share: 0.9 }),
      /n = 4 for the 90 % of the requests that could write$/,
    );
    assert.match(of({ max_attempts: null }), /n = ∞$/);
    assert.match(of({ max_attempts: undefined } as object), /at p = 20 % of first writes, n = not stated$/);
  });

  it('is not there where nothing was refused', () => {
    const names = screens({ refused_write_rate: 0, attempts_per_request: 1 }).map(({ name }) => name);
    assert.ok(!names.includes('retry amplification'));
  });
});

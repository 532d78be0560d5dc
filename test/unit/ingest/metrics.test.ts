import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readMetrics } from '../../../src/ingest/run-files/metrics.ts';
import { metricsOf } from '../report/synthetic-run.ts';

const ROWS = [{ request_id: 'r-1', inventory_key: 'k', result: 'success' }];
const LOAD = { ...metricsOf({ rows: ROWS, variant: 'unsafe' }), format: 'race-trace-metrics/1' };
const PLAYS = { format: 'race-trace-reproduce-metrics/1', runs: 2, reproduced: 1, identical_runs: 2 };

describe('the metrics of a phase', () => {
  it('are of a load or of a schedule that was played, and what they have besides is ignored', () => {
    const load = readMetrics(JSON.stringify({ ...LOAD, more: { than: 'this' } }));
    assert.deepEqual([load.metrics?.variant, load.plays], ['unsafe', undefined]);
    const played = readMetrics(`\ufeff${JSON.stringify(PLAYS)}`);
    assert.deepEqual([played.metrics, played.plays?.reproduced], [undefined, 1]);
  });

  const { retries, latency_ms, requests } = LOAD;
  for (const [what, value, message] of [
    ['are no object', [], /^it is not a JSON object$/],
    ['have no format', {}, /^format: expected "race-trace-metrics\/1" or .*; it is missing/],
    ['are of another format', { format: 'x' }, /^format: expected "race-trace-metrics\/1" or .*, not "x"/],
    ['lack a member', { ...LOAD, valid: undefined }, /^valid: expected true or false; it is missing$/],
    [
      'lack a member of a schedule',
      { ...PLAYS, runs: undefined },
      /^runs: expected a whole number from 0 to 2\^53 − 1; it is missing$/,
    ],
    [
      'have a share above 1',
      { ...LOAD, retries: { ...retries, writing_share: 1.0012 } },
      /^retries\.writing_share: expected a number from 0 to 1, not 1\.0012$/,
    ],
    [
      'have a latency in words',
      { ...LOAD, latency_ms: { ...latency_ms, p99: 'slow' } },
      /^latency_ms\.p99: expected a number of at least 0, not "slow"$/,
    ],
    [
      'count halves',
      { ...LOAD, requests: { ...requests, sent: 1.5 } },
      /^requests\.sent: expected a whole number from 0 to 2\^53 − 1, not 1\.5$/,
    ],
    [
      'have a process without its time',
      { ...LOAD, processes: [{ id: 'w1', busy_share: 0.2 }] },
      /^processes\.0\.cpu_share: .*it is missing$/,
    ],
    ['have a list for an object', { ...LOAD, requests: [] }, /^requests: expected an object, not Array$/],
  ] as const)
    it(`that ${what} are refused with the member and what was expected`, () => {
      assert.throws(() => readMetrics(JSON.stringify(value)), { message });
    });
});

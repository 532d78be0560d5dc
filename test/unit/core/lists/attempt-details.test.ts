import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../../../src/core/check/analyze.ts';
import { HistoryBuilder } from '../../../../src/core/history/builder.ts';
import { COLUMNS } from '../../../../src/core/history/history.ts';
import { attemptDetails } from '../../../../src/core/lists/attempt-details.ts';
import { checked } from '../check/history-language.ts';
import { RESULT } from '../../../../src/core/words/codes.ts';

test('the details are all that the trace says, with units, unknown columns included', () => {
  const builder = new HistoryBuilder();
  COLUMNS.forEach((column) => {
    builder.declare(column);
  });
  const colour = builder.addExtra('__proto__');
  builder.startRow(1204);
  builder.text('request_id', 'r-1');
  builder.text('inventory_key', 'seat-7');
  builder.text('worker_id', 'w1@v2');
  builder.text('write_site', '/app/unsafe.ts:18:3');
  builder.version('read_version', 2n ** 62n);
  builder.version('write_version', 2n ** 62n + 1n);
  builder.integer('read_value', 1);
  builder.integer('write_value', 0);
  builder.real('latency_ms', 4.125);
  builder.real('queue_delay_ms', 0.5);
  builder.integer('retry_count', 2);
  builder.integer('start_us', 1_700_000_000_000_000);
  builder.integer('write_us', 1_700_000_000_002_500);
  builder.result(RESULT.success);
  builder.extra(colour, 'red\u202e');
  builder.endRow();
  const history = builder.finish([]);
  const { fields } = attemptDetails(analyze(history, undefined, { accepted: 1, rejected: 0, blank: 0 }), 0)!;
  assert.deepEqual(
    fields.map(({ name, value }) => `${name}: ${value}`),
    [
      'request id: r-1',
      'inventory key: seat-7',
      'worker: w1@v2',
      'result: success',
      'read: v4611686018427387904, 1 left',
      'wrote: v4611686018427387905, 0 left',
      'latency: 4.1 ms',
      'queue delay: 0.5 ms',
      'attempts before: 2',
      'start: 0.000 ms (1700000000000000 µs)',
      'write time: 2.500 ms (1700000000002500 µs)',
      'written at: /app/unsafe.ts:18:3',
      'in the file: line 1,204',
      'checker: in the version chain',
      '__proto__: red\\u{202e}',
    ],
  );
});

test('the line worth opening is that of the write, else one that the trace has', () => {
  const lineOf = (...sites: readonly ('read_site' | 'write_site' | 'confirm_site')[]): unknown => {
    const builder = new HistoryBuilder();
    COLUMNS.forEach((column) => {
      builder.declare(column);
    });
    builder.startRow(1);
    for (const site of sites) builder.text(site, 'a.ts:1:1');
    builder.result(RESULT.rejected);
    builder.endRow();
    const reading = { accepted: 1, rejected: 0, blank: 0 };
    return attemptDetails(analyze(builder.finish([]), undefined, reading), 0)?.lineOf;
  };
  assert.equal(lineOf('read_site', 'write_site', 'confirm_site'), 'write');
  assert.equal(lineOf('read_site'), 'read');
  assert.equal(lineOf('confirm_site'), 'confirm');
  assert.equal(lineOf(), null);
});

test('a row that does not exist has no details', () => {
  const analysis = checked('A r-1 seat-7 - rejected');
  for (const row of [-1, 1, 0.5, NaN]) assert.equal(attemptDetails(analysis, row), undefined);
  assert.equal(attemptDetails(analysis, 0)?.lineOf, null);
});

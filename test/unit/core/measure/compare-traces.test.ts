import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Analysis } from '../../../../src/core/analysis.ts';
import { analyze } from '../../../../src/core/check/analyze.ts';
import { HistoryBuilder } from '../../../../src/core/history/builder.ts';
import { compareTraces } from '../../../../src/core/measure/compare-traces.ts';
import { RESULT } from '../../../../src/core/words/codes.ts';

/** `seat-7 a.ts:3`: a stale write on that key at that line; each begins a second after the one before. */
function trace(...races: readonly string[]): Analysis {
  const builder = new HistoryBuilder();
  for (const column of [
    'request_id',
    'inventory_key',
    'worker_id',
    'read_version',
    'write_version',
    'result',
    'write_site',
    'start_us',
    'end_us',
  ] as const)
    builder.declare(column);
  let version = 1;
  for (const [at, race] of races.entries()) {
    const [key = '', site = ''] = race.split(' ');
    for (const who of [1, 2]) {
      builder.startRow(at * 2 + who + 1);
      builder.text('request_id', `r-${at}-${who}`);
      builder.text('inventory_key', key);
      builder.text('worker_id', `w${who}`);
      if (site !== '') builder.text('write_site', `src/${site}:1`);
      builder.version('read_version', version);
      builder.version('write_version', version + who);
      builder.integer('start_us', at * 1_000_000 + who);
      builder.integer('end_us', at * 1_000_000 + who + 5000);
      builder.result(RESULT.success);
      builder.endRow();
    }
    version += 2;
  }
  const rows = 2 * races.length;
  return analyze(builder.finish([]), undefined, { accepted: rows, rejected: 0, blank: 0 });
}

function changes(before: Analysis, after: Analysis): string[] {
  return compareTraces(before, after, { seed: 1, resamples: 20 })
    .findings.filter(({ code }) => code === 'stale-version-write')
    .map(({ change, key, site, siteBefore, before: was, after: is }) =>
      [change, key, siteBefore, site, was, is].filter((part) => part !== '').join(' '),
    );
}

describe('two traces held against each other', () => {
  it('are an empty difference where both are the same', () => {
    const one = trace('seat-7 a.ts:3', 'seat-8 a.ts:3', 'seat-9');
    const { isEmpty, findings, figures } = compareTraces(one, one, { seed: 1 });
    assert.ok(one.findings.length >= 3);
    assert.deepEqual(findings, []);
    assert.ok(isEmpty);
    for (const { difference } of figures.differences) assert.ok(difference === 0 || Number.isNaN(difference));
  });

  it('differ by findings that are new, gone, more and fewer, per key and line', () => {
    const before = trace('seat-7 a.ts:3', 'seat-8 a.ts:3', 'seat-8 a.ts:3');
    const after = trace('seat-7 a.ts:3', 'seat-7 a.ts:3', 'seat-8 a.ts:3', 'seat-9 b.ts:1');
    assert.deepEqual(changes(before, after), [
      'new seat-9 b.ts:1 0 1',
      'more seat-7 a.ts:3 1 2',
      'fewer seat-8 a.ts:3 2 1',
    ]);
    assert.deepEqual(changes(after, before).at(-1), 'gone seat-9 b.ts:1 1 0');
  });

  it('say that a finding moved where its kind and key are at another line', () => {
    assert.deepEqual(changes(trace('seat-7 a.ts:3'), trace('seat-7 a.ts:9')), [
      'moved seat-7 a.ts:3 a.ts:9 1 1',
    ]);
    assert.deepEqual(changes(trace('seat-7 a.ts:3'), trace('seat-8 a.ts:9')), [
      'new seat-8 a.ts:9 0 1',
      'gone seat-7 a.ts:3 1 0',
    ]);
  });

  it('name an example in the trace that has it', () => {
    const [before, after] = [trace('seat-7 a.ts:3'), trace('seat-8 a.ts:3')];
    for (const { change, key, example } of compareTraces(before, after, { seed: 1, resamples: 20 })
      .findings) {
      const { findings, history } = example.side === 'before' ? before : after;
      assert.equal(example.side, change === 'gone' ? 'before' : 'after');
      assert.equal(history.strings.at(findings[example.findingId]!.key), key);
    }
  });
});

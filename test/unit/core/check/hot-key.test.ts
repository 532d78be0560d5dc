import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../../src/core/check/analyze.ts';
import { HistoryBuilder } from '../../../../src/core/history/builder.ts';
import { RESULT } from '../../../../src/core/words/codes.ts';

const ROWS = 200_000;
/** A check that were quadratic in the rows would take many minutes; a linear one takes about half a second. */
const CPU_LIMIT_MS = 60_000;

interface Row {
  readonly request: string;
  readonly read?: number;
  readonly write?: number;
  readonly result?: number;
}

function checkHotKey(rowAt: (index: number) => Row) {
  const builder = new HistoryBuilder();
  for (const column of ['read_version', 'write_version', 'read_us', 'end_us'] as const)
    builder.declare(column);
  for (let index = 0; index < ROWS; index++) {
    const { request, read, write, result } = rowAt(index);
    builder.startRow(index + 2);
    builder.text('request_id', request);
    builder.text('inventory_key', 'hot');
    if (read !== undefined) builder.version('read_version', read);
    if (write !== undefined) builder.version('write_version', write);
    builder.result(result ?? RESULT.success);
    builder.integer('read_us', 3 * index);
    builder.integer('end_us', 3 * index + 7);
    builder.endRow();
  }
  const began = process.cpuUsage();
  const analysis = analyze(builder.finish([]), undefined, { accepted: ROWS, rejected: 0, blank: 0 });
  const { user, system } = process.cpuUsage(began);
  assert.ok((user + system) / 1000 < CPU_LIMIT_MS);
  return analysis;
}

describe('a hot key is checked in linear time', () => {
  it('with a chain of writes, in the reverse order of the file', () => {
    const { counts } = checkHotKey((index) => ({
      request: `r-${index}`,
      read: ROWS - index,
      write: ROWS - index + 1,
    }));
    assert.equal(counts['stale-version-write'], 0);
  });

  it('with every write stale', () => {
    const { counts } = checkHotKey((index) => ({ request: `r-${index}`, read: 1, write: index + 2 }));
    assert.equal(counts['stale-version-write'], ROWS - 1);
  });

  it('with one version made again and again', () => {
    const { counts } = checkHotKey((index) => ({ request: `r-${index}`, read: index % 2, write: 2 }));
    assert.equal(counts['stale-version-write'], ROWS - 1);
    assert.equal(counts['version-reuse'], ROWS / 2);
  });

  it('with every other attempt timed out and applied', () => {
    const { counts } = checkHotKey((index) => ({
      request: `r-${index}`,
      read: index,
      write: index + 1,
      ...(index % 2 === 1 && { result: RESULT.timeout }),
    }));
    assert.equal(counts['lost-confirmation'], ROWS / 2);
  });

  it('with one request that was confirmed and timed out all the time', () => {
    const { counts } = checkHotKey((index) => ({
      request: 'r-1',
      ...(index % 2 === 0 ? { write: index + 1 } : { read: index, result: RESULT.timeout }),
    }));
    assert.equal(counts['duplicate-confirmation'], 1);
  });

  it('with nothing but reads of versions from nowhere', () => {
    const { counts } = checkHotKey((index) => ({
      request: `r-${index}`,
      read: 5 * index,
      result: RESULT.conflict,
    }));
    assert.equal(counts['phantom-read'], 0, 'writers outside the trace may have made them');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HistoryBuilder } from '../../../../src/core/history/builder.ts';
import { NONE, RESULT } from '../../../../src/core/words/codes.ts';

describe('history builder', () => {
  it('holds cells that were set and leaves the others empty', () => {
    const builder = new HistoryBuilder();
    builder.declare('request_id');
    builder.startRow(2);
    builder.text('request_id', 'r-1');
    builder.version('read_version', 1);
    builder.result(RESULT.timeout);
    builder.endRow();
    builder.startRow(4);
    builder.text('request_id', 'r-1');
    builder.text('worker_id', '');
    assert.ok(builder.integer('read_value', -3));
    builder.real('latency_ms', 1.5);
    builder.endRow();
    const history = builder.finish([]);
    assert.equal(history.size, 2);
    assert.deepEqual([...history.line], [2, 4]);
    assert.deepEqual([...history.requestId], [0, 0]);
    assert.deepEqual([...history.strings], ['r-1']);
    assert.deepEqual([...history.workerId], [NONE, NONE]);
    assert.deepEqual([...history.readVersion], [1, NONE]);
    assert.deepEqual([...history.result], [RESULT.timeout, RESULT.success]);
    assert.deepEqual([...history.readValue], [NaN, -3]);
    assert.deepEqual([...history.latencyMs], [NaN, 1.5]);
    assert.deepEqual([...history.columns], ['request_id']);
  });

  it('forgets a dropped row entirely, its time as an origin included', () => {
    const builder = new HistoryBuilder();
    const late = builder.addExtra('zone');
    builder.startRow(2);
    builder.text('client_id', 'A');
    builder.version('write_version', 7);
    assert.ok(builder.integer('start_us', 0));
    builder.extra(late, 'x');
    builder.dropRow();
    builder.startRow(3);
    assert.ok(builder.integer('start_us', 2n ** 62n));
    builder.endRow();
    const history = builder.finish([]);
    assert.equal(history.size, 1);
    assert.deepEqual([...history.clientId, ...history.writeVersion], [NONE, NONE]);
    assert.deepEqual([...history.extra[0]!.values], [NONE]);
    assert.equal(history.originUs, 2n ** 62n);
    assert.equal(history.startUs[0], 0);
  });

  it('keeps an unknown column that appears late', () => {
    const builder = new HistoryBuilder();
    for (let row = 0; row < 5; row++) {
      builder.startRow(row + 1);
      if (row === 3) builder.extra(builder.addExtra('__proto__'), 'here');
      builder.endRow();
    }
    const history = builder.finish([]);
    assert.equal(history.extra[0]!.name, '__proto__');
    assert.deepEqual([...history.extra[0]!.values], [NONE, NONE, NONE, 0, NONE]);
  });

  it('grows over many rows without losing any', () => {
    const builder = new HistoryBuilder();
    for (let row = 0; row < 5000; row++) {
      builder.startRow(row + 1);
      builder.text('request_id', `request-number-${row % 1000}`);
      builder.version('read_version', row);
      builder.endRow();
    }
    const history = builder.finish([]);
    assert.equal(history.strings.length, 1000);
    assert.ok(history.readVersion.every((version, row) => version === row));
    assert.equal(history.requestId[4999], 999);
  });
});

describe('version scale', () => {
  const scaleOf = (versions: readonly (number | bigint)[], known: readonly bigint[] = []) => {
    const builder = new HistoryBuilder();
    for (const version of versions) {
      builder.startRow(1);
      builder.version('read_version', version);
      builder.endRow();
    }
    return builder.finish(known);
  };

  it('is the version itself where all are safe integers', () => {
    const { readVersion, versions } = scaleOf([5, 9n], [3n]);
    assert.deepEqual([...readVersion], [5, 9]);
    assert.equal(versions.text(9), '9');
    assert.equal(versions.text(NONE), '');
    assert.ok(versions.isNext(5, 6));
    assert.equal(versions.cell(3n), 3);
    assert.equal(versions.cell(2n ** 60n), undefined);
  });

  it('tells neighbours apart up to 2^63 − 1', () => {
    const top = 2n ** 63n - 1n;
    const { readVersion, versions } = scaleOf([top, 4, top - 1n, top - 3n], [top - 2n]);
    const [last, four, beforeLast, third] = readVersion as unknown as [number, number, number, number];
    assert.ok(four < third && third < beforeLast && beforeLast < last);
    assert.ok(versions.isNext(beforeLast, last));
    assert.ok(!versions.isNext(third, beforeLast));
    assert.ok(!versions.isNext(NONE, four));
    assert.equal(versions.text(last), '9223372036854775807');
    assert.equal(versions.text(four), '4');
    assert.ok(versions.isNext(versions.cell(top - 2n)!, beforeLast));
    assert.equal(versions.cell(17n), undefined);
  });

  it('ranks when only the manifest has a large version', () => {
    const { readVersion, versions } = scaleOf([1, 2], [2n ** 62n, -1n]);
    assert.equal(versions.text(readVersion[1]!), '2');
    assert.ok(versions.cell(2n ** 62n)! > readVersion[1]!);
    assert.equal(versions.cell(-1n), undefined);
  });
});

describe('times', () => {
  const timesOf = (...times: readonly (number | bigint)[]) => {
    const builder = new HistoryBuilder();
    for (const time of times) {
      builder.startRow(1);
      builder.integer('read_us', time);
      builder.endRow();
    }
    return builder.finish([]);
  };

  it('count from the earliest one, exactly, also on a 64-bit clock', () => {
    const clock = 1_790_000_000_123_456_789n;
    const { readUs, originUs } = timesOf(clock, clock - 3n, clock + 1n);
    assert.equal(originUs, clock - 3n);
    assert.deepEqual([...readUs], [3, 0, 4]);
  });

  it('are absent where the file has none', () => {
    const { readUs, originUs } = timesOf();
    assert.equal(originUs, 0n);
    assert.equal(readUs.length, 0);
  });

  it('refuse what cannot be held exactly', () => {
    const builder = new HistoryBuilder();
    builder.startRow(1);
    assert.ok(builder.integer('start_us', 0));
    assert.ok(!builder.integer('end_us', 2n ** 62n));
    assert.ok(!builder.integer('read_us', 2 ** 60));
    assert.ok(!builder.integer('read_value', 2n ** 53n));
    assert.ok(!builder.integer('retry_count', -1));
    builder.real('write_us', 2.5);
    builder.endRow();
    const history = builder.finish([]);
    assert.deepEqual([...history.endUs, ...history.readUs, ...history.readValue], [NaN, NaN, NaN]);
    assert.deepEqual([...history.writeUs], [2.5]);
  });
});

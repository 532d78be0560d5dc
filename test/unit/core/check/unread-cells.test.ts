import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unreadCellReasons } from '../../../../src/core/check/unread-cells.ts';
import type { ColumnName } from '../../../../src/core/history/history.ts';

const reasons = (unread: readonly (readonly [ColumnName, readonly number[]])[]) =>
  unreadCellReasons({
    accepted: 9,
    rejected: 0,
    blank: 0,
    unread: new Map(unread.map(([column, rows]) => [column, Uint32Array.from(rows)])),
  });

describe('cells that could not be read', () => {
  it('keep a verdict from being ok where a check needs them, counted by column', () => {
    const found = reasons([
      ['write_version', [1]],
      ['read_version', [0, 3]],
    ]);
    assert.deepEqual(found, [
      '2 cells of read_version could not be read: their content could change the verdict',
      '1 cell of write_version could not be read: its content could change the verdict',
    ]);
  });

  it('change nothing where no error is found by them', () => {
    const harmless = [
      'latency_ms',
      'queue_delay_ms',
      'start_us',
      'end_us',
      'retry_count',
      'worker_id',
    ] as const;
    assert.deepEqual(reasons(harmless.map((column) => [column, [0]])), []);
    assert.deepEqual(unreadCellReasons({ accepted: 1, rejected: 0, blank: 0 }), []);
  });
});

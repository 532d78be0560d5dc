import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { waitsOf } from '../../../../src/core/diagnosis/waits.ts';
import { historyOf, type Attempt } from '../check/history-language.ts';
import { runOf } from './queue.ts';

const LIMIT_MS = 50;
const MS = 1000;

/** An attempt that is due at a moment (ms), waits, and is in hand for 2 ms. */
function attempt(worker: string, dueMs: number, queueDelayMs: number): Attempt {
  const end = MS * (dueMs + queueDelayMs + 2);
  const of = { request: `r-${worker}-${dueMs}`, key: 'seat-7', worker, result: 'success' } as const;
  return { ...of, start: MS * dueMs, end, queueDelayMs };
}

describe('the waits of a history', () => {
  it('count what the service turned away, and not what it answered after it had read the record', () => {
    const rejected = { key: 'seat-7', result: 'rejected', start: 0, end: 1 } as const;
    const waits = waitsOf(
      historyOf([
        attempt('w1', 0, 1),
        { ...rejected, request: 'away' },
        { ...rejected, request: 'sold-out', read: 7 },
        { ...rejected, request: 'served', worker: 'w1' },
      ]),
      LIMIT_MS,
    );
    assert.deepEqual([waits.turnedAway, waits.attempts], [1, 4]);
  });

  it('take time in which most were turned away for bad time, though no attempt waited', () => {
    const { history } = runOf({ seconds: 10, ratePerS: 250, workers: 2, busyMs: () => 30, admitted: 3 });
    const { long, longTimeShare, turnedAway, attempts } = waitsOf(history, LIMIT_MS);
    assert.equal(long, 0);
    assert.ok(turnedAway > attempts / 2 && longTimeShare > 0.9, `${turnedAway}, ${longTimeShare}`);
  });

  it('see the worker of the longest wait stand still, whatever another one does meanwhile', () => {
    const steady = Array.from({ length: 100 }, (_, at) => attempt('w2', 10 * at, 0));
    const { maxMs, stalledMs } = waitsOf(
      historyOf([attempt('w1', 0, 0), attempt('w1', 100, 800), ...steady]),
      LIMIT_MS,
    );
    assert.deepEqual([maxMs, stalledMs], [800, 800]);
  });
});

import { historyOf } from '../check/history-language.ts';
import type { Attempt } from '../check/history-language.ts';
import type { History } from '../../../../src/core/history/history.ts';
import type { ProcessUse } from '../../../../src/core/diagnosis/machine-use.ts';

/** A service as a queue: attempts are due at one rate, wait for the first worker that is free, and are served for a while. */
export interface Queue {
  readonly seconds: number;
  readonly ratePerS: number;
  readonly workers: number;
  /** For how long an attempt keeps its worker busy, when it begins at this moment of the run (s). */
  readonly busyMs: (atS: number) => number;
  /** How much longer the attempt is in hand while its worker does something else: waiting for a store. */
  readonly awayMs?: number;
  /** Attempts that may be in the service at once; those beyond it are turned away. */
  readonly admitted?: number;
  /** What every attempt waits before it comes to the queue. */
  readonly beforeMs?: number;
  /** Stretches [from, to) of the run (s) in which no attempt begins. */
  readonly pauses?: readonly (readonly [number, number])[];
}

/** The rows of a run of this service, and how busy its workers were. */
export function runOf(queue: Queue): {
  readonly history: History;
  readonly processes: readonly ProcessUse[];
} {
  const { seconds, ratePerS, workers, busyMs, awayMs = 0, admitted = Infinity, beforeMs = 0 } = queue;
  const freeMs = new Float64Array(workers);
  const busy = new Float64Array(workers);
  const ends: number[] = [];
  const attempts = Array.from({ length: seconds * ratePerS }, (_, index): Attempt => {
    const dueMs = (1000 * index) / ratePerS;
    const common = { request: `r-${index}`, key: `k-${index % 64}`, start: 1000 * dueMs };
    while ((ends[0] ?? Infinity) <= dueMs) ends.shift();
    if (ends.length >= admitted) return { ...common, result: 'rejected', end: 1000 * (dueMs + 0.5) };
    const worker = freeMs.indexOf(Math.min(...freeMs));
    const beginMs = afterPauses(Math.max(dueMs + beforeMs, freeMs[worker]!), queue.pauses);
    const length = busyMs(beginMs / 1000);
    freeMs[worker] = beginMs + length;
    busy[worker]! += length;
    const endMs = beginMs + length + awayMs;
    ends.splice(ends.findLastIndex((end) => end <= endMs) + 1, 0, endMs);
    const queueDelayMs = beginMs - dueMs;
    return { ...common, worker: `w${worker}`, result: 'success', end: 1000 * endMs, queueDelayMs };
  });
  const lengthMs = Math.max(1000 * seconds, ...freeMs);
  const processes = Array.from(busy, (ms, worker) => {
    const share = ms / lengthMs;
    return { id: `w${worker}@conditional`, cpu_share: share, busy_share: share };
  });
  return { history: historyOf(attempts), processes };
}

function afterPauses(ms: number, pauses: Queue['pauses'] = []): number {
  const pause = pauses.find(([from, to]) => ms >= 1000 * from && ms < 1000 * to);
  return pause === undefined ? ms : 1000 * pause[1];
}

import { quantile } from '../measure/quantile.ts';
import type { RowFigures } from '../measure/row-figures.ts';
import { predictedAttempts } from '../measure/screens.ts';
import { upperQuantile } from '../measure/upper-bound.ts';
import type { LoadFigures } from './evidence.ts';
import type { RunMetrics } from './run-record.ts';

/**
 * The figures of a phase: by its rows, and from its metrics what no row knows, which is what was offered and not sent, how
 * often a request is tried at most, and the store's own books.
 * @param offeredSeconds for how long requests were to arrive, as the workload says
 */
export function loadFigures(
  rows: RowFigures,
  metrics: RunMetrics | undefined,
  offeredSeconds: number | undefined,
): LoadFigures {
  const { requests, answered, deliveries, results, seconds, notAdmitted } = rows;
  const attempts = Object.values(results).reduce((sum, count) => sum + count, 0);
  const unsent = metrics === undefined ? 0 : Math.max(0, metrics.requests.offered - metrics.requests.sent);
  return {
    offered: metrics?.requests.offered,
    offeredSeconds,
    seconds,
    achievedPerS: answered / seconds,
    deliveries: deliveries + unsent,
    p99LatencyMs: quantile(rows.latencyMs, 0.99),
    p99UpperMs: upperQuantile(rows.latencyMs, 0.99),
    maxQueueDelayMs: quantile(rows.queueDelayMs, 1),
    p999QueueDelayMs: quantile(rows.queueDelayMs, 0.999),
    http5xxRate: (notAdmitted + results.timeout + unsent) / (deliveries + unsent),
    conflictRate: results.conflict / deliveries,
    attemptsPerRequest: attempts / requests,
    predictedAttemptsPerRequest: predicted(rows, metrics?.retries.max_attempts),
    mismatch: metrics?.books?.mismatch,
  };
}

/** @param tries null where a request is tried without end, undefined where that is not known */
function predicted(
  { firstWrites, firstRefused, requests }: RowFigures,
  tries: number | null | undefined,
): number | undefined {
  if (tries === undefined || firstWrites === 0) return undefined;
  return predictedAttempts(firstWrites / requests, firstRefused / firstWrites, tries ?? Infinity);
}

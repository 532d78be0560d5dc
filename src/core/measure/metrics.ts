import type { Metrics } from '../analysis.ts';
import type { History } from '../history/history.ts';
import { mean, quantile, sortedNumbers } from './quantile.ts';
import { countResults } from './result-counts.ts';
import { share } from './share.ts';
import { NONE } from '../words/codes.ts';

/** The numbers of a run: exact percentiles by nearest rank, rates over all attempts, counts per request. */
export function measure(history: History): Metrics {
  const latency = sortedNumbers(history.latencyMs);
  const queueDelay = sortedNumbers(history.queueDelayMs);
  const { conflict, timeout } = countResults(history);
  const { requests, retries } = countRequests(history);
  return {
    latencyMs: {
      p50: quantile(latency, 0.5),
      p95: quantile(latency, 0.95),
      p99: quantile(latency, 0.99),
      max: latency.at(-1) ?? NaN,
      mean: mean(latency),
    },
    queueDelayMs: { p99: quantile(queueDelay, 0.99), max: queueDelay.at(-1) ?? NaN },
    conflictRate: share(conflict, history.size),
    timeoutRate: share(timeout, history.size),
    retriesPerRequest: share(retries, requests),
    attemptsPerRequest: share(history.size, requests),
  };
}

/** Requests, and the retries that they say they made; attempts after the first where `retry_count` is absent. */
function countRequests(history: History): { requests: number; retries: number } {
  const most = new Int32Array(history.strings.length).fill(NONE);
  const attempts = new Uint32Array(history.strings.length);
  for (let row = 0; row < history.size; row++) {
    const request = history.requestId[row]!;
    if (request === NONE) continue;
    attempts[request]!++;
    if (history.retryCount[row]! > most[request]!) most[request] = history.retryCount[row]!;
  }
  let [requests, retries] = [0, 0];
  for (let request = 0; request < attempts.length; request++) {
    if (attempts[request] === 0) continue;
    requests++;
    retries += most[request] === NONE ? attempts[request]! - 1 : most[request]!;
  }
  return { requests, retries };
}

import {
  type History,
  loadFigures,
  mean,
  rowFigures,
  type RowFigures,
  type RunMetrics,
  utilisation,
} from '../../core/index.ts';
import { percent } from '../../core/words/figures.ts';
import { count, duration } from '../../core/words/numbers.ts';
import type { Screen } from './model.ts';
import { refOf, type SidedPhase } from './input.ts';
import { NONE, RESULT } from '../../core/words/codes.ts';

/** What the formulas predicted of each loaded phase of a service, beside what was measured. */
export function screensOf(phases: readonly SidedPhase[]): readonly Screen[] {
  return phases.flatMap((phase) =>
    [capacity(phase), retries(phase)].filter((screen) => screen !== undefined),
  );
}

/**
 * Predicted and measured are two figures on purpose: how busy the processors of the workers are, and how many attempts each
 * has in hand (Little's law), most of which wait for the store. The second says how far the first is from the whole truth.
 */
function capacity(phase: SidedPhase): Screen | undefined {
  const { metrics, workload, analysis } = phase.record;
  if (metrics?.capacity === undefined) return undefined;
  const { workers, service_ms: serviceMs } = metrics.capacity;
  const busy =
    workload === undefined ? metrics.capacity.utilisation : utilisation(workload.rate, serviceMs, workers);
  const held = heldMsOf(analysis.history);
  const heldMs = mean(held);
  const inHand = (held.length * heldMs) / 1000 / secondsOf(phase) / workers;
  const rate = workload === undefined ? '' : `λ ${count(workload.rate)}/s, `;
  const known = !Number.isNaN(inHand);
  return {
    ...refOf(phase),
    name: 'capacity',
    formula: 'ρ = λ·S / m',
    predicted: `ρ = ${busy.toFixed(3)} (${rate}S ${duration(serviceMs)}, m ${count(workers)})`,
    measured: known
      ? `${inHand.toFixed(3)} attempts in hand per worker, each for ${duration(heldMs)} after its wait`
      : 'not measured: the trace has no times, no latency or no queue delay',
    reading: capacityReading(busy, known ? heldMs / serviceMs : NaN),
  };
}

/** For how long the rows say that there were requests; NaN where they have no times. */
function secondsOf({ record }: SidedPhase): number {
  return Math.max(1e-9, rowFigures(record.analysis.history).seconds);
}

/** How long a worker had each attempt that it answered: its latency without its wait. */
function heldMsOf({ latencyMs, queueDelayMs, workerId, result, columns }: History): Float64Array {
  const knowsWorkers = columns.has('worker_id');
  const answered = (row: number) =>
    result[row] !== RESULT.timeout && (!knowsWorkers || workerId[row] !== NONE);
  return latencyMs
    .map((ms, row) => (answered(row) ? ms - queueDelayMs[row]! : NaN))
    .filter((ms) => !Number.isNaN(ms));
}

function capacityReading(busy: number, times: number): string {
  const room = busy < 1 ? 'there is room' : 'more is asked of the workers than they can do';
  if (!(times >= 1.5)) return room;
  return (
    `${room}; under load an attempt is in hand ${times < 10 ? times.toFixed(1) : count(times)} times as long as S, ` +
    'which was measured on an idle worker: it waits for the store and for its turn'
  );
}

/**
 * By the rows: how many attempts a request took, how many requests wrote, and how many first writes were refused. Of the file
 * of metrics is only how often a request is tried at most, and what rows that count no retries do not know.
 */
function retries(phase: SidedPhase): Screen | undefined {
  const { metrics, analysis } = phase.record;
  if (metrics === undefined) return undefined;
  const rows = rowFigures(analysis.history);
  const { attemptsPerRequest: measured, predictedAttemptsPerRequest: ofRows } = loadFigures(
    rows,
    metrics,
    undefined,
  );
  const { p, writing } = firstWritesBy(rows, metrics);
  const { predicted_attempts_per_request: ofClients, max_attempts: tries } = metrics.retries;
  const predicted = ofRows ?? ofClients;
  if (predicted === undefined || (p === 0 && measured <= 1)) return undefined;
  const rate = rows.requests / secondsOf(phase);
  const more = (perRequest: number) =>
    `${perRequest.toFixed(3)} attempts per request (+${percent(perRequest - 1)})` +
    (Number.isNaN(rate) ? '' : `, ${count(rate * perRequest)} attempts/s`);
  const others = writing < 1 ? ` for the ${percent(writing)} of the requests that could write` : '';
  return {
    ...refOf(phase),
    name: 'retry amplification',
    formula: '(1 − pⁿ) / (1 − p)',
    predicted: `${more(predicted)}, at p = ${percent(p)} of first writes, n = ${triesText(tries)}${others}`,
    measured: more(measured),
    reading:
      measured - 1 > (predicted - 1) * 1.05
        ? 'more than independent conflicts would make: conflicts come in runs'
        : 'no more than independent conflicts would make',
  };
}

/** The share of first writes that were refused, and that of requests that wrote. */
function firstWritesBy(
  { firstWrites, firstRefused, requests }: RowFigures,
  { retries }: RunMetrics,
): { readonly p: number; readonly writing: number } {
  if (firstWrites > 0) return { p: firstRefused / firstWrites, writing: firstWrites / requests };
  // Runs of earlier versions say only how many of all writes were refused.
  const { refused_write_rate: ofAll, first_refused_rate: p = ofAll, writing_share: writing = 1 } = retries;
  return { p, writing };
}

/** @param tries null where a request is tried without end, undefined where the run does not say */
function triesText(tries: number | null | undefined): string {
  if (tries === undefined) return 'not stated';
  return tries === null ? '∞' : count(tries);
}

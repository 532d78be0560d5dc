import type { Ledger } from '../analysis.ts';
import { predictedAttempts } from '../measure/screens.ts';
import { share } from '../measure/share.ts';
import { quantile } from '../measure/quantile.ts';
import type { RowFigures } from '../measure/row-figures.ts';
import { figureText, type Unit } from '../words/figures.ts';
import { counted } from '../words/numbers.ts';
import { clipped } from '../words/printable.ts';
import type { RunMetrics } from './run-record.ts';
import { RESULTS } from '../words/codes.ts';

/** What the metrics of a phase are held against: its trace and its manifest. */
export interface MeasuredPhase {
  readonly phase: string;
  readonly variant: string | undefined;
  /** The manifest's. */
  readonly workloadHash: string | undefined;
  /** Whether every row is there: figures of rows that are lost cannot agree. */
  readonly complete: boolean;
  readonly rows: RowFigures;
  readonly ledger: Ledger;
}

/**
 * Where the metrics of a phase and its rows disagree, as parts of a sentence that name both figures; empty if they agree
 * in all that both of them say, or there are no metrics. The two are files of their own, and figures of another run would
 * be held against limits that this one never met.
 */
export function misfits(of: MeasuredPhase, metrics: RunMetrics | undefined): string[] {
  const { crooked } = of.rows;
  const within =
    crooked.rows === 0
      ? []
      : [
          `${counted(crooked.rows, 'row')} with another latency_ms than end_us − start_us, first in line ${crooked.line}`,
        ];
  if (metrics === undefined) return within;
  const names = [
    name('phase', metrics.phase, of.phase),
    name('variant', metrics.variant, of.variant),
    name('workload', metrics.workload_hash, of.workloadHash ?? metrics.workload_hash),
  ].filter((each) => each !== '');
  // Rows that were lost are missing here too, and said to be.
  if (!of.complete) return [...names, ...within];
  const inBoth = [
    ...counts(of.rows, metrics),
    ...latencies(of.rows, metrics),
    ...retries(of.rows, metrics),
    ...faults(of.rows, metrics),
    ...books(of, metrics),
  ];
  return [...names, ...within, ...inBoth.filter(disagrees).map(textOf)];
}

function name(what: string, theirs: string, ours: string | undefined): string {
  if (theirs === ours) return '';
  return `${what} ${clipped(theirs, 60)} instead of ${clipped(ours ?? 'unknown', 60)}`;
}

/** A figure that the metrics have, and from where to where the rows allow it. */
interface InBoth {
  /** Its place in the file of metrics. */
  readonly field: string;
  readonly unit: Unit;
  readonly metrics: number;
  /** The rows' own figure, NaN where they have none. */
  readonly rows: number;
  readonly low: number;
  readonly high: number;
}

/** Sums and quotients of doubles differ in their last digits. */
const LAST_DIGITS = 1e-9;

function disagrees({ metrics, rows, low, high }: InBoth): boolean {
  if (Number.isNaN(rows)) return false;
  const slack = LAST_DIGITS * Math.max(1, Math.abs(metrics));
  return metrics < low - slack || metrics > high + slack;
}

/** `p99 latency …`: both figures, with the digits that tell them apart. */
function textOf({ field, unit, metrics, rows }: InBoth): string {
  let more = 0;
  const both = () => [figureText(metrics, unit, more), figureText(rows, unit, more)] as const;
  while (more < 12 && both()[0] === both()[1]) more++;
  const [theirs, ours] = both();
  return `${field} is ${theirs} in the metrics and ${ours} by the rows`;
}

function exact(field: string, unit: Unit, metrics: number, rows: number): InBoth {
  return { field, unit, metrics, rows, low: rows, high: rows };
}

function counts(rows: RowFigures, { requests, attempts, http_5xx }: RunMetrics): InBoth[] {
  const { notAdmitted, results, unanswered } = rows;
  const unsent = requests.offered - requests.sent;
  const errors = notAdmitted + results.timeout;
  const answered = requests.achieved_per_s * requests.seconds;
  return [
    exact('requests.concluded', 'units', requests.concluded, rows.requests),
    exact('attempts.started', 'units', attempts.started, totalOf(results)),
    ...RESULTS.map((result) => exact(`attempts.${result}`, 'units', attempts[result], results[result])),
    // A request that was answered after all may have been counted as one that was not, and the other way round.
    {
      ...exact('requests.achieved_per_s × requests.seconds', 'units', Math.round(answered), rows.answered),
      low: rows.requests - unanswered.requests,
      high: rows.requests,
    },
    // What was offered and not sent need not have become due.
    {
      ...exact('http_5xx.rate', 'share', http_5xx.rate, share(errors + unsent, rows.deliveries + unsent)),
      low: share(errors, rows.deliveries),
    },
  ];
}

const PERCENTILES = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
  ['p999', 0.999],
  ['max', 1],
] as const;

/** The bound of a histogram's bucket, of three significant digits, is at most this share above what is in it, */
const BUCKET = 1 / 1024;
/** and it counts whole microseconds. */
const MICROSECOND_MS = 0.001;

function latencies(rows: RowFigures, { latency_ms, queue_delay_ms }: RunMetrics): InBoth[] {
  const { unanswered } = rows;
  // A client whose answer is lost goes on waiting, and no row says so: its latency is in the metrics alone.
  const latency =
    rows.byFault.size > 0 ? [] : percentiles('latency_ms', latency_ms, rows.latencyMs, unanswered.requests);
  if (queue_delay_ms === undefined) return latency;
  return [...latency, ...percentiles('queue_delay_ms', queue_delay_ms, rows.queueDelayMs, unanswered.waits)];
}

/** @param unanswered how many of the values the client may not have seen, or have seen smaller */
function percentiles(
  field: string,
  metrics: RunMetrics['latency_ms'],
  sorted: Float64Array,
  unanswered: number,
): InBoth[] {
  const { length } = sorted;
  const at = (rank: number) => sorted[Math.min(length, Math.max(1, rank)) - 1] ?? NaN;
  const above = (ms: number) => ms * (1 + BUCKET) + MICROSECOND_MS;
  const total = sorted.reduce((sum, ms) => sum + ms, 0);
  const certain = sorted.subarray(0, length - unanswered).reduce((sum, ms) => sum + ms, 0);
  return [
    ...PERCENTILES.map(([name, q]) => {
      // One rank lower where the product is a whole number but for its last digits.
      const [least, most] = [Math.ceil(q * length - LAST_DIGITS), Math.ceil(q * length)];
      return {
        field: `${field}.${name}`,
        unit: 'ms',
        metrics: metrics[name],
        rows: quantile(sorted, q),
        low: at(least - unanswered) - MICROSECOND_MS,
        high: above(at(most + unanswered)),
      } as const;
    }),
    {
      field: `${field}.mean`,
      unit: 'ms',
      metrics: metrics.mean,
      rows: total / length,
      low: (certain / length) * (1 - BUCKET) - MICROSECOND_MS,
      high: above(total / Math.max(1, length - unanswered)),
    },
  ];
}

function retries(rows: RowFigures, { retries }: RunMetrics): InBoth[] {
  const { results, confirmed, firstWrites, firstRefused, requests, deliveries, unanswered } = rows;
  const refused = results.retry + results.conflict;
  const p = share(firstRefused, firstWrites);
  // Of a request with an attempt that no client heard of, another one may have been the first that it knows.
  const writes = { least: firstWrites - unanswered.firstWrites, most: firstWrites };
  const sure = firstRefused - unanswered.firstRefused;
  const leastP = share(sure, writes.most);
  const mostP = Math.max(share(sure + unanswered.firstWrites, writes.most), share(sure, writes.least));
  const tries = retries.max_attempts === null ? Infinity : retries.max_attempts;
  const predicted = (chance: number, written: number) =>
    predictedAttempts(share(written, requests), chance, tries);
  return [
    exact('retries.conflict_rate', 'share', retries.conflict_rate, share(results.conflict, deliveries)),
    exact(
      'retries.refused_write_rate',
      'share',
      retries.refused_write_rate,
      share(refused, refused + confirmed),
    ),
    exact(
      'retries.attempts_per_request',
      'attempts',
      retries.attempts_per_request,
      share(totalOf(results), requests),
    ),
    ...(retries.writing_share === undefined
      ? []
      : [
          {
            ...exact('retries.writing_share', 'share', retries.writing_share, share(firstWrites, requests)),
            low: share(writes.least, requests),
          },
        ]),
    ...(retries.first_refused_rate === undefined
      ? []
      : [
          {
            ...exact('retries.first_refused_rate', 'share', retries.first_refused_rate, p),
            low: leastP,
            high: mostP,
          },
          {
            ...exact(
              'retries.predicted_attempts_per_request',
              'attempts',
              retries.predicted_attempts_per_request ?? NaN,
              predicted(p, firstWrites),
            ),
            low: predicted(leastP, writes.least),
            high: predicted(mostP, writes.most),
          },
        ]),
  ];
}

function faults({ byFault }: RowFigures, { faults = [] }: RunMetrics): InBoth[] {
  return faults.flatMap(({ fault, attempts, timeouts }) => {
    const rows = byFault.get(fault) ?? { attempts: 0, timeouts: 0 };
    const field = `faults: ${clipped(fault, 40)}`;
    return [
      exact(`${field}, attempts`, 'units', attempts, rows.attempts),
      exact(`${field}, timeouts`, 'units', timeouts, rows.timeouts),
    ];
  });
}

function books({ rows, ledger }: MeasuredPhase, { books }: RunMetrics): InBoth[] {
  if (books === undefined) return [];
  const { confirmed, initial, remaining, mismatch } = books;
  return [
    exact('books.confirmed', 'units', confirmed, rows.confirmed),
    exact('books.initial', 'units', initial, ledger.initial ?? NaN),
    exact('books.remaining', 'units', remaining, ledger.remaining ?? NaN),
    exact('books.mismatch', 'units', mismatch, confirmed - (initial - remaining)),
  ];
}

function totalOf(results: RowFigures['results']): number {
  return RESULTS.reduce((sum, result) => sum + results[result], 0);
}

import type { Analysis } from '../analysis.ts';
import { firstOf, traceTimes } from '../history/attempt-times.ts';
import { turnedAwayIn } from '../history/turned-away.ts';
import { quantilePerBin } from './per-bin.ts';
import { ROW_FLAG, RESULT } from '../words/codes.ts';

/**
 * A run over time: columns with one entry per bin of equal width, attempts counted where they began. Milliseconds are NaN
 * in a bin without a value.
 */
export interface Timeline {
  /** Microseconds since the first of the trace; bin `i` is from `i * binUs` on. */
  readonly binUs: number;
  readonly bins: number;
  readonly attempts: Uint32Array;
  readonly success: Uint32Array;
  /** Writes that were refused, whether the client was told `conflict` or the service tried again. */
  readonly refused: Uint32Array;
  /** Rejected by a worker: nothing was left. */
  readonly soldOut: Uint32Array;
  /** Rejected before a worker had them: the service was full. */
  readonly turnedAway: Uint32Array;
  readonly timeout: Uint32Array;
  readonly staleWrites: Uint32Array;
  readonly duplicates: Uint32Array;
  readonly latencyP50Ms: Float64Array;
  readonly latencyP99Ms: Float64Array;
  readonly queueMaxMs: Float64Array;
}

/** A bin is never shorter: fewer attempts than this could hardly have a percentile. */
const SHORTEST_BIN_US = 1000;

/** The run in at most `bins` bins; undefined where the trace has no times. */
export function timeline(analysis: Analysis, bins: number): Timeline | undefined {
  const { history } = analysis;
  const { hasTimes, fromUs, toUs } = traceTimes(history);
  if (!hasTimes) return undefined;
  const lengthUs = Math.max(1, toUs - fromUs);
  const size = Math.max(1, Math.min(Math.floor(bins) || 1, Math.ceil(lengthUs / SHORTEST_BIN_US)));
  const binUs = lengthUs / size;
  const binOf = Int32Array.from({ length: history.size }, (_, row) => {
    const at = firstOf(history, row) - fromUs;
    return Number.isNaN(at) ? -1 : Math.min(size - 1, Math.floor(at / binUs));
  });
  const percentile = (values: Float64Array, q: number) => quantilePerBin(values, binOf, size, q);
  return {
    binUs,
    bins: size,
    ...counts(analysis, binOf, size),
    latencyP50Ms: percentile(history.latencyMs, 0.5),
    latencyP99Ms: percentile(history.latencyMs, 0.99),
    queueMaxMs: percentile(history.queueDelayMs, 1),
  };
}

type Counts = Pick<
  Timeline,
  'attempts' | 'success' | 'refused' | 'soldOut' | 'turnedAway' | 'timeout' | 'staleWrites' | 'duplicates'
>;

function counts({ history, rowFlags }: Analysis, binOf: Int32Array, bins: number): Counts {
  const column = (): Uint32Array => new Uint32Array(bins);
  const made = {
    attempts: column(),
    success: column(),
    refused: column(),
    soldOut: column(),
    turnedAway: column(),
    timeout: column(),
    staleWrites: column(),
    duplicates: column(),
  };
  const byResult = {
    [RESULT.success]: made.success,
    [RESULT.conflict]: made.refused,
    [RESULT.retry]: made.refused,
    [RESULT.rejected]: made.soldOut,
    [RESULT.timeout]: made.timeout,
  };
  const turnedAway = turnedAwayIn(history);
  for (let row = 0; row < history.size; row++) {
    const bin = binOf[row]!;
    if (bin < 0) continue;
    made.attempts[bin]!++;
    const result = turnedAway(row) ? made.turnedAway : byResult[history.result[row] as keyof typeof byResult];
    result[bin]!++;
    if (rowFlags[row]! & ROW_FLAG.staleWrite) made.staleWrites[bin]!++;
    if (rowFlags[row]! & ROW_FLAG.duplicate) made.duplicates[bin]!++;
  }
  return made;
}

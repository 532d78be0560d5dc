import type { Analysis } from '../analysis.ts';
import { firstOf, traceTimes } from '../history/attempt-times.ts';
import type { TraceTimes } from '../history/attempt-times.ts';
import { quantilePerBin } from '../measure/per-bin.ts';
import { faultBands } from './faults.ts';
import type { Overview } from './model.ts';
import { clock, counted, duration } from '../words/numbers.ts';
import { offendingMoment } from './offending-step.ts';
import { LEVEL_CODE } from '../words/codes.ts';
import { severityOf } from './severity.ts';

const MOST_BINS = 4096;

/** The whole run in `bins` bins over time; over the order of the file where the trace has no times. */
export function overview(analysis: Analysis, bins: number): Overview {
  const { history } = analysis;
  const times = traceTimes(history);
  const size = Math.min(MOST_BINS, Math.max(1, Math.floor(bins) || 1));
  const to = times.hasTimes ? Math.max(1, times.toUs - times.fromUs) : Math.max(1, history.size);
  const binOf = binsOf(analysis, times, size / to, size);
  const density = new Float32Array(size);
  const worst = new Uint8Array(size);
  for (let row = 0; row < history.size; row++) {
    const bin = binOf[row]!;
    if (bin < 0) continue;
    density[bin]!++;
    worst[bin] = Math.max(worst[bin]!, severityOf(analysis, row));
  }
  return {
    from: 0,
    to,
    density,
    worst,
    p99Ms: Float32Array.from(quantilePerBin(history.latencyMs, binOf, size, 0.99)),
    ...findingPlaces(analysis, times),
    faults: faultBands(analysis),
    title: title(analysis, times),
  };
}

/** The bin in which each attempt began; -1 for one without any time in a trace that has times. */
function binsOf({ history }: Analysis, times: TraceTimes, perUnit: number, bins: number): Int32Array {
  return Int32Array.from({ length: history.size }, (_, row) => {
    const at = times.hasTimes ? firstOf(history, row) - times.fromUs : row;
    return Number.isNaN(at) ? -1 : Math.min(bins - 1, Math.floor(at * perUnit));
  });
}

function findingPlaces(
  { history, findings }: Analysis,
  times: TraceTimes,
): Pick<Overview, 'findingAt' | 'findingId' | 'findingLevel'> {
  const places = findings.flatMap((finding, id) => {
    const row = finding.rows[0] ?? NaN;
    const at = times.hasTimes ? offendingMoment(history, finding) - times.fromUs : row;
    return Number.isNaN(at) ? [] : [{ at, id, level: LEVEL_CODE[finding.level] }];
  });
  return {
    findingAt: Float64Array.from(places, ({ at }) => at),
    findingId: Int32Array.from(places, ({ id }) => id),
    findingLevel: Uint8Array.from(places, ({ level }) => level),
  };
}

/** `Whole run · 10:00 · 540,000 attempts`. */
function title({ history }: Analysis, { hasTimes, fromUs, toUs }: TraceTimes): string {
  const attempts = counted(history.size, 'attempt');
  if (!hasTimes) return `Whole run · ${attempts} in the order of the file`;
  const length = toUs - fromUs;
  return `Whole run · ${length < 60e6 ? duration(length / 1000) : clock(length)} · ${attempts}`;
}

import { faultBands, quantile, requestsOf, sortedNumbers, timeline } from '../../core/index.ts';
import type { LatencyCurve, OverTime } from './model.ts';
import { refOf, type SidedPhase } from './input.ts';

/** Where a curve is read off: even steps first, then ever closer to all, as far as there are requests to tell. */
const PERCENTILES = [
  0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 92, 94, 95, 96, 97, 98, 98.5, 99,
  99.2, 99.4, 99.5, 99.6, 99.7, 99.8, 99.9, 99.95, 99.98, 99.99, 99.995, 99.999,
];
const BINS = 120;

/** Latency of the requests by percentile, of each phase that recorded it: from when each was due until its last answer. */
export function latencyCurves(phases: readonly SidedPhase[]): readonly LatencyCurve[] {
  return phases.flatMap((phase) => {
    const sorted = sortedNumbers(requestsOf(phase.record.analysis.history).latencyMs);
    if (sorted.length === 0) return [];
    // A percentile that leaves less than one request above it is the maximum, and says no more than that.
    const told = PERCENTILES.filter((percentile) => ((100 - percentile) / 100) * sorted.length >= 1);
    return [
      { ...refOf(phase), percentile: told, ms: told.map((percentile) => quantile(sorted, percentile / 100)) },
    ];
  });
}

/** Each phase that has times, over time. */
export function phasesOverTime(phases: readonly SidedPhase[]): readonly OverTime[] {
  return phases.flatMap((phase) => {
    const { analysis } = phase.record;
    const bins = timeline(analysis, BINS);
    if (bins === undefined) return [];
    return [
      {
        ...refOf(phase),
        binSeconds: bins.binUs / 1e6,
        latencyP50Ms: [...bins.latencyP50Ms],
        latencyP99Ms: [...bins.latencyP99Ms],
        queueMaxMs: [...bins.queueMaxMs],
        success: [...bins.success],
        refused: [...bins.refused],
        soldOut: [...bins.soldOut],
        turnedAway: [...bins.turnedAway],
        timeout: [...bins.timeout],
        wrong: Array.from(bins.staleWrites, (stale, bin) => stale + bins.duplicates[bin]!),
        faults: faultBands(analysis).map(({ label, from, to }) => ({
          label: label.replace(/^fault: /, ''),
          fromSeconds: from / 1e6,
          toSeconds: to / 1e6,
        })),
      },
    ];
  });
}

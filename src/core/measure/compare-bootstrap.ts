import type { Draw } from './compare-random.ts';
import { latencyOf } from './compare-slices.ts';
import type { Slices } from './compare-slices.ts';

/** The compared figures of a run, or of a resampled one; NaN where there is nothing to compute one from. */
export interface Figures {
  readonly p50LatencyMs: number;
  readonly p99LatencyMs: number;
  readonly conflictRate: number;
  readonly failureRate: number;
  readonly attemptsPerRequest: number;
}

/** How often each slice was drawn, as many draws as there are slices. */
export function drawSlices(count: number, draw: Draw): Uint32Array {
  const times = new Uint32Array(count);
  for (let drawn = 0; drawn < count; drawn++) times[draw(count)]!++;
  return times;
}

/** The figures of a run in which each slice happened `times` as often. */
export function figuresOf(slices: Slices, times: Uint32Array): Figures {
  const requests = weighted(slices.requests, times);
  const { firstBin, bins, from, bin, number } = slices.latencies;
  const histogram = new Float64Array(bins);
  for (let slice = 0; slice < slices.count; slice++) {
    const weight = times[slice]!;
    if (weight === 0) continue;
    for (let entry = from[slice]!; entry < from[slice + 1]!; entry++)
      histogram[bin[entry]!]! += weight * number[entry]!;
  }
  return {
    p50LatencyMs: quantileOf(histogram, firstBin, 0.5),
    p99LatencyMs: quantileOf(histogram, firstBin, 0.99),
    conflictRate: weighted(slices.conflicts, times) / requests,
    failureRate: weighted(slices.failures, times) / requests,
    attemptsPerRequest: weighted(slices.attempts, times) / requests,
  };
}

function weighted(column: Float64Array, times: Uint32Array): number {
  return column.reduce((sum, value, slice) => sum + value * times[slice]!, 0);
}

/** By linear interpolation within the bin, so that a resample moves it by less than a bin too. */
function quantileOf(histogram: Float64Array, firstBin: number, q: number): number {
  const total = histogram.reduce((sum, each) => sum + each, 0);
  if (total === 0) return NaN;
  const rank = q * total;
  let below = 0;
  for (let bin = 0; bin < histogram.length; bin++) {
    const inBin = histogram[bin]!;
    if (below + inBin >= rank && inBin > 0) return latencyOf(firstBin + bin - 0.5 + (rank - below) / inBin);
    below += inBin;
  }
  return NaN;
}

import { tickStep } from 'd3';
import { count, isLong, milliseconds, preciseClock } from '../../src/core/words/numbers.ts';
import type { Axis } from '../../src/core/words/terms.ts';

/** How positions of the axis are written, and by what they are divided before ticks are chosen. */
export interface AxisFormat {
  /** Axis units per unit that is shown. */
  readonly unit: number;
  /** Text of a tick, in shown units. */
  readonly tick: (value: number) => string;
}

/**
 * Chooses the unit by the length of the run, so that the axis says what the lists say, with the decimals that what is
 * visible needs: milliseconds, or minutes and seconds; plain counts for order.
 */
export function axisFormat(
  axis: Axis,
  from: number,
  to: number,
  ticks: number,
  longestUs: number,
): AxisFormat {
  if (axis === 'order')
    return { unit: 1, tick: (value) => (value % 1 === 0 && value >= 0 ? count(value) : '') };
  if (!isLong(longestUs)) {
    const decimals = decimalsFor(tickStep(from / 1e3, to / 1e3, ticks));
    return { unit: 1e3, tick: (value) => milliseconds(value * 1e3, decimals) };
  }
  // Ticks of a long stretch stand at parts of a minute, not at tens of seconds.
  const unit = to - from < 180_000_000 ? 1e6 : 60e6;
  const decimals = unit === 1e6 ? decimalsFor(tickStep(from / 1e6, to / 1e6, ticks)) : 0;
  return { unit, tick: (value) => preciseClock(value * unit, decimals) };
}

/** Decimals that tell neighbouring ticks apart. */
function decimalsFor(step: number): number {
  return Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
}

import { format, tickStep } from 'd3';
import type { Axis } from '../../src/core/view/model.ts';

/** How positions of the axis are written, and by what they are divided before ticks are chosen. */
export interface AxisFormat {
  /** Axis units per unit that is shown. */
  readonly unit: number;
  /** Text of a tick, in shown units. */
  readonly tick: (value: number) => string;
}

const grouped = (decimals: number): ((value: number) => string) => format(`,.${decimals}f`);

/** Chooses the unit by what is visible: ms for conflicts, seconds and minutes for runs; plain counts for order. */
export function axisFormat(axis: Axis, from: number, to: number, ticks: number): AxisFormat {
  const span = to - from;
  if (axis === 'order') return { unit: 1, tick: (value) => (value % 1 === 0 ? grouped(0)(value) : '') };
  if (span < 10_000_000) {
    const number = grouped(decimalsFor(tickStep(from / 1e3, to / 1e3, ticks)));
    return { unit: 1e3, tick: (value) => `${number(value)} ms` };
  }
  if (span < 180_000_000) {
    const number = grouped(decimalsFor(tickStep(from / 1e6, to / 1e6, ticks)));
    return { unit: 1e6, tick: (value) => `${number(value)} s` };
  }
  return { unit: 60e6, tick: minutes };
}

/** Decimals that tell neighbouring ticks apart. */
function decimalsFor(step: number): number {
  return Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
}

function minutes(value: number): string {
  const seconds = Math.round(value * 60);
  return `${Math.trunc(seconds / 60)}:${String(Math.abs(seconds % 60)).padStart(2, '0')}`;
}

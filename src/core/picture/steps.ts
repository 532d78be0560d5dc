import { greatest, least } from '../history/attempt-times.ts';

/** Positions of the steps of some attempts, entry `i` is the i-th attempt; NaN where there is nothing to draw. */
export interface Steps {
  readonly start: Float64Array;
  readonly service: Float64Array;
  readonly read: Float64Array;
  readonly write: Float64Array;
  readonly end: Float64Array;
}

/** Room for the steps of this many attempts. */
export function emptySteps(size: number): Steps {
  const column = (): Float64Array => new Float64Array(size);
  return { start: column(), service: column(), read: column(), write: column(), end: column() };
}

/** The left and the right edge of what is drawn of attempt `i`, steps outside of its start and end included. */
export function footprint(steps: Steps, i: number): readonly [number, number] {
  const [read, write] = [steps.read[i]!, steps.write[i]!];
  return [least(least(steps.start[i]!, read), write), greatest(greatest(steps.end[i]!, read), write)];
}

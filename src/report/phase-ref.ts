import type { PhaseName } from '../core/index.ts';

/** Which run a phase belongs to: the one that the report decides on, or the one that it is held against. */
export type Side = 'candidate' | 'before';

/** A phase of one of the two runs. */
export interface PhaseRef {
  readonly side: Side;
  readonly phase: PhaseName;
  /** `unsafe · load`. */
  readonly label: string;
}

import type { MachineReading } from '../../../../src/core/diagnosis/machine-use.ts';

/** A machine that does nothing but the run. */
export const QUIET = {
  processors: 2,
  seconds: 30,
  own_share: 0.3,
  other_share: 0.02,
  stolen_share: 0,
  idle_share: 0.68,
} as const satisfies MachineReading;

/** The same with other processes on most of it. */
export const BUSY = {
  ...QUIET,
  own_share: 0.27,
  other_share: 0.71,
  idle_share: 0.02,
} as const satisfies MachineReading;

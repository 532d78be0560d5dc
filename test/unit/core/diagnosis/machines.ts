import type { MachineUse } from '../../../../src/core/diagnosis/machine-use.ts';

/** A machine that a run has nearly for itself, and half of it to spare. */
export const QUIET: MachineUse = {
  processors: 2,
  seconds: 30,
  own_share: 0.3,
  other_share: 0.04,
  stolen_share: 0,
  idle_share: 0.66,
};

/** The same machine with others on it, which leave nothing. */
export const BUSY: MachineUse = { ...QUIET, own_share: 0.27, other_share: 0.71, idle_share: 0.02 };

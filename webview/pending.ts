import type { LaneRequest } from '../src/core/index.ts';
import type { Stretch } from './state.ts';

/** What the view still waits for; none of it is shown. */
export interface Pending {
  /** The request for lanes that is under way. */
  lanes: LaneRequest | null;
  /** The finding whose selection the host has yet to answer; lanes are not asked for meanwhile. */
  selection: number | null;
  /** The finding whose offending line is opened once its code path is here. */
  open: number | null;
  /** The stretch to return to when the restored finding arrives, instead of its focus. */
  restore: Stretch | null;
  /** Rows of the list that were asked for and have not come. */
  readonly rows: Set<number>;
  /** Whether an attempt that is searched for is under way. */
  seek: boolean;
  filterTimer: number | undefined;
  /** Whether the kept state has been restored; later traces keep what is on screen. */
  restored: boolean;
  /** Where the selected finding lay last; it lies elsewhere once earlier attempts have been added to the file. */
  focus: Stretch | undefined;
}

/** Before anything was asked. */
export function nothingPending(): Pending {
  return {
    lanes: null,
    selection: null,
    open: null,
    restore: null,
    rows: new Set(),
    seek: false,
    filterTimer: undefined,
    restored: false,
    focus: undefined,
  };
}

import type { History } from '../history/history.ts';
import type { VersionScheme } from '../words/terms.ts';
import type { RequestCase, Requests } from '../worlds/requests.ts';
import type { Units } from '../worlds/units.ts';
import type { Walk } from '../worlds/walk.ts';
import type { FindingData } from './found.ts';

/** A request with more to it than one write by one row, as it is in a world. */
export interface WorldRequest {
  readonly of: RequestCase;
  /** Rows that stand for its applied writes, in the order of the versions made. */
  readonly writes: readonly number[];
  /** Successes without a write version that were told before any of the writes began. */
  readonly early: readonly number[];
}

/** The books of a key in a world, in units; undefined where the manifest does not say. */
export interface WorldBooks {
  readonly initial: number | undefined;
  readonly remaining: number | undefined;
  /** Units of confirmations, of unconfirmed applied writes, and of writers outside the trace (NaN: not known). */
  readonly confirmed: number;
  readonly unconfirmed: number;
  readonly outside: number;
  /** Units that attempts of unknown outcome may have taken beside these, at least and at most. */
  readonly openLeast: number;
  readonly openMost: number;
  /** Whether some unit was given back. */
  readonly hasReleases: boolean;
}

/** What holds of one key if everything that is open is settled in one way. */
export interface KeyWorld {
  readonly history: History;
  readonly requests: Requests;
  readonly units: Units;
  readonly key: number;
  /** All rows of the key, in file order. */
  readonly rows: Uint32Array;
  readonly scheme: VersionScheme;
  /** Whether the key's rows have any version. */
  readonly hasVersions: boolean;
  /** Whether the key has no writers outside the trace. */
  readonly isClosed: boolean;
  /** Whether the manifest says what version the key had before and after. */
  readonly hasStatedEnds: boolean;
  /** Why rows are known to be missing; '' where they are not. An error of absence is only possible then. */
  readonly missing: string;
  /** Whether rows say what clients were told; those of a store's log do not. */
  readonly knowsAnswers: boolean;
  readonly walk: Walk;
  readonly cases: readonly WorldRequest[];
  readonly books: WorldBooks;
  /** The value that was current at each version, by the write that made it or the manifest; NaN where two made it. */
  readonly values: ReadonlyMap<number, number>;
  /** Whether a row's cells say nothing of this moment: it repeats an earlier answer. */
  readonly isReplay: (row: number) => boolean;
}

/**
 * Takes what is found: the offending row first, then its witnesses. `hangsOn` says what decides, where the finding is only
 * possible although the world is settled.
 */
export type Add = (rows: readonly number[], data?: FindingData, hangsOn?: string) => void;

/** A finding names at most this many rows, so that a person can check it by hand. */
export const MOST_ROWS = 8;

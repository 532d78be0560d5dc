import type { WorldRequest } from '../findings/key-world.ts';
import type { History } from '../history/history.ts';
import type { Requests } from '../worlds/requests.ts';
import type { Units } from '../worlds/units.ts';
import type { Walk } from '../worlds/walk.ts';

/** The store's books of a key, in units; undefined where the manifest does not say. */
export interface Books {
  readonly initial: number | undefined;
  readonly remaining: number | undefined;
}

/** One key in one world, as far as its units need it. */
export interface KeyInWorld {
  readonly history: History;
  readonly requests: Requests;
  readonly units: Units;
  readonly books: Books;
  /** All rows of the key. */
  readonly rows: Uint32Array;
  readonly walk: Walk;
  readonly cases: readonly WorldRequest[];
  readonly hasVersions: boolean;
  /** Whether a writer outside the trace may hide behind an empty read_version. */
  readonly hidesOutsiders: boolean;
  /** Whether a row's cells say nothing of this moment: it repeats an earlier answer. */
  readonly isReplay: (row: number) => boolean;
}

import type { History } from '../history/history.ts';
import type { Level } from '../words/terms.ts';

/** What was found, with the rows that prove it: data first, from which its definition makes the prose. */
export interface Found {
  readonly level: Level;
  /** Index of the inventory key in the history's strings. */
  readonly key: number;
  /** Row indexes: the offending row first, then its witnesses; empty for a finding about the key's books alone. */
  readonly rows: readonly number[];
  /** What the sentence needs besides the rows. */
  readonly data: FindingData;
}

/** Facts of a finding that its rows alone do not say. */
export interface FindingData {
  /** `stale-version-write`: the version that was current when the write was accepted (a cell of the scale). */
  readonly current?: number;
  /** `stale-version-write`, `lost-confirmation`: the version that the write was based on, and the one it made (cells). */
  readonly base?: number;
  readonly made?: number;
  /** `stale-version-write`: how many versions others had made meanwhile, of which the rows name the first makers. */
  readonly overtakers?: number;
  /** `stale-version-write`: those that overtook it are not all in the trace, or not even the first, who replaced its base. */
  readonly untraced?: 'some' | 'the first';
  /** `invariant-mismatch`: the books. */
  readonly confirmed?: number;
  readonly taken?: number;
  readonly initial?: number;
  /** Units of all applied writes, unconfirmed ones included. */
  readonly written?: number;
  /** `negative-inventory`: the value. */
  readonly value?: number;
  /** `false-refusal`, `lost-confirmation`, `duplicate-write`: units that the write took. */
  readonly units?: number;
  /** `stale-version-write`: whether the attempts overlapped, or the later began after the newer version was confirmed. */
  readonly timing?: 'overlapped' | 'began after';
  /** `stale-version-write`: it made a version once more that others had read. */
  readonly isRemade?: boolean;
  /** `value-contradiction`: the value that was expected at the version. */
  readonly expected?: number;
  /** `no-lawful-world`: what must have happened, one of these sentences. */
  readonly alternatives?: readonly string[];
  /** `duplicate-confirmation`: how many confirmations the request had. */
  readonly confirmations?: number;
}

/** The trace that a finding was found in, as far as its sentences need it. */
export interface FindingContext {
  readonly history: History;
  /** Bits of `ROW_FLAG` per row. */
  readonly rowFlags: Uint8Array;
  readonly keys: readonly {
    readonly key: number;
    readonly initialVersion: number;
    readonly ledger: { readonly initial: number | undefined; readonly remaining: number | undefined };
  }[];
}

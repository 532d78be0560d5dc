import { NONE } from '../history/history.ts';
import type { History } from '../history/history.ts';
import type { VersionScheme } from '../history/run-facts.ts';
import { compareBy, sortRows } from '../history/group.ts';

/** A timed-out attempt that may have made versions which no success made. */
export interface Candidate {
  readonly row: number;
  /** The version just before the one it would have made, if the trace proves that there was one; else its base. */
  readonly after: number;
  /** The version it would have made; in a monotonic trace without a write version only bounded, by `limit`. */
  readonly made: number;
  /** No timed-out attempt of another request fits as well as this one. */
  readonly alone: boolean;
}

/** Whether a row says that its write made the version that it had read, or an earlier one. */
export function isMisnumbered({ readVersion, writeVersion }: History, row: number): boolean {
  const written = writeVersion[row]!;
  return written !== NONE && written <= readVersion[row]!;
}

/**
 * The timed-out attempts of a key that could have been applied, in the order of what they would have made. An attempt
 * without a read version fits nowhere in particular and is not in it, and one whose row contradicts itself is not either.
 */
export class TimeoutPool {
  readonly #history: History;
  readonly #scheme: VersionScheme;
  readonly #rows: Uint32Array;
  /**
   * Of rows that would follow the same version one is tried: one whose request was confirmed by a repeat if there is one,
   * else the first that reached its write, else the first that began.
   */
  readonly #preferred: (row: number) => boolean;
  #next = 0;

  constructor(
    history: History,
    scheme: VersionScheme,
    rows: readonly number[],
    preferred: (row: number) => boolean,
  ) {
    this.#history = history;
    this.#scheme = scheme;
    this.#preferred = preferred;
    this.#rows = Uint32Array.from(
      rows.filter((row) => history.readVersion[row] !== NONE && !isMisnumbered(history, row)),
    );
    sortRows(
      this.#rows,
      (a, b) =>
        this.#place(a) - this.#place(b) ||
        compareBy(history.writeUs, a, b) ||
        compareBy(history.startUs, a, b) ||
        a - b,
    );
  }

  /** The next attempt that could have made a version above `current` and up to `limit`; each is offered once. */
  take(current: number, limit: number): Candidate | undefined {
    while (this.#next < this.#rows.length && this.#place(this.#rows[this.#next]!) < current) this.#next++;
    if (this.#next === this.#rows.length) return undefined;
    const place = this.#place(this.#rows[this.#next]!);
    if (place >= limit) return undefined;
    const { requestId } = this.#history;
    let row = this.#rows[this.#next]!;
    let alone = true;
    while (this.#next < this.#rows.length && this.#place(this.#rows[this.#next]!) === place) {
      const other = this.#rows[this.#next++]!;
      alone &&= requestId[other] === requestId[row];
      if (!this.#preferred(row) && this.#preferred(other)) row = other;
    }
    return { ...this.#candidate(row, place, limit), alone };
  }

  #candidate(row: number, place: number, limit: number): Omit<Candidate, 'alone'> {
    const written = this.#history.writeVersion[row]!;
    if (this.#scheme === 'sequential') return { row, after: place, made: place + 1 };
    if (written !== NONE)
      return { row, after: Math.min(this.#history.readVersion[row]!, place), made: written };
    // Versions only grow: it made the version that the next such attempt read, or else the one that was read in the end.
    const next = this.#next < this.#rows.length ? this.#place(this.#rows[this.#next]!) : limit;
    return { row, after: place, made: Math.min(next, limit) };
  }

  /** A version above which, and next to which in a sequential trace, this attempt's write would stand. */
  #place(row: number): number {
    const written = this.#history.writeVersion[row]!;
    return written === NONE ? this.#history.readVersion[row]! : written - 1;
  }
}

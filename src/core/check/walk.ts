import { NONE, RESULT } from '../history/history.ts';
import type { History } from '../history/history.ts';
import type { VersionScheme } from '../history/run-facts.ts';
import { ROLE, baseVersion } from './requests.ts';
import type { Requests } from './requests.ts';
import { TimeoutPool } from './timeout-pool.ts';
import type { Candidate } from './timeout-pool.ts';
import { compareBy, sortRows } from '../history/group.ts';

/** What one step of a walk is. */
export const STEP = {
  /** A write based on the version that was current. */
  chain: 0,
  /** A write based on a version that had already been replaced. */
  stale: 1,
  /** A write whose row does not say what it read. */
  unchecked: 2,
  /** A write whose row says that it read the version it made, or a later one. */
  misnumbered: 3,
  /** A timed-out attempt that was applied: nobody else in the trace can have made this version. */
  bridged: 4,
  /** Versions that nobody in the trace made. */
  untraced: 5,
} as const;

/**
 * One key's versions in their order: who made each, and on what it was based. Steps are columns; step `i` is entry `i`
 * of each.
 */
export interface Walk {
  readonly key: number;
  readonly initialVersion: number;
  /** Codes of {@link STEP}. */
  readonly kind: readonly number[];
  /** The row of the step; of untraced versions the row that shows that they existed, or NONE. */
  readonly row: readonly number[];
  /** The version that the step's write was based on, and the one it made. */
  readonly base: readonly number[];
  readonly made: readonly number[];
  /** The version that was current just before. */
  readonly current: readonly number[];
  /** The version chain: every version that was current, ascending, and the step that made it (NONE: the initial one). */
  readonly chainVersion: readonly number[];
  readonly chainStep: readonly number[];
  /** Applied timed-out attempts whose request was confirmed later by a row without a write: timeout → that row. */
  readonly confirmedBy: ReadonlyMap<number, number>;
  /** How many of those are one of several timed-out attempts that fit as well, so that another may have been applied. */
  readonly guessed: number;
  /** Timed-out attempts of the key, and those of them of which the walk does not know whether they were applied. */
  readonly timeouts: number;
  readonly openTimeouts: number;
  readonly maxRead: number;
  /** The store ended at a version below one that the trace has. */
  readonly regressed: boolean;
}

/** What the walks of all keys share. */
export interface WalkInput {
  readonly history: History;
  readonly requests: Requests;
  readonly scheme: VersionScheme;
}

/** One key's part of it. Versions are cells of the scale, NONE where nobody says. */
export interface KeyInput {
  readonly key: number;
  /** All rows of the key. */
  readonly rows: Uint32Array;
  /** Its transitions in the order of {@link orderedWrites}. */
  readonly writes: Uint32Array;
  readonly initialVersion: number;
  /** The version that the store ended at. */
  readonly finalVersion: number;
}

/** The transitions of a key in the order of (write_version, write_us, position in the file). */
export function orderedWrites(history: History, requests: Requests, rows: Uint32Array): Uint32Array {
  const { writeVersion, writeUs } = history;
  const writes = rows.filter((row) => requests.role[row] === ROLE.transition);
  sortRows(writes, (a, b) => writeVersion[a]! - writeVersion[b]! || compareBy(writeUs, a, b) || a - b);
  return writes;
}

/** Walks one key's versions, as the definition of the findings says. */
export function walkKey(input: WalkInput, keyInput: KeyInput): Walk {
  return new Walker(input, keyInput).walk();
}

class Walker {
  readonly #input: WalkInput;
  readonly #of: KeyInput;
  readonly #pool: TimeoutPool;
  readonly #timeouts: number;
  #repeatedTimeouts = 0;
  #bridged = 0;
  #guessed = 0;
  #untraced = 0;
  #current: number;
  readonly #kind: number[] = [];
  readonly #row: number[] = [];
  readonly #base: number[] = [];
  readonly #made: number[] = [];
  readonly #before: number[] = [];
  readonly #chainVersion: number[];
  readonly #chainStep: number[];
  readonly #confirmedBy = new Map<number, number>();
  readonly #confirmed = new Set<number>();

  constructor(input: WalkInput, of: KeyInput) {
    const { history, requests, scheme } = input;
    this.#input = input;
    this.#of = of;
    this.#current = of.initialVersion;
    this.#chainVersion = [of.initialVersion];
    this.#chainStep = [NONE];
    const timeouts: number[] = [];
    for (const row of of.rows)
      if (history.result[row] !== RESULT.timeout) continue;
      else if (requests.repeatedTimeouts.has(row)) this.#repeatedTimeouts++;
      else timeouts.push(row);
    this.#timeouts = timeouts.length + this.#repeatedTimeouts;
    this.#pool = new TimeoutPool(history, scheme, timeouts, (row) => this.#bareOf(row) !== undefined);
  }

  walk(): Walk {
    for (const row of this.#of.writes) this.#write(row);
    const maxRead = this.#maxRead();
    // Where writes are not recorded, any success may have made what was read later or what the store ended with.
    const finalVersion = this.#input.requests.recordsWrites ? this.#of.finalVersion : NONE;
    if (finalVersion !== NONE) this.#fill(finalVersion, NONE);
    else if (this.#input.requests.recordsWrites) this.#bridgeToRead(maxRead);
    const regressed = finalVersion !== NONE && finalVersion < Math.max(this.#current, maxRead);
    // A store that numbers its own writes and ended where the chain ends was written by nobody else. (A writer that
    // numbers blindly may still have rewritten a version with the same content: that changes nothing that is counted.)
    const settled = finalVersion !== NONE && !regressed && this.#untraced === 0;
    return {
      key: this.#of.key,
      initialVersion: this.#of.initialVersion,
      kind: this.#kind,
      row: this.#row,
      base: this.#base,
      made: this.#made,
      current: this.#before,
      chainVersion: this.#chainVersion,
      chainStep: this.#chainStep,
      confirmedBy: this.#confirmedBy,
      guessed: this.#guessed,
      timeouts: this.#timeouts,
      openTimeouts: settled ? 0 : this.#timeouts - this.#repeatedTimeouts - this.#bridged,
      maxRead,
      regressed,
    };
  }

  #write(row: number): void {
    const { history, requests, scheme } = this.#input;
    const base = baseVersion(history, requests, row);
    const made = history.writeVersion[row]!;
    if (base >= made) {
      this.#step(STEP.misnumbered, row, base, made);
      return;
    }
    const sequential = scheme === 'sequential';
    if (base > this.#current) this.#fill(base, row);
    // In a sequential trace a write makes the version after its base. If it made another one, somebody wrote in between.
    const stale = base !== NONE && (base < this.#current || (sequential && made !== base + 1));
    if (sequential && (stale || base === NONE)) this.#fill(made - 1, row);
    if (base === NONE) this.#step(STEP.unchecked, row, base, made);
    else this.#step(stale ? STEP.stale : STEP.chain, row, base, made);
  }

  /**
   * Accounts for the versions above the current one and up to `limit`, which no success made: by timed-out attempts
   * that fit, and as untraced writes for the rest. `shownBy` is the row that shows that they existed.
   */
  #fill(limit: number, shownBy: number): void {
    // Without any version to start from there is no gap, only a beginning.
    if (this.#current === NONE) return;
    while (this.#current < limit) {
      const candidate = this.#pool.take(this.#current, limit);
      const upTo = candidate?.after ?? limit;
      if (upTo > this.#current) {
        this.#untraced++;
        this.#step(STEP.untraced, shownBy, this.#current, upTo);
      }
      if (candidate !== undefined) this.#bridge(candidate);
    }
  }

  /**
   * Beyond the last success a version is shown by whoever read it. Timed-out attempts in an unbroken line from the current
   * version were applied up to the greatest version that was read on that line; a greater one came from elsewhere.
   */
  #bridgeToRead(maxRead: number): void {
    if (this.#current === NONE) return;
    const line: Candidate[] = [];
    let reach = this.#current;
    while (reach < maxRead) {
      const candidate = this.#pool.take(reach, maxRead);
      if (candidate === undefined || candidate.after > reach) break;
      line.push(candidate);
      reach = candidate.made;
    }
    const shown = this.#maxRead(reach);
    for (const candidate of line) if (candidate.made <= shown) this.#bridge(candidate);
  }

  #bridge({ row, made, alone }: Candidate): void {
    this.#bridged++;
    const bare = this.#bareOf(row);
    if (bare !== undefined && !this.#confirmed.has(bare)) {
      this.#confirmed.add(bare);
      this.#confirmedBy.set(row, bare);
      if (!alone) this.#guessed++;
    }
    this.#step(STEP.bridged, row, this.#input.history.readVersion[row]!, made);
  }

  /** The first success without a write, on this key, of the same request as a row. */
  #bareOf(row: number): number | undefined {
    const { requests, history } = this.#input;
    return requests.bare.get(this.#of.key)?.get(history.requestId[row]!)?.rows[0];
  }

  #step(kind: number, row: number, base: number, made: number): void {
    this.#kind.push(kind);
    this.#row.push(row);
    this.#base.push(base);
    this.#made.push(made);
    this.#before.push(this.#current);
    if (made <= this.#current) return;
    this.#chainVersion.push(made);
    this.#chainStep.push(this.#kind.length - 1);
    this.#current = made;
  }

  /** The greatest version that was read, of those up to a limit. */
  #maxRead(limit = Infinity): number {
    const { readVersion } = this.#input.history;
    let greatest = NONE;
    for (const row of this.#of.rows)
      if (readVersion[row]! > greatest && readVersion[row]! <= limit) greatest = readVersion[row]!;
    return greatest;
  }
}

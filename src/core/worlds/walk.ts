import { NONE } from '../words/codes.ts';
import { isCounted } from '../history/run-facts.ts';
import type { VersionScheme } from '../words/terms.ts';

/** A scheme whose versions only grow; for the other one see `walk-opaque.ts`. */
type OrderedScheme = Exclude<VersionScheme, 'opaque'>;

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
  /** Versions that no write of the trace made. */
  untraced: 4,
} as const;

/** The applied writes of one key in a world, in the order of the versions that they made; write `i` is entry `i` of each. */
export interface Writes {
  /** The row that stands for the write. */
  readonly row: readonly number[];
  /** The attempt that made it; mostly the same row. */
  readonly maker: readonly number[];
  readonly base: readonly number[];
  readonly made: readonly number[];
}

/** What the store had, and what was seen of it. Versions are cells of the scale, NONE where they are not known. */
export interface KeyEnds {
  readonly initialVersion: number;
  readonly finalVersion: number;
  /** Versions that attempts read, or were based on, ascending and without those below the initial one. */
  readonly seen: readonly number[];
}

/**
 * One key's versions in their order: who made each, and on what it was based. Steps are columns; step `i` is entry `i`
 * of each.
 */
export interface Walk {
  /** Codes of {@link STEP}. */
  readonly kind: readonly number[];
  /** The row that stands for the step's write; of untraced versions the row that shows that they existed, or NONE. */
  readonly row: readonly number[];
  readonly maker: readonly number[];
  /** The version that the step's write was based on, and the one it made. */
  readonly base: readonly number[];
  readonly made: readonly number[];
  /** The version that was current just before. */
  readonly current: readonly number[];
  /** The version chain: every version that was current, ascending, and the step that made it (NONE: the initial one). */
  readonly chainVersion: readonly number[];
  readonly chainStep: readonly number[];
  readonly initialVersion: number;
  readonly finalVersion: number;
  /** How many steps no write of the trace made; of versions without an order, how many of {@link unmade}. */
  readonly untraced: number;
  /** Of versions without an order: those that were seen and that no write of the trace made, which have no steps. */
  readonly unmade: readonly number[];
  /** Whether the versions have an order, so that the chain ascends. */
  readonly isOrdered: boolean;
}

/** Walks one key's versions, which have an order, as the definition of the findings says. */
export function walkKey(scheme: OrderedScheme, writes: Writes, ends: KeyEnds): Walk {
  return new Walker(scheme, ends).walk(writes);
}

class Walker {
  readonly #scheme: OrderedScheme;
  readonly #ends: KeyEnds;
  #current: number;
  #seen = 0;
  #untraced = 0;
  readonly #kind: number[] = [];
  readonly #row: number[] = [];
  readonly #maker: number[] = [];
  readonly #base: number[] = [];
  readonly #made: number[] = [];
  readonly #before: number[] = [];
  readonly #chainVersion: number[];
  readonly #chainStep: number[];

  constructor(scheme: OrderedScheme, ends: KeyEnds) {
    this.#scheme = scheme;
    this.#ends = ends;
    this.#current = ends.initialVersion;
    this.#chainVersion = [ends.initialVersion];
    this.#chainStep = [NONE];
  }

  walk(writes: Writes): Walk {
    for (let index = 0; index < writes.row.length; index++) this.#write(writes, index);
    const { seen, finalVersion, initialVersion } = this.#ends;
    const last = Math.max(finalVersion, seen.at(-1) ?? NONE);
    if (isCounted(this.#scheme)) this.#fill(last, NONE);
    else this.#fillSeen(Infinity, NONE);
    return {
      kind: this.#kind,
      row: this.#row,
      maker: this.#maker,
      base: this.#base,
      made: this.#made,
      current: this.#before,
      chainVersion: this.#chainVersion,
      chainStep: this.#chainStep,
      initialVersion,
      finalVersion,
      untraced: this.#untraced,
      unmade: [],
      isOrdered: true,
    };
  }

  #write({ row: rows, maker, base: bases, made: versions }: Writes, index: number): void {
    const row = rows[index]!;
    const base = bases[index]!;
    const made = versions[index]!;
    if (base >= made && base !== NONE) {
      this.#step(STEP.misnumbered, row, maker[index]!, base, made);
      return;
    }
    // A store that counts makes the version after the one it has. If a write made another one, there was another writer in between.
    const jumped = this.#scheme === 'sequential' && base !== NONE && made !== base + 1;
    if (!isCounted(this.#scheme)) {
      this.#fillSeen(made, row, base);
      if (base > this.#current) this.#fill(base, row);
    } else {
      if (base > this.#current) this.#fill(base, row);
      if (base === NONE || (this.#scheme === 'sequential' && (jumped || base < this.#current)))
        this.#fill(made - 1, row);
    }
    const isStale = base !== NONE && (base < this.#current || jumped);
    const kind = base === NONE ? STEP.unchecked : isStale ? STEP.stale : STEP.chain;
    this.#step(kind, row, maker[index]!, base, made);
  }

  /** Puts the versions up to a limit down to writers outside the trace. `shownBy` is the row that shows that they existed. */
  #fill(limit: number, shownBy: number): void {
    // Without any version to start from there is no gap, only a beginning.
    if (this.#current === NONE || this.#current >= limit) return;
    this.#untraced++;
    this.#step(STEP.untraced, shownBy, NONE, this.#current, limit);
  }

  /** The versions below `limit` that were seen and that no write of the trace made, one by one; `base` among them. */
  #fillSeen(limit: number, shownBy: number, base = NONE): void {
    const { seen } = this.#ends;
    while (this.#seen < seen.length && seen[this.#seen]! < limit) {
      const version = seen[this.#seen++]!;
      if (version > this.#current) this.#fill(version, version === base ? shownBy : NONE);
    }
    if (this.#seen < seen.length && seen[this.#seen] === limit) this.#seen++;
  }

  #step(kind: number, row: number, maker: number, base: number, made: number): void {
    this.#kind.push(kind);
    this.#row.push(row);
    this.#maker.push(maker);
    this.#base.push(base);
    this.#made.push(made);
    this.#before.push(this.#current);
    if (made <= this.#current) return;
    this.#chainVersion.push(made);
    this.#chainStep.push(this.#kind.length - 1);
    this.#current = made;
  }
}

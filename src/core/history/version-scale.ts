import type { VersionScale } from './history.ts';
import { NONE } from '../words/codes.ts';

/** The largest version that a trace may hold, 2^63 − 1. */
const MAX_VERSION = 2n ** 63n - 1n;

/** The scale of a trace whose versions are all safe integers: a cell is the version itself. */
const PLAIN_SCALE: VersionScale = {
  text: (cell) => (cell === NONE ? '' : String(cell)),
  isNext: (earlier, later) => earlier !== NONE && later === earlier + 1,
  cell: (version) =>
    typeof version === 'bigint' && version >= 0n && version <= BigInt(Number.MAX_SAFE_INTEGER)
      ? Number(version)
      : undefined,
  isOpaque: () => false,
};

/**
 * The scale of a trace whose versions are not all safe integers: a cell is the rank of the version in `sorted` (ascending,
 * distinct), which holds every number of the trace and the one after each, so that `cell + 1` is the next version here too.
 * The ranks above them are those of `opaque`, the versions that are no numbers.
 */
function rankScale(sorted: BigInt64Array, opaque: readonly string[]): VersionScale {
  const ranks = new Map(opaque.map((version, index) => [version, sorted.length + index]));
  const text = (cell: number): string =>
    cell < sorted.length ? String(sorted[cell]) : (opaque[cell - sorted.length] ?? '');
  return {
    text: (cell) => (cell === NONE ? '' : text(cell)),
    isNext: (earlier, later) => {
      if (earlier === NONE || later === NONE || later >= sorted.length) return false;
      return sorted[earlier]! + 1n === sorted[later];
    },
    cell: (version) => {
      if (typeof version === 'string') return ranks.get(version);
      const rank = rankOf(sorted, version);
      return rank === NONE ? undefined : rank;
    },
    isOpaque: (cell) => cell >= sorted.length,
  };
}

function rankOf(sorted: BigInt64Array, version: bigint): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const candidate = sorted[middle]!;
    if (candidate === version) return middle;
    if (candidate < version) low = middle + 1;
    else high = middle - 1;
  }
  return NONE;
}

/**
 * Collects versions while a trace is being read. Safe integers pass through as they are; a larger one, and a text, becomes
 * a placeholder below {@link NONE}, which {@link VersionCollector.finish} replaces.
 */
export class VersionCollector {
  readonly #placeholders = new Map<bigint | string, number>();

  /** What to put into the column for now. */
  provisional(version: number | bigint | string): number {
    if (typeof version === 'number') return version;
    if (typeof version === 'bigint' && version <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(version);
    let placeholder = this.#placeholders.get(version);
    if (placeholder === undefined) {
      placeholder = NONE - 1 - this.#placeholders.size;
      this.#placeholders.set(version, placeholder);
    }
    return placeholder;
  }

  /** Chooses the scale for these columns and the versions known from elsewhere, and rewrites the columns to it. */
  finish(columns: readonly Float64Array[], known: Iterable<bigint | string>): VersionScale {
    const stated = [...known];
    const others = stated.filter(
      (version): version is bigint => typeof version === 'bigint' && version >= 0n && version <= MAX_VERSION,
    );
    const texts = [...this.#placeholders.keys(), ...stated].filter((version) => typeof version === 'string');
    const opaque = [...new Set(texts)].sort();
    const isLarge = (version: bigint): boolean => version > BigInt(Number.MAX_SAFE_INTEGER);
    if (this.#placeholders.size === 0 && opaque.length === 0 && !others.some(isLarge)) return PLAIN_SCALE;
    const large = [...this.#placeholders.keys()].filter((version) => typeof version === 'bigint');
    const distinct = new Set<bigint>([...others, ...large]);
    for (const column of columns) for (const cell of column) if (cell >= 0) distinct.add(BigInt(cell));
    // With every successor in the table a step of one rank is a step of one version wherever a row or the store stood.
    for (const version of [...distinct]) if (version < MAX_VERSION) distinct.add(version + 1n);
    const sorted = new BigInt64Array(distinct).sort();
    const ranks = new Map<number, number>();
    sorted.forEach((version, rank) => {
      const held = this.#placeholders.get(version) ?? Number(version);
      ranks.set(held, rank);
    });
    opaque.forEach((version, index) => {
      const held = this.#placeholders.get(version);
      if (held !== undefined) ranks.set(held, sorted.length + index);
    });
    for (const column of columns)
      for (let row = 0; row < column.length; row++)
        if (column[row] !== NONE) column[row] = ranks.get(column[row]!)!;
    return rankScale(sorted, opaque);
  }
}

/**
 * The ways in which a trace may be written otherwise than its format says where nothing can be mistaken, each with the
 * words for what it counts.
 */
export const LOOSENESSES = {
  trimmed: 'cells without the white space around them',
  'empty-word': 'words such as NULL or NaN as empty cells',
  'result-case': 'results in another case',
  'decimal-zero': 'whole numbers written with a fraction of zeros',
  'text-time': 'times written as dates',
  'time-without-zone': 'dates without a zone, as UTC',
  'surplus-cell': 'rows without the empty cells at their end',
  'repeated-header': 'headers that stand again among the rows',
  'leading-line': 'lines before the header',
  prefix: 'lines without what stands before their JSON',
  wrapper: 'lines out of a container’s log',
  'bare-nan': 'JSON lines with a bare NaN',
  'json-array': 'files that are a JSON array',
  'carriage-return': 'files whose lines end in a carriage return alone',
} as const;

/** One of them. */
export type Looseness = keyof typeof LOOSENESSES;

/** How often each was needed. */
export class LooseCounts {
  readonly #counts = new Map<Looseness, number>();

  /** Counts one case. */
  add(looseness: Looseness): void {
    this.#counts.set(looseness, (this.#counts.get(looseness) ?? 0) + 1);
  }

  /** The counts by name, in the order of the table; undefined if nothing was read loosely. */
  get byName(): Readonly<Record<string, number>> | undefined {
    if (this.#counts.size === 0) return undefined;
    const names = Object.keys(LOOSENESSES) as Looseness[];
    return Object.fromEntries(
      names.flatMap((name) => (this.#counts.has(name) ? [[name, this.#counts.get(name)!]] : [])),
    );
  }
}

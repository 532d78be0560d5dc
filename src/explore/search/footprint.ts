/**
 * What a step touches, as names that mean something to the runner alone (tables, keys, files). A name under `writes`
 * belongs under `reads` only if a reader must be told from a writer elsewhere: writes conflict with everything.
 */
export interface Footprint {
  /** Looked at without a lock: conflicts with the writes of others. */
  readonly reads: readonly string[];
  /** Locked, or written where plain readers cannot see it yet, as before a COMMIT: conflicts with locks and writes. */
  readonly locks: readonly string[];
  /** Changed for all to see, or locks given up: conflicts with reads, locks and writes. */
  readonly writes: readonly string[];
}

/**
 * Whether the order of two steps of different clients may matter. A step without a footprint (undefined) may touch
 * anything, so it depends on everything.
 */
export function areDependent(a: Footprint | undefined, b: Footprint | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  return (
    meet(a.writes, b.reads, b.locks, b.writes) || meet(b.writes, a.reads, a.locks) || meet(a.locks, b.locks)
  );
}

function meet(names: readonly string[], ...others: readonly (readonly string[])[]): boolean {
  return names.some((name) => others.some((each) => each.includes(name)));
}

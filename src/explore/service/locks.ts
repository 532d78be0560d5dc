import type { Footprint } from '../search/footprint.ts';
import type { TextRow } from './database.ts';

/** The locks of the process `$1`, or of the one that asks where that is null; those that say nothing of data are left out. */
export const LOCKS_QUERY = `
SELECT l.locktype, l.mode, c.relkind, c.oid < 16384 AS is_system,
       CASE WHEN l.locktype = 'advisory' THEN format('advisory %s.%s', l.classid, l.objid) ELSE c.oid::regclass::text END AS name
FROM pg_locks l LEFT JOIN pg_class c ON l.locktype = 'relation' AND c.oid = l.relation
WHERE l.pid = coalesce($1::int, pg_backend_pid()) AND l.granted
  AND (l.locktype = 'advisory' OR (l.locktype = 'relation' AND c.relkind NOT IN ('i', 'I', 't')))`;

/**
 * Whether each statement of the process sees what was committed before it. One that reads an earlier snapshot, or of which the
 * server does not say, may not be moved past any write.
 */
export const READ_COMMITTED_QUERY = `
SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $1::int AND state IS NOT NULL AND backend_xmin IS NULL)
   AND NOT EXISTS (SELECT FROM pg_locks WHERE pid = $1::int AND mode = 'SIReadLock') AS plain`;

/**
 * What locks say of a transaction so far. A lock of a table that keeps others from writing a row is a lock; a sequence is
 * seen by all at once, and what is stronger than a write shuts all others out.
 */
export function footprintOfLocks(rows: readonly TextRow[]): Footprint {
  const reads = new Set<string>();
  const locks = new Set<string>();
  const writes = new Set<string>();
  for (const { locktype, mode, relkind, is_system: isSystem, name } of rows) {
    if (locktype === 'advisory') locks.add(name!);
    else if (mode === 'AccessShareLock') {
      if (isSystem !== 't') reads.add(name!);
    } else if (
      relkind !== 'S' &&
      isSystem !== 't' &&
      (mode === 'RowShareLock' || mode === 'RowExclusiveLock')
    )
      locks.add(name!);
    else writes.add(name!);
  }
  return { reads: [...reads].sort(), locks: [...locks].sort(), writes: [...writes].sort() };
}

/** A transaction that ends shows what it changed, and gives up what it locked. */
export function ended({ reads, locks, writes }: Footprint): Footprint {
  return { reads, locks: [], writes: [...new Set([...locks, ...writes])].sort() };
}

/** What a statement within a transaction touches: all that the transaction has so far, and what it gave up. */
export function within(before: Footprint, after: Footprint): Footprint {
  const gone = [...before.locks, ...before.writes].filter(
    (name) => !after.locks.includes(name) && !after.writes.includes(name),
  );
  return { ...after, writes: [...new Set([...after.writes, ...gone])].sort() };
}

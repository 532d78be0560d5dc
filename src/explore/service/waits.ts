import type { Database } from './database.ts';

/** A lock is waited for by whom: the processes of the server that each one waits for. */
export type Waits = ReadonlyMap<number, readonly number[]>;

/** What is known of a process of the server. */
export type ProcessState =
  /** It holds what it holds until a schedule lets its client go on. */
  | 'still'
  /** It has been given something to do. */
  | 'busy'
  /** It belongs to no request. */
  | 'foreign';

/** Which of the server's processes wait for a lock now, and for whom. */
export async function askWaits(database: Database, processes: readonly number[]): Promise<Waits> {
  const rows = await database.rows(
    'SELECT pid, array_to_string(pg_blocking_pids(pid), $2) AS blockers FROM unnest($1::int[]) AS pid',
    [processes, ','],
    'waits',
  );
  return new Map(
    rows
      .filter(({ blockers }) => blockers !== '' && blockers !== null)
      .map(({ pid, blockers }) => [Number(pid), blockers!.split(',').map(Number)]),
  );
}

/**
 * Whether a process waits until a schedule lets another client go on. Not so where it waits for one that is at work, for
 * one of no request, or in a circle, which the server itself ends.
 */
export function isHeldUp(
  process: number,
  waits: Waits,
  stateOf: (process: number) => ProcessState,
  above: readonly number[] = [],
): boolean {
  if (above.includes(process)) return false;
  const blockers = waits.get(process);
  if (blockers === undefined) return above.length > 0 && stateOf(process) === 'still';
  return blockers.some((blocker) => isHeldUp(blocker, waits, stateOf, [...above, process]));
}

/** The processes of no request that keep others waiting, each once. */
export function foreignBlockers(waits: Waits, stateOf: (process: number) => ProcessState): readonly number[] {
  return [...new Set([...waits.values()].flat())].filter((process) => stateOf(process) === 'foreign');
}

import { grouped, numberOf } from './member.ts';
import type { Member, Scalar } from './member.ts';
import type { Pair } from './pairs.ts';

/**
 * How well a member tells inventories apart: the share of reads that found what another attempt on the same key had
 * written, or what the key began with. A member that splits a key has reads that nothing in it explains.
 */
export function chainFit(key: Member, { read, write }: Pair, rows: readonly number[]): number {
  const groups = grouped(
    key,
    rows.filter((row) => read.values[row] !== undefined),
  );
  let explained = 0;
  let all = 0;
  for (const group of groups.values()) {
    const written = new Set(group.map((row) => write.values[row]).filter((value) => value !== undefined));
    const first = firstOf(group, read, write);
    explained += group.filter((row) => written.has(read.values[row]!) || read.values[row] === first).length;
    all += group.length;
  }
  return all === 0 ? 0 : explained / all;
}

/** What a key began with: the least of numbers that grow, the greatest of those that fall, the first of texts. */
function firstOf(group: readonly number[], read: Member, write: Member): Scalar | undefined {
  const numbers = group.map((row) => numberOf(read.values[row]) ?? NaN);
  const wrote = group.find((row) => write.values[row] !== undefined);
  if (wrote === undefined || numbers.includes(NaN)) return read.values[group[0]!];
  const grows = numberOf(write.values[wrote])! > numberOf(read.values[wrote])!;
  return read.values[group[numbers.indexOf(grows ? Math.min(...numbers) : Math.max(...numbers))]!];
}

/** How many of these attempts had read what another one on the key had written from by then. */
export function overtaken(
  key: Member,
  { read, write }: Pair,
  rows: readonly number[],
  attempts: readonly number[],
): number {
  const asked = new Set(rows);
  const writtenFrom = new Set<string>();
  let late = 0;
  for (const row of attempts) {
    const place = JSON.stringify([key.values[row], read.values[row]]);
    if (write.values[row] !== undefined) writtenFrom.add(place);
    else if (asked.has(row) && writtenFrom.has(place)) late++;
  }
  return late;
}

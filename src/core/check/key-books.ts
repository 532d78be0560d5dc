import { NONE } from '../history/history.ts';
import type { History } from '../history/history.ts';
import type { RunFacts, StoreRecord } from '../history/run-facts.ts';
import type { Books } from './ledger.ts';

/** What the store had of a key before and after the run; what nobody says is undefined, or NONE for a version. */
export interface KeyEnds {
  readonly books: Books;
  /** The manifest's, else the smallest version that any row of the key read. */
  readonly initialVersion: number;
  readonly finalVersion: number;
}

/** A key's side of the manifest, completed from its rows where the manifest is silent. */
export function keyEnds(
  history: History,
  facts: RunFacts | undefined,
  key: number,
  rows: Uint32Array,
): KeyEnds {
  const name = history.strings[key] ?? '';
  const initial = facts?.initial?.get(name);
  const remaining = facts?.remaining?.get(name);
  const known = cellOf(history, initial);
  return {
    books: { initial: initial?.value, remaining: remaining?.value },
    initialVersion: known === NONE ? smallestRead(history, rows) : known,
    finalVersion: cellOf(history, remaining),
  };
}

/**
 * Whether the store says what it had of a key before and after the run, and that it changed: then the key has books to
 * balance, even if the trace has no row of it.
 */
export function hasChanged(facts: RunFacts | undefined, name: string): boolean {
  const [before, after] = [facts?.initial?.get(name), facts?.remaining?.get(name)];
  if (before === undefined || after === undefined) return false;
  return before.value !== after.value || before.version !== after.version;
}

/** The books of the keys that the trace has no row of and that did not change: they count in the total. */
export function untouchedBooks(facts: RunFacts | undefined, checked: ReadonlySet<string>): Books[] {
  const books: Books[] = [];
  for (const [name, { value: initial }] of facts?.initial ?? []) {
    const remaining = facts?.remaining?.get(name)?.value;
    if (remaining !== undefined && !checked.has(name)) books.push({ initial, remaining });
  }
  return books;
}

function cellOf({ versions }: History, record: StoreRecord | undefined): number {
  return record?.version === undefined ? NONE : (versions.cell(record.version) ?? NONE);
}

function smallestRead({ readVersion }: History, rows: Uint32Array): number {
  let smallest = Infinity;
  for (const row of rows) {
    const read = readVersion[row]!;
    if (read !== NONE && read < smallest) smallest = read;
  }
  return smallest === Infinity ? NONE : smallest;
}

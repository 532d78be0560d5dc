import { NONE } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import type { RunFacts, StoreRecord } from '../history/run-facts.ts';
import type { Books } from './key-in-world.ts';

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

/** The cell of the version of a record; NONE where it has none. */
export function cellOf({ versions }: History, record: StoreRecord | undefined): number {
  return record?.version === undefined ? NONE : (versions.cell(record.version) ?? NONE);
}

import { NONE } from '../history/history.ts';
import type { History } from '../history/history.ts';
import type { RunFacts, StoreRecord } from '../history/run-facts.ts';
import type { DoubtCollector } from './doubts.ts';
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

/** A key that the store says has changed, and of which the trace has no row. */
export function doubtUnreadKeys(history: History, facts: RunFacts | undefined, doubts: DoubtCollector): void {
  if (facts?.initial === undefined || facts.remaining === undefined) return;
  const traced = new Set<string>();
  for (const key of new Set(history.inventoryKey)) if (key !== NONE) traced.add(history.strings[key]!);
  for (const [name, after] of facts.remaining) {
    const before = facts.initial.get(name);
    if (before === undefined || traced.has(name)) continue;
    if (before.value !== after.value || before.version !== after.version) doubts.add('unread-key', name);
  }
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

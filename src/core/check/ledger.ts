import type { Ledger, LedgerCauses } from '../analysis.ts';
import type { Books } from './key-in-world.ts';
import { noCauses, type Causes, type KeyUnits } from './key-units.ts';

/** A key's ledger from its units in every world: an entry that is not the same in all of them, or not known to be, is undecided. */
export function closeLedger(worlds: readonly KeyUnits[], books: Books, isWhole = true): Ledger {
  const first = worlds[0]!;
  const { initial, remaining } = books;
  const by = noCauses();
  for (const cause of Object.keys(by) as (keyof Causes)[])
    if (isWhole && worlds.every((world) => world.by[cause] === first.by[cause])) by[cause] = first.by[cause];
  const { confirmed } = first.books;
  const counts = {
    confirmed,
    initial,
    remaining,
    // What is so in every world.
    confirmedTwice: least(worlds, (world) => world.confirmedTwice),
    excessUnits: least(worlds, (world) => world.excess),
  };
  if (initial === undefined || remaining === undefined)
    return { ...counts, mismatch: undefined, by, unexplained: 0, undecided: 0 };
  const mismatch = confirmed - (initial - remaining);
  const rests = worlds.map((world) => mismatch - sumOf(world.by));
  const unexplained = isWhole && rests.every((rest) => rest === rests[0]) ? rests[0]! : 0;
  return { ...counts, mismatch, by, unexplained, undecided: mismatch - sumOf(by) - unexplained };
}

function least(worlds: readonly KeyUnits[], of: (world: KeyUnits) => number): number {
  return worlds.reduce((sum, world) => Math.min(sum, of(world)), Infinity);
}

/** A ledger of books alone: a key that the trace has no row of. */
export function untouchedLedger(books: Books): Ledger {
  const none = {
    ...books,
    confirmed: 0,
    unconfirmed: 0,
    outside: 0,
    openLeast: 0,
    openMost: 0,
    hasReleases: false,
  };
  return closeLedger([{ books: none, by: noCauses(), confirmedTwice: 0, excess: 0, openWrites: 0 }], books);
}

/** The ledger of all keys: the books are known only if there is a key and every key's are. */
export function totalLedger(ledgers: readonly Ledger[]): Ledger {
  const by = noCauses();
  let [confirmed, unexplained, excessUnits, confirmedTwice, undecided] = [0, 0, 0, 0, 0];
  const none = ledgers.length === 0 ? undefined : 0;
  let [initial, remaining, mismatch]: (number | undefined)[] = [none, none, none];
  for (const ledger of ledgers) {
    confirmed += ledger.confirmed;
    unexplained += ledger.unexplained;
    undecided += ledger.undecided;
    excessUnits += ledger.excessUnits;
    confirmedTwice += ledger.confirmedTwice;
    initial = plus(initial, ledger.initial);
    remaining = plus(remaining, ledger.remaining);
    mismatch = plus(mismatch, ledger.mismatch);
    for (const cause of Object.keys(by) as (keyof Causes)[]) by[cause] += ledger.by[cause];
  }
  const isKnown = mismatch !== undefined;
  return {
    ...{ confirmed, initial, remaining, mismatch, by },
    // Where a key has no books its causes stand against no mismatch, and so do the total's.
    unexplained: isKnown ? unexplained : 0,
    undecided: isKnown ? undecided : 0,
    ...{ excessUnits, confirmedTwice },
  };
}

function plus(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}

function sumOf(by: LedgerCauses): number {
  const units: readonly number[] = Object.values(by);
  return units.reduce((sum, each) => sum + each, 0);
}

import type { Ledger, LedgerCauses } from '../analysis.ts';
import { countUpTo } from '../history/count-up-to.ts';
import { NONE } from '../history/history.ts';
import type { History } from '../history/history.ts';
import type { Requests } from './requests.ts';
import { STEP } from './walk.ts';
import type { Walk } from './walk.ts';
import { ROW_FLAG } from '../words/codes.ts';

/** The store's books of a key, in units; undefined where the manifest does not say. */
export interface Books {
  readonly initial: number | undefined;
  readonly remaining: number | undefined;
}

/** What the walk's entries need from outside it. */
export interface LedgerInput {
  readonly history: History;
  readonly requests: Requests;
  readonly rowFlags: Uint8Array;
  readonly books: Books;
  /** All rows of the key. */
  readonly rows: Uint32Array;
}

type Causes = { -readonly [cause in keyof LedgerCauses]: number };

/** No units by any cause. */
export function noCauses(): Causes {
  return {
    'stale-version-write': 0,
    'duplicate-confirmation': 0,
    'confirmation-without-write': 0,
    'lost-confirmation': 0,
  };
}

/**
 * The units of a key's mismatch by cause, and into `effects` the units that each applied write really took. For each write
 * of the walk, before is the value that the last one left and after the value it wrote; it took before − after. A
 * confirmed write owes one unit, so its entry is 1 − (before − after); an unconfirmed one owes none. The changes
 * telescope: the entries sum to confirmed − (initial − the last value). What untraced writes changed, and what a
 * confirmed write took in excess without being stale or a duplicate, is nobody's entry and stays unexplained.
 */
export function causesOfMismatch(walk: Walk, input: LedgerInput, effects: Float64Array): Causes {
  const causes = noCauses();
  const values = new ValueWalk(walk, input);
  for (let step = 0; step < walk.kind.length; step++) {
    const took = values.take(step);
    const row = walk.row[step]!;
    if (walk.kind[step] === STEP.untraced) continue;
    effects[row] = took;
    if (walk.kind[step] === STEP.bridged) {
      if (!walk.confirmedBy.has(row)) causes['lost-confirmation'] -= took;
    } else if (walk.kind[step] === STEP.stale) causes['stale-version-write'] += 1 - took;
    else if ((input.rowFlags[row]! & ROW_FLAG.duplicate) !== 0) causes['duplicate-confirmation'] += 1 - took;
  }
  return causes;
}

/** The value of the inventory along a walk. */
class ValueWalk {
  readonly #walk: Walk;
  readonly #input: LedgerInput;
  /** By position in the chain: the value last written at that version; NaN where nobody says. */
  readonly #values: number[];
  #position = 0;
  #value: number;

  constructor(walk: Walk, input: LedgerInput) {
    this.#walk = walk;
    this.#input = input;
    this.#value = this.#initialValue();
    this.#values = [this.#value];
  }

  /** Applies a step and returns the units that it took. */
  take(step: number): number {
    const before = this.#value;
    const after = this.#after(step);
    // Where neither the books nor any row says what there was, a write took the one unit that it was made for.
    this.#value = Number.isNaN(after) ? before - 1 : after;
    const advanced = this.#walk.made[step]! > this.#walk.current[step]!;
    if (advanced) this.#position++;
    if (advanced || this.#walk.made[step] === this.#walk.current[step])
      this.#values[this.#position] = this.#value;
    const took = before - this.#value;
    return Number.isNaN(took) ? 1 : took;
  }

  #after(step: number): number {
    const { readValue, writeValue } = this.#input.history;
    const row = this.#walk.row[step]!;
    if (this.#walk.kind[step] === STEP.untraced) {
      // The row that shows the gap read its end, if it read what the gap led to.
      const read = row !== NONE && this.#walk.made[step] === this.#input.history.readVersion[row];
      return read && !Number.isNaN(readValue[row]!) ? readValue[row]! : this.#value;
    }
    const writer = this.#input.requests.basis.get(row) ?? row;
    const written = firstKnown(writeValue[row]!, writeValue[writer]!);
    if (!Number.isNaN(written)) return written;
    return firstKnown(readValue[writer]!, this.#valueAt(this.#walk.base[step]!)) - 1;
  }

  #valueAt(version: number): number {
    if (version === NONE) return NaN;
    if (version === this.#walk.chainVersion[this.#position]) return this.#value;
    const position = countUpTo(this.#walk.chainVersion, version) - 1;
    return this.#walk.chainVersion[position] === version ? (this.#values[position] ?? NaN) : NaN;
  }

  /** The books' value, or the one that a row read at the initial version; without any value in the trace, 0 is as good. */
  #initialValue(): number {
    const { readVersion, readValue, writeValue } = this.#input.history;
    if (this.#input.books.initial !== undefined) return this.#input.books.initial;
    let writes = false;
    for (const row of this.#input.rows) {
      if (readVersion[row] === this.#walk.initialVersion && !Number.isNaN(readValue[row]!))
        return readValue[row]!;
      writes ||= !Number.isNaN(writeValue[row]!);
    }
    return writes ? NaN : 0;
  }
}

function firstKnown(a: number, b: number): number {
  return Number.isNaN(a) ? b : a;
}

/** A key's ledger, from the units by cause and the confirmations that owe a unit each. */
export function closeLedger(confirmed: number, books: Books, by: LedgerCauses, excessUnits: number): Ledger {
  const { initial, remaining } = books;
  if (initial === undefined || remaining === undefined)
    return { confirmed, initial, remaining, mismatch: undefined, by, unexplained: 0, excessUnits };
  const mismatch = confirmed - (initial - remaining);
  return { confirmed, initial, remaining, mismatch, by, unexplained: mismatch - sumOf(by), excessUnits };
}

/** The ledger of all keys: the books are known only if there is a key and every key's are. */
export function totalLedger(ledgers: readonly Ledger[]): Ledger {
  const by = noCauses();
  let [confirmed, unexplained, excessUnits] = [0, 0, 0];
  const none = ledgers.length === 0 ? undefined : 0;
  let [initial, remaining, mismatch]: (number | undefined)[] = [none, none, none];
  for (const ledger of ledgers) {
    confirmed += ledger.confirmed;
    unexplained += ledger.unexplained;
    excessUnits += ledger.excessUnits;
    initial = plus(initial, ledger.initial);
    remaining = plus(remaining, ledger.remaining);
    mismatch = plus(mismatch, ledger.mismatch);
    for (const cause of Object.keys(by) as (keyof LedgerCauses)[]) by[cause] += ledger.by[cause];
  }
  return {
    confirmed,
    initial,
    remaining,
    mismatch,
    by,
    // Where a key has no books its causes stand against no mismatch, and so do the total's.
    unexplained: mismatch === undefined ? 0 : unexplained,
    excessUnits,
  };
}

function plus(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}

function sumOf(by: LedgerCauses): number {
  const units: readonly number[] = Object.values(by);
  return units.reduce((sum, each) => sum + each, 0);
}

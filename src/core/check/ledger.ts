import type { Ledger, LedgerCauses } from '../analysis.ts';
import { countUpTo } from '../history/count-up-to.ts';
import { NONE } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import type { WorldBooks, WorldRequest } from '../findings/key-world.ts';
import { ROLE } from '../worlds/requests.ts';
import type { Requests } from '../worlds/requests.ts';
import type { Units } from '../worlds/units.ts';
import { STEP } from '../worlds/walk.ts';
import type { Walk } from '../worlds/walk.ts';

/** The store's books of a key, in units; undefined where the manifest does not say. */
export interface Books {
  readonly initial: number | undefined;
  readonly remaining: number | undefined;
}

/** What the entries of a ledger are computed from: one key in one world. */
export interface LedgerInput {
  readonly history: History;
  readonly requests: Requests;
  readonly units: Units;
  readonly books: Books;
  /** All rows of the key. */
  readonly rows: Uint32Array;
  readonly walk: Walk;
  readonly cases: readonly WorldRequest[];
  readonly hasVersions: boolean;
  /** Whether a writer outside the trace may hide behind an empty read_version. */
  readonly hidesOutsiders: boolean;
}

type Causes = { -readonly [cause in keyof LedgerCauses]: number };

/** The units of a key in a world: its books, the entries of its mismatch, and the two further accounts. */
export interface KeyUnits {
  readonly books: WorldBooks;
  readonly by: Causes;
  readonly confirmedTwice: number;
  readonly excess: number;
}

/** No units by any cause. */
function noCauses(): Causes {
  return {
    'stale-version-write': 0,
    'duplicate-confirmation': 0,
    'duplicate-write': 0,
    'confirmation-without-write': 0,
    'lost-confirmation': 0,
    'outside the trace': 0,
  };
}

/**
 * The units of a key by what took them. For each write of the walk, before is the value that the last one left and after
 * the value it wrote; it really took before − after. A confirmed write enters with its units less that, a write that nobody
 * confirmed and an outside one with what they took, a confirmation without a write with its units.
 */
export function unitsOf(input: LedgerInput): KeyUnits {
  return input.hasVersions ? new VersionedUnits(input).count() : unversionedUnits(input);
}

class VersionedUnits {
  readonly #of: LedgerInput;
  readonly #values: ValueWalk;
  readonly #by = noCauses();
  #confirmed = 0;
  #unconfirmed = 0;
  #outside = 0;
  #hasReleases = false;
  /** Some write took units that neither its row nor any value says: then nothing balances for certain. */
  #isOpen = false;
  /** Rows that took units for a request beyond those of one confirmation, and requests that were answered by a bare success. */
  readonly #again: ReadonlySet<number>;
  readonly #answered: ReadonlySet<number>;
  readonly #took = new Map<number, number>();
  /** Rows of requests with several writes. */
  readonly #several: ReadonlySet<number>;

  constructor(of: LedgerInput) {
    this.#of = of;
    this.#values = new ValueWalk(of);
    this.#several = new Set(of.cases.flatMap(({ writes }) => (writes.length > 1 ? writes : [])));
    this.#again = new Set(of.cases.flatMap(({ writes }) => writes.slice(1)));
    this.#answered = new Set(
      of.cases.flatMap(({ of: { bare, transitions }, writes }) =>
        bare.length > 0 && transitions.length === 0 ? writes.slice(0, 1) : [],
      ),
    );
  }

  count(): KeyUnits {
    const { walk, cases, units, books, hidesOutsiders } = this.#of;
    for (let step = 0; step < walk.kind.length; step++) this.#step(step);
    let confirmedTwice = 0;
    for (const { of, writes } of cases) {
      if (writes.length === 0 && of.bare.length > 0) this.#bare(units.of(of.bare[0]!));
      confirmedTwice += Number(writes.filter((row) => this.#isTold(row)).length > 1);
    }
    for (const row of this.#of.rows)
      if (this.#of.requests.role[row] === ROLE.unmoved) this.#bare(units.of(row));
    return {
      books: {
        ...books,
        confirmed: this.#confirmed,
        unconfirmed: this.#unconfirmed,
        outside: hidesOutsiders || this.#isOpen ? NaN : this.#outside,
        openLeast: 0,
        openMost: 0,
        hasReleases: this.#hasReleases,
      },
      by: this.#by,
      confirmedTwice,
      excess: this.#excess(),
    };
  }

  /** A confirmation that nothing was written for counts as one unit where it does not say how many. */
  #bare(asked: number): void {
    const units = Number.isNaN(asked) ? 1 : asked;
    this.#confirmed += units;
    this.#by['confirmation-without-write'] += units;
  }

  #isTold(row: number): boolean {
    return this.#of.requests.teller[row] !== NONE || this.#answered.has(row);
  }

  #step(step: number): void {
    const { walk, units } = this.#of;
    const took = this.#values.take(step);
    if (walk.kind[step] === STEP.untraced) {
      this.#outside += took;
      if (!Number.isNaN(took)) this.#by['outside the trace'] -= took;
      return;
    }
    const row = walk.row[step]!;
    const known = units.of(walk.maker[step]!);
    const own = Number.isNaN(known) ? units.of(row) : known;
    const { writeValue } = this.#of.history;
    const isWritten = !Number.isNaN(writeValue[row]!) || !Number.isNaN(writeValue[walk.maker[step]!]!);
    this.#isOpen ||= Number.isNaN(own) && !isWritten;
    // Open units are what the values say, and one where they say nothing.
    const asked = Number.isNaN(own)
      ? walk.kind[step] !== STEP.stale && !Number.isNaN(took)
        ? took
        : 1
      : own;
    const really = Number.isNaN(took) ? asked : took;
    if (asked < 0) this.#hasReleases = true;
    this.#took.set(row, really);
    const isAgain = this.#again.has(row);
    if (!this.#isTold(row)) {
      this.#unconfirmed += really;
      this.#by[isAgain || this.#isBeforeConfirmed(row) ? 'duplicate-write' : 'lost-confirmation'] -= really;
      return;
    }
    this.#confirmed += asked;
    if (walk.kind[step] === STEP.stale) this.#by['stale-version-write'] += asked - really;
    else if (isAgain) this.#by['duplicate-confirmation'] += asked - really;
  }

  /** Whether an applied write that nobody confirmed is one of several of its request, of which another was confirmed. */
  #isBeforeConfirmed(row: number): boolean {
    if (!this.#several.has(row)) return false;
    return this.#of.cases.some(
      ({ writes }) => writes.length > 1 && writes.includes(row) && writes.some((each) => this.#isTold(each)),
    );
  }

  /** Units that requests took beyond those of one confirmation each. */
  #excess(): number {
    let excess = 0;
    for (const { writes } of this.#of.cases) {
      if (writes.length < 2 || !writes.some((row) => this.#isTold(row))) continue;
      const taken = writes.reduce((sum, row) => sum + (this.#took.get(row) ?? 0), 0);
      const one = Math.max(...writes.map((row) => this.#of.units.or1(row)));
      excess += Math.max(0, taken - one);
    }
    return excess;
  }
}

/** Without versions nothing says who wrote; what was confirmed is known, and what timed out may have taken its units too. */
function unversionedUnits({ history, requests, units, books, rows }: LedgerInput): KeyUnits {
  const told = new Set<number>();
  let [confirmed, openLeast, openMost] = [0, 0, 0];
  let [hasReleases, isOpen] = [false, false];
  const { result, requestId } = history;
  for (const row of rows) {
    if (requests.role[row] === ROLE.repeated || result[row] !== 0 || told.has(requestId[row]!)) continue;
    told.add(requestId[row]!);
    confirmed += units.or1(row);
    hasReleases ||= units.or1(row) < 0;
    isOpen ||= Number.isNaN(units.of(row));
  }
  for (const row of rows) {
    if (requests.role[row] === ROLE.repeated || result[row] !== 3) continue;
    const [least, most] = [Math.min(0, units.or1(row)), Math.max(0, units.or1(row))];
    openLeast += least;
    openMost += most;
  }
  return {
    books: {
      ...books,
      confirmed,
      unconfirmed: 0,
      outside: isOpen ? NaN : 0,
      openLeast,
      openMost,
      hasReleases,
    },
    by: noCauses(),
    confirmedTwice: 0,
    excess: 0,
  };
}

/** The value of the inventory along a walk. */
class ValueWalk {
  readonly #of: LedgerInput;
  /** By position in the chain: the value last written at that version; NaN where nobody says. */
  readonly #values: number[];
  readonly #reads: ReadonlyMap<number, number>;
  #position = 0;
  #value: number;

  constructor(of: LedgerInput) {
    this.#of = of;
    this.#reads = of.walk.untraced > 0 ? readsOf(of) : new Map();
    this.#value = this.#initialValue();
    this.#values = [this.#value];
  }

  /** Applies a step and returns the units that it took; NaN where nobody says. */
  take(step: number): number {
    const { walk } = this.#of;
    const before = this.#value;
    const isOutside = walk.kind[step] === STEP.untraced;
    const after = isOutside ? this.#found(walk.made[step]!) : this.#after(step);
    // What nobody says is carried on by what the write took for its request.
    this.#value = Number.isNaN(after) ? (isOutside ? NaN : before - this.#asked(step)) : after;
    const advanced = walk.made[step]! > walk.current[step]!;
    if (advanced) this.#position++;
    if (advanced || walk.made[step] === walk.current[step]) this.#values[this.#position] = this.#value;
    return before - this.#value;
  }

  #asked(step: number): number {
    const { walk, units } = this.#of;
    const own = units.of(walk.maker[step]!);
    return Number.isNaN(own) ? units.or1(walk.row[step]!) : own;
  }

  /** What was read at a version, or what the store ended with there. */
  #found(version: number): number {
    const { walk, books } = this.#of;
    if (version === walk.finalVersion && books.remaining !== undefined) return books.remaining;
    return this.#reads.get(version) ?? NaN;
  }

  #after(step: number): number {
    const { walk, history } = this.#of;
    const { readValue, writeValue } = history;
    const [row, maker] = [walk.row[step]!, walk.maker[step]!];
    const written = firstKnown(writeValue[row]!, writeValue[maker]!);
    if (!Number.isNaN(written)) return written;
    return firstKnown(readValue[maker]!, this.#valueAt(walk.base[step]!)) - this.#asked(step);
  }

  #valueAt(version: number): number {
    const { chainVersion } = this.#of.walk;
    if (version === NONE) return NaN;
    if (version === chainVersion[this.#position]) return this.#value;
    const position = countUpTo(chainVersion, version) - 1;
    return chainVersion[position] === version ? (this.#values[position] ?? NaN) : NaN;
  }

  /** The books' value, or the one that a row read at the initial version; without any value in the trace, 0 is as good. */
  #initialValue(): number {
    const { history, books, walk, rows } = this.#of;
    if (books.initial !== undefined) return books.initial;
    const { readVersion, readValue, writeValue } = history;
    let writes = false;
    for (const row of rows) {
      if (readVersion[row] === walk.initialVersion && !Number.isNaN(readValue[row]!)) return readValue[row]!;
      writes ||= !Number.isNaN(writeValue[row]!);
    }
    return writes ? NaN : 0;
  }
}

function readsOf({ history, rows, requests }: LedgerInput): Map<number, number> {
  const reads = new Map<number, number>();
  for (const row of rows) {
    const value = history.readValue[row]!;
    if (!Number.isNaN(value) && requests.role[row] !== ROLE.replay)
      reads.set(history.readVersion[row]!, value);
  }
  return reads;
}

function firstKnown(a: number, b: number): number {
  return Number.isNaN(a) ? b : a;
}

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
    confirmedTwice: first.confirmedTwice,
    excessUnits: first.excess,
  };
  if (initial === undefined || remaining === undefined)
    return { ...counts, mismatch: undefined, by, unexplained: 0, undecided: 0 };
  const mismatch = confirmed - (initial - remaining);
  const rests = worlds.map((world) => mismatch - sumOf(world.by));
  const unexplained = isWhole && rests.every((rest) => rest === rests[0]) ? rests[0]! : 0;
  return { ...counts, mismatch, by, unexplained, undecided: mismatch - sumOf(by) - unexplained };
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
  return closeLedger([{ books: none, by: noCauses(), confirmedTwice: 0, excess: 0 }], books);
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

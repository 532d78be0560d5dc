import type { LedgerCauses } from '../analysis.ts';
import type { WorldBooks } from '../findings/key-world.ts';
import { NONE, RESULT } from '../words/codes.ts';
import { ROLE } from '../worlds/requests.ts';
import { firstKnown } from '../worlds/units.ts';
import { STEP } from '../worlds/walk.ts';
import type { KeyInWorld } from './key-in-world.ts';
import { ValueWalk } from './value-walk.ts';

export type Causes = { -readonly [cause in keyof LedgerCauses]: number };

/** The units of a key in a world: its books, the entries of its mismatch, and the two further accounts. */
export interface KeyUnits {
  readonly books: WorldBooks;
  readonly by: Causes;
  readonly confirmedTwice: number;
  readonly excess: number;
  /** Writes that may have taken any number of units. */
  readonly openWrites: number;
}

/** No units by any cause. */
export function noCauses(): Causes {
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
 * the value it wrote; it really took before − after. A confirmed write enters with its units less that, an unconfirmed write and an outside one with what they took, a confirmation without a write with its units.
 */
export function unitsOf(input: KeyInWorld): KeyUnits {
  return input.hasVersions ? new VersionedUnits(input).count() : unversionedUnits(input);
}

class VersionedUnits {
  readonly #of: KeyInWorld;
  readonly #values: ValueWalk;
  readonly #by = noCauses();
  #confirmed = 0;
  #unconfirmed = 0;
  #outside = 0;
  #hasReleases = false;
  /** Writes that took units which neither their rows nor any value says: then nothing balances for certain. */
  #open = 0;
  /** Rows that took units for a request beyond those of one confirmation, and requests that were answered by a bare success. */
  readonly #again: ReadonlySet<number>;
  /** Rows that took units for a request for the first of several times. */
  readonly #hasSequel: ReadonlySet<number>;
  readonly #answered: ReadonlySet<number>;
  /** What the writes of requests with several took. */
  readonly #took = new Map<number, number>();
  /** Rows of requests with several writes, of which one was confirmed. */
  readonly #besideConfirmed: ReadonlySet<number>;

  constructor(of: KeyInWorld) {
    this.#of = of;
    this.#values = new ValueWalk(of);
    this.#again = new Set(of.cases.flatMap(({ writes }) => writes.slice(1)));
    this.#hasSequel = new Set(
      of.cases.flatMap(({ writes }) => (writes.length > 1 ? writes.slice(0, 1) : [])),
    );
    this.#answered = new Set(
      of.cases.flatMap(({ of: { bare, transitions }, writes }) =>
        bare.length > 0 && transitions.length === 0 ? writes.slice(0, 1) : [],
      ),
    );
    this.#besideConfirmed = new Set(
      of.cases.flatMap(({ writes }) =>
        writes.length > 1 && writes.some((row) => this.#isTold(row)) ? writes : [],
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
    const { rows, requests } = this.#of;
    for (const row of rows) if (requests.role[row] === ROLE.unmoved) this.#bare(units.of(row));
    // Without an order nothing says what stood before a version that was made outside the trace.
    const isUnknown = hidesOutsiders || this.#open > 0 || (!walk.isOrdered && walk.untraced > 0);
    return {
      books: {
        ...books,
        confirmed: this.#confirmed,
        unconfirmed: this.#unconfirmed,
        outside: isUnknown ? NaN : this.#outside,
        openLeast: 0,
        openMost: 0,
        hasReleases: this.#hasReleases,
      },
      by: this.#by,
      confirmedTwice,
      excess: this.#excess(),
      openWrites: this.#open,
    };
  }

  /** A confirmation that nothing was written for counts as one unit where it does not say how many. */
  #bare(asked: number): void {
    const units = firstKnown(asked, 1);
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
    const maker = walk.maker[step]!;
    const own = units.ofWrite(row, maker);
    this.#open += Number(this.#values.isOpen);
    // Open units are what the values say, and one where they say nothing.
    const shown = walk.kind[step] === STEP.stale ? NaN : took;
    const asked = firstKnown(firstKnown(own, shown), 1);
    const really = firstKnown(took, asked);
    if (asked < 0) this.#hasReleases = true;
    const isAgain = this.#again.has(row);
    if (isAgain || this.#hasSequel.has(row)) this.#took.set(row, really);
    if (!this.#isTold(row)) {
      this.#unconfirmed += really;
      this.#by[isAgain || this.#besideConfirmed.has(row) ? 'duplicate-write' : 'lost-confirmation'] -= really;
      return;
    }
    this.#confirmed += asked;
    if (walk.kind[step] === STEP.stale) this.#by['stale-version-write'] += asked - really;
    else if (isAgain) this.#by['duplicate-confirmation'] += asked - really;
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
function unversionedUnits({ history, requests, units, books, rows, hidesOutsiders }: KeyInWorld): KeyUnits {
  const told = new Set<number>();
  let [confirmed, openLeast, openMost] = [0, 0, 0];
  let [hasReleases, isOpen] = [false, false];
  const { result, requestId } = history;
  for (const row of rows) {
    if (requests.role[row] === ROLE.repeated || result[row] !== RESULT.success || told.has(requestId[row]!))
      continue;
    told.add(requestId[row]!);
    confirmed += units.or1(row);
    hasReleases ||= units.or1(row) < 0;
    isOpen ||= Number.isNaN(units.of(row));
  }
  for (const row of rows) {
    if (requests.role[row] === ROLE.repeated || result[row] !== RESULT.timeout) continue;
    const [least, most] = [Math.min(0, units.or1(row)), Math.max(0, units.or1(row))];
    openLeast += least;
    openMost += most;
  }
  return {
    books: {
      ...books,
      confirmed,
      unconfirmed: 0,
      outside: isOpen || hidesOutsiders ? NaN : 0,
      openLeast,
      openMost,
      hasReleases,
    },
    by: noCauses(),
    confirmedTwice: 0,
    excess: 0,
    openWrites: 0,
  };
}

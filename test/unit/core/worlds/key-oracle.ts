/** The worlds of one key, for the oracle: every way in which what its rows leave open may have been. */
import { everyOutcome, mayAct, type Outcome, type Row, type Write } from './outcomes.ts';
import { mayBeRefused, requestErrors } from './oracle-requests.ts';
import { stepsOf, type End, type KeyFacts } from './oracle-steps.ts';
import { isTold, ownUnits, unitsIn, valueErrors } from './oracle-values.ts';
import type { Manifest } from './story.ts';

/** Enumerates the worlds of one key. */
export class KeyOracle {
  readonly #facts: KeyFacts;
  readonly #outcomes: readonly (readonly Outcome[])[];
  /** Rows that need not repeat an answer: what they read stands. */
  readonly #readers: readonly Row[];
  #hasLawful = false;
  #hasUnlawful = false;
  #isDoubted: boolean;
  #worlds = 0;
  /** Writes that may have taken any number of units, in the world that has fewest. */
  #openWrites = Infinity;
  /** Writes whose base nothing says, in the world that has fewest. */
  #unchecked = Infinity;
  #certain: Set<string> | undefined;
  readonly #some = new Set<string>();

  constructor(rows: readonly Row[], manifest: Manifest, { initial, final }: { initial: End; final: End }) {
    const scheme = manifest.scheme ?? 'monotonic';
    const saysUnits = rows.some((row) => !Number.isNaN(ownUnits(row)));
    const requests = [...new Set(rows.map(({ request }) => request))];
    this.#outcomes = requests.map((request) =>
      everyOutcome(
        rows.filter((row) => row.request === request),
        scheme !== 'opaque',
      ),
    );
    const readers = new Set(this.#outcomes.flat().flatMap((outcome) => outcome.readers));
    this.#readers = [...readers].filter(({ result, write }) => result !== 'success' || write !== undefined);
    const acting = this.#outcomes
      .flat()
      .flatMap(({ writes, spare }) => [...writes.map(({ maker }) => maker), ...spare]);
    const reads = acting.flatMap(({ read }) => (read === undefined ? [] : [read]));
    const start =
      initial.version ?? (reads.length === 0 || scheme === 'opaque' ? undefined : Math.min(...reads));
    this.#facts = { rows, manifest, scheme, initial, final, saysUnits, start };
    const ends = [initial.value, initial.version, final.value, final.version];
    const hasDoubt = ({ isMisnumbered, writes }: Outcome): boolean =>
      isMisnumbered ||
      writes.some(({ maker, namers }) => namers.some((row) => !mayAct(row)) || tookNothing(maker));
    const hasVersions = rows.length === 0 || rows.some(({ read, write }) => (read ?? write) !== undefined);
    this.#isDoubted = !hasVersions || ends.includes(undefined) || this.#outcomes.flat().some(hasDoubt);
  }

  judge() {
    this.#choose(0, []);
    // No other writer is there, and yet every world has a version that nothing made.
    if (this.#worlds === 0) this.#certain = new Set(['version-gap']);
    return {
      ...{
        hasLawful: this.#hasLawful,
        hasUnlawful: this.#hasUnlawful,
        isDoubted: this.#isDoubted || this.#openWrites > 0 || this.#unchecked > 0,
      },
      ...{ worlds: this.#worlds, certain: this.#certain ?? new Set<string>(), some: this.#some },
    };
  }

  #choose(index: number, chosen: readonly Outcome[]): void {
    if (index < this.#outcomes.length) {
      for (const outcome of this.#outcomes[index]!) this.#choose(index + 1, [...chosen, outcome]);
      return;
    }
    const spare = chosen.flatMap((outcome) => outcome.spare);
    const versions = new Set(chosen.flatMap(({ writes }) => writes.map(({ made }) => made)));
    const read = this.#facts.rows.flatMap((row) => (row.read === undefined ? [] : [row.read]));
    this.#place(spare, [], { taken: versions, read, chosen });
  }

  /** Chooses for each attempt that may have been applied whether it was, and as which version. */
  #place(
    spare: readonly Row[],
    placed: readonly Write[],
    of: { taken: ReadonlySet<number>; read: readonly number[]; chosen: readonly Outcome[] },
  ): void {
    const [row, ...rest] = spare;
    if (row === undefined) {
      this.#world(of.chosen.map((outcome) => outcome.with(placed)));
      return;
    }
    this.#place(rest, placed, of);
    const { read, taken } = of;
    for (const made of this.#versionsFor(row, spare.length + placed.length, taken, read)) {
      const isTaken =
        placed.some((write) => write.made === made) &&
        (this.#facts.scheme === 'sequential' || this.#facts.scheme === 'monotonic');
      if (!isTaken && !repeats(row, placed) && this.#agrees(row, made))
        this.#place(
          rest,
          [...placed, { maker: row, base: row.read, made, namers: [], hasBase: saysBase(row, of.chosen) }],
          of,
        );
    }
  }

  #versionsFor(
    { read, line }: Row,
    open: number,
    taken: ReadonlySet<number>,
    seen: readonly number[],
  ): number[] {
    const final = this.#facts.final.version;
    if (this.#facts.scheme === 'opaque') {
      const known = new Set([
        ...taken,
        ...seen,
        ...[this.#facts.start, final].filter((each) => each !== undefined),
      ]);
      return [...known, 1000 + line].filter((made) => made !== read);
    }
    if (this.#facts.scheme === 'client' && read !== undefined)
      return read + 1 > (final ?? Infinity) ? [] : [read + 1];
    const known = [...taken, ...seen, ...[this.#facts.start, final].filter((each) => each !== undefined)];
    const last = Math.max(...known);
    const from = this.#facts.start ?? Math.min(...known);
    const isFree = (made: number): boolean =>
      !taken.has(made) && made > from && (read === undefined || made > read);
    if (this.#facts.scheme === 'monotonic') {
      // Beside what was seen, a version next to any that is known, which no attempt read.
      const unseen = [...new Set(known)]
        .filter((each) => final === undefined || each < final)
        .map((each) => each + 0.5 + line / 1000);
      return [...new Set([...seen, ...(final === undefined ? [] : [final]), ...unseen])].filter(isFree);
    }
    const beyond = final === undefined ? open : 0;
    return Array.from({ length: Math.max(0, last + beyond - from) }, (_, index) => from + index + 1).filter(
      isFree,
    );
  }

  /** Whether what an attempt would have written is what others read at the version. */
  #agrees(row: Row, made: number): boolean {
    const found = this.#readers.filter((each) => each.read === made).map(({ readValue = NaN }) => readValue);
    if (made === this.#facts.final.version) found.push(this.#facts.final.value ?? NaN);
    const known = [...new Set(found.filter((value) => !Number.isNaN(value)))];
    const would = row.writeValue ?? (row.readValue ?? NaN) - unitsIn(this.#facts, row);
    return known.length !== 1 || !(Math.abs(known[0]! - would) > 0);
  }

  #world(outcomes: readonly Outcome[]): void {
    const writes = outcomes.flatMap((outcome) => outcome.writes);
    const reads = outcomes.flatMap((outcome) => outcome.readers);
    const errors = new Set<string>();
    const { steps, recurs, isDoubted } = stepsOf(this.#facts, writes, reads, errors);
    this.#isDoubted ||= isDoubted;
    const isOutside = steps.some(({ write }) => write === undefined);
    const { closed = false, complete } = this.#facts.manifest;
    if (isOutside && closed && complete) return;
    if (isOutside) this.#isDoubted = true;
    this.#unchecked = Math.min(this.#unchecked, writes.filter(({ hasBase }) => !hasBase).length);
    for (const outcome of outcomes) {
      requestErrors(outcome, complete, errors);
      this.#isDoubted ||= mayBeRefused(outcome);
    }
    const values = valueErrors(this.#facts, { steps, recurs }, reads, errors);
    this.#openWrites = Math.min(this.#openWrites, values.open);
    this.#isDoubted ||= values.isDoubted;
    const final = this.#facts.final.version;
    const made = Math.max(...writes.map((write) => write.made), ...reads.map(({ read = -1 }) => read));
    if (final !== undefined && this.#facts.scheme !== 'opaque' && made > final) {
      this.#isDoubted = true;
      if (writes.some((write) => write.made > final && isTold(this.#facts, write, steps)))
        errors.add('lost-write');
    }
    this.#count(errors);
  }

  #count(errors: ReadonlySet<string>): void {
    this.#worlds++;
    if (errors.size === 0) this.#hasLawful = true;
    else this.#hasUnlawful = true;
    for (const code of errors) this.#some.add(code);
    this.#certain =
      this.#certain === undefined
        ? new Set(errors)
        : new Set([...this.#certain].filter((code) => errors.has(code)));
  }
}

/** Whether an attempt, or another open one of its request, says what its write was based on. */
function saysBase({ request }: Row, chosen: readonly Outcome[]): boolean {
  return chosen.some(({ spare }) => spare.some((row) => row.request === request && row.read !== undefined));
}

/** Whether an attempt that is told success repeats another write of its request; then it is no write of its own. */
function repeats(row: Row, placed: readonly Write[]): boolean {
  const own = placed.filter(({ maker }) => maker.request === row.request);
  return own.length > 0 && [row, ...own.map(({ maker }) => maker)].some(({ result }) => result === 'success');
}

function tookNothing(row: Row): boolean {
  return row.units === undefined && row.read !== undefined && ownUnits(row) === 0;
}

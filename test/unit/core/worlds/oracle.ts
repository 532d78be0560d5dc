/**
 * Judges a small history by the definitions alone: it lists every world (every way in which what the rows leave open may
 * have been), tests each by the definitions of the errors, and shares no code with the checker. Exponential in what is open.
 */
import {
  everyOutcome,
  beganAt,
  isLater,
  isRefusal,
  mayAct,
  type Outcome,
  type Row,
  type Write,
} from './outcomes.ts';
import type { Manifest, Story } from './story.ts';

/** What the definitions say of a history. */
export interface Judgement {
  readonly verdict: 'violation' | 'ok' | 'unknown';
  readonly worlds: number;
  /** `code key` of the errors that are in every world, and of those that are in some. */
  readonly certain: ReadonlySet<string>;
  readonly possible: ReadonlySet<string>;
}

/** Judges a story. */
export function judge({ rows: all, manifest }: Story): Judgement {
  const numbers = new Map<string, number>();
  const numberOf = (version: unknown): number | undefined => {
    if (typeof version !== 'string') return version === undefined ? undefined : Number(version);
    if (!numbers.has(version)) numbers.set(version, numbers.size + 1);
    return numbers.get(version);
  };
  const cells = (row: object) =>
    JSON.stringify(
      Object.entries(row)
        .filter(([, cell]) => cell !== undefined)
        .sort(),
    );
  const rows = [
    ...new Map(
      all.map((row, line) => [
        cells(row),
        { ...row, line, read: numberOf(row.read), write: numberOf(row.write) },
      ]),
    ).values(),
  ];
  const keys = new Set([
    ...rows.map(({ key }) => key),
    ...manifest.initial.keys(),
    ...manifest.remaining.keys(),
  ]);
  const judged = [...keys].map((key) => {
    const record = (of: Manifest['initial']) => ({
      value: of.get(key)?.value,
      version: numberOf(of.get(key)?.version),
    });
    const ends = { initial: record(manifest.initial), final: record(manifest.remaining) };
    return {
      key,
      ...new KeyOracle(
        rows.filter((row) => row.key === key),
        manifest,
        ends,
      ).judge(),
    };
  });
  const requests = new Set(rows.map(({ request }) => request)).size;
  const isCut =
    !manifest.complete || rows.length < (manifest.rows ?? 0) || requests < (manifest.offered ?? 0);
  const isDoubted = isCut || rows.length === 0 || rows.some((row) => lacksSequel(row, rows));
  const named = (which: 'certain' | 'some') =>
    judged.flatMap((each) => [...each[which]].map((code) => `${code} ${each.key}`));
  const certain = new Set(named('certain'));
  return {
    verdict: judged.some(({ hasLawful }) => !hasLawful)
      ? 'violation'
      : isDoubted || judged.some((each) => each.hasUnlawful || each.isDoubted)
        ? 'unknown'
        : 'ok',
    worlds: judged.reduce((product, { worlds }) => product * worlds, 1),
    certain,
    possible: new Set(named('some').filter((each) => !certain.has(each))),
  };
}

function lacksSequel({ result, request, retry }: Row, rows: readonly Row[]): boolean {
  if (result !== 'retry') return false;
  const own = rows.filter((row) => row.request === request);
  return own.length === 1 || (retry !== undefined && own.every((row) => (row.retry ?? -1) <= retry));
}

interface End {
  readonly value: number | undefined;
  readonly version: number | undefined;
}

/** A write in its place, or an outside one, which has no maker. */
interface Step {
  readonly write?: Write;
  readonly made: number;
}

class KeyOracle {
  readonly #rows: readonly Row[];
  readonly #manifest: Manifest;
  readonly #scheme: NonNullable<Manifest['scheme']>;
  readonly #initial: End;
  readonly #final: End;
  readonly #saysUnits: boolean;
  readonly #outcomes: readonly (readonly Outcome[])[];
  /** Rows that need not repeat an answer: what they read stands. */
  readonly #readers: readonly Row[];
  readonly #start: number | undefined;
  /** Whether a version became current twice, in the world at hand. */
  #recurs = false;
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
    this.#rows = rows;
    this.#manifest = manifest;
    this.#scheme = manifest.scheme ?? 'monotonic';
    this.#initial = initial;
    this.#final = final;
    this.#saysUnits = rows.some((row) => !Number.isNaN(ownUnits(row)));
    const requests = [...new Set(rows.map(({ request }) => request))];
    this.#outcomes = requests.map((request) =>
      everyOutcome(
        rows.filter((row) => row.request === request),
        this.#scheme !== 'opaque',
      ),
    );
    const readers = new Set(this.#outcomes.flat().flatMap((outcome) => outcome.readers));
    this.#readers = [...readers].filter(({ result, write }) => result !== 'success' || write !== undefined);
    const acting = this.#outcomes
      .flat()
      .flatMap(({ writes, spare }) => [...writes.map(({ maker }) => maker), ...spare]);
    const reads = acting.flatMap(({ read }) => (read === undefined ? [] : [read]));
    this.#start =
      initial.version ?? (reads.length === 0 || this.#scheme === 'opaque' ? undefined : Math.min(...reads));
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
    const read = this.#rows.flatMap((row) => (row.read === undefined ? [] : [row.read]));
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
        (this.#scheme === 'sequential' || this.#scheme === 'monotonic');
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
    const final = this.#final.version;
    if (this.#scheme === 'opaque') {
      const known = new Set([
        ...taken,
        ...seen,
        ...[this.#start, final].filter((each) => each !== undefined),
      ]);
      return [...known, 1000 + line].filter((made) => made !== read);
    }
    if (this.#scheme === 'client' && read !== undefined)
      return read + 1 > (final ?? Infinity) ? [] : [read + 1];
    const known = [...taken, ...seen, ...[this.#start, final].filter((each) => each !== undefined)];
    const last = Math.max(...known);
    const from = this.#start ?? Math.min(...known);
    const isFree = (made: number): boolean =>
      !taken.has(made) && made > from && (read === undefined || made > read);
    if (this.#scheme === 'monotonic') {
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
    if (made === this.#final.version) found.push(this.#final.value ?? NaN);
    const known = [...new Set(found.filter((value) => !Number.isNaN(value)))];
    const would = row.writeValue ?? (row.readValue ?? NaN) - this.#units(row);
    return known.length !== 1 || !(Math.abs(known[0]! - would) > 0);
  }

  #world(outcomes: readonly Outcome[]): void {
    const writes = outcomes.flatMap((outcome) => outcome.writes);
    const reads = outcomes.flatMap((outcome) => outcome.readers);
    const errors = new Set<string>();
    const steps =
      this.#scheme === 'opaque' ? this.#opaque(writes, reads, errors) : this.#chain(writes, reads, errors);
    const isOutside = steps.some(({ write }) => write === undefined);
    const { closed = false, complete } = this.#manifest;
    if (isOutside && closed && complete) return;
    if (isOutside) this.#isDoubted = true;
    this.#unchecked = Math.min(this.#unchecked, writes.filter(({ hasBase }) => !hasBase).length);
    for (const outcome of outcomes) {
      requestErrors(outcome, complete, errors);
      this.#isDoubted ||= mayBeRefused(outcome);
    }
    this.#values(steps, reads, errors);
    const final = this.#final.version;
    const made = Math.max(...writes.map((write) => write.made), ...reads.map(({ read = -1 }) => read));
    if (final !== undefined && this.#scheme !== 'opaque' && made > final) {
      this.#isDoubted = true;
      if (writes.some((write) => write.made > final && this.#isTold(write, steps))) errors.add('lost-write');
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

  /** Versions that have an order: the writes along it, with the outside ones that the gaps between them show. */
  #chain(writes: readonly Write[], reads: readonly Row[], errors: Set<string>): Step[] {
    const [isSequential, isCounted] = [this.#scheme === 'sequential', this.#scheme !== 'monotonic'];
    let current = this.#start ?? -1;
    const steps: Step[] = [];
    const outsideTo = (version: number): void => {
      if (current < 0 || version <= current) return;
      steps.push({ made: (current = version) });
    };
    const made = new Set(writes.map((write) => write.made));
    const shown = [
      ...reads.flatMap(({ read }) => (read === undefined ? [] : [read])),
      ...(this.#final.version === undefined ? [] : [this.#final.version]),
    ];
    const unmade = shown.filter((version) => !made.has(version)).sort((a, b) => a - b);
    const seenTo = (limit: number): void => {
      if (!isCounted) for (const version of unmade) if (version <= limit) outsideTo(version);
    };
    for (const write of [...writes].sort((a, b) => a.made - b.made || (b.base ?? -1) - (a.base ?? -1))) {
      const { base } = write;
      const twin = steps.find((step) => step.write !== undefined && step.made === write.made)?.write;
      if (base !== undefined && base >= write.made) {
        if (this.#manifest.complete) errors.add('version-reuse');
        continue;
      }
      seenTo(write.made - 0.1);
      if (base !== undefined) outsideTo(base);
      const isJump = isSequential && base !== undefined && write.made !== base + 1;
      // A service that adds one read the version before.
      if (isSequential || (isCounted && base === undefined)) outsideTo(write.made - 1);
      if (base !== undefined && (base < current || isJump)) errors.add('stale-version-write');
      if (twin !== undefined && twin.base !== base && base !== undefined) errors.add('version-reuse');
      if (twin !== undefined && (base === undefined || twin.base === undefined))
        errors.add('no-lawful-world');
      steps.push({ write, made: write.made });
      current = Math.max(current, write.made);
    }
    seenTo(Infinity);
    outsideTo(Math.max(-1, ...shown));
    return steps;
  }

  /** Versions that only equality counts for. */
  #opaque(writes: readonly Write[], reads: readonly Row[], errors: Set<string>): Step[] {
    const times = (version: number): number =>
      Number(version === this.#start) + writes.filter(({ made }) => made === version).length;
    const based = (version: number): number => writes.filter(({ base }) => base === version).length;
    const shown = new Set(
      [...writes, ...reads.map(({ read }) => ({ base: read }))].flatMap(({ base }) =>
        base === undefined ? [] : [base],
      ),
    );
    if (this.#final.version !== undefined) shown.add(this.#final.version);
    const unmade = [...shown].filter((version) => times(version) === 0);
    const steps: Step[] = writes.map((write) => ({ write, made: write.made }));
    if (this.#start === undefined) unmade.shift();
    // The last version that the store had was replaced as often as it was made: it was made once more outside the trace.
    const end = this.#final.version;
    if (end !== undefined && times(end) > 0 && based(end) === times(end)) unmade.push(end);
    this.#recurs = [...new Set([...shown, ...writes.map(({ made }) => made)])].some(
      (each) => times(each) > 1,
    );
    for (const made of unmade) steps.push({ made });
    for (const version of shown) {
      if (based(version) <= Math.max(1, times(version))) continue;
      // A writer outside the trace that brings a version back leaves no gap.
      if (this.#recurs && this.#manifest.closed !== true) this.#isDoubted = true;
      else errors.add('stale-version-write');
    }
    return steps;
  }

  /** What each write took, the value at each version, and the sum of it all. */
  #values(steps: readonly Step[], reads: readonly Row[], errors: Set<string>): void {
    const values = new Map<number, number>();
    const [{ value: first }, { value: last, version: end }] = [this.#initial, this.#final];
    if (this.#start !== undefined && this.#initial.version !== undefined && first !== undefined)
      values.set(this.#start, first);
    const found = (version: number): number =>
      (version === end ? last : undefined) ??
      reads.find((row) => row.read === version && row.readValue !== undefined)?.readValue ??
      NaN;
    let value = first ?? NaN;
    let sum = 0;
    let gaveBack = false;
    let open = 0;
    for (const { write, made } of steps) {
      const before = value;
      if (write === undefined) {
        value = found(made);
        // Without an order nothing says what stood before it.
        sum += this.#scheme === 'opaque' ? NaN : before - value;
        gaveBack = true;
        if (!values.has(made)) values.set(made, value);
        continue;
      }
      const { maker, namers, base } = write;
      const all = [maker, ...namers];
      const at =
        maker.readValue ??
        (base !== undefined ? values.get(base) : this.#admitsHidden() ? undefined : before) ??
        NaN;
      const said = all.map((row) => row.writeValue).find((each) => each !== undefined);
      let units =
        [ownUnits(maker), ...namers.map((row) => row.units ?? NaN), this.#units(maker)].find(
          (each) => !Number.isNaN(each),
        ) ?? NaN;
      // Open units are what the values on both sides say.
      if (Number.isNaN(units)) {
        const isShown = said !== undefined || !Number.isNaN(found(made));
        if (!isShown) open++;
        units = at - (said ?? found(made));
      }
      gaveBack ||= units < 0;
      value = said ?? at - units;
      if (said !== undefined && maker.writeValue !== undefined && said < 0) errors.add('negative-inventory');
      // A write that no client was told of counts with the change that it made.
      sum += this.#isTold(write, steps) || Number.isNaN(before - value) ? units : before - value;
      if (base !== undefined && base >= made) continue;
      values.set(made, values.has(made) ? NaN : value);
    }
    this.#openWrites = Math.min(this.#openWrites, open);
    for (const row of reads) {
      if (
        row.units !== undefined &&
        row.units + (row.writeValue ?? NaN) - (row.readValue ?? NaN) !== 0 &&
        !Number.isNaN((row.writeValue ?? NaN) - (row.readValue ?? NaN))
      )
        errors.add('value-contradiction');
      if (Math.abs((values.get(row.read ?? NaN) ?? NaN) - (row.readValue ?? NaN)) > 0)
        errors.add('value-contradiction');
      if (row.readValue !== undefined && row.readValue < 0) errors.add('negative-inventory');
    }
    const isMade = steps.some(({ made }) => made === end);
    const hasValues = this.#rows.some((row) => (row.readValue ?? row.writeValue) !== undefined);
    if (hasValues && isMade && end !== undefined && Math.abs((values.get(end) ?? NaN) - (last ?? NaN)) > 0)
      errors.add('value-contradiction');
    if ((first ?? 0) < 0 || (last ?? 0) < 0) errors.add('negative-inventory');
    if (this.#isUnbalanced(steps, sum, gaveBack)) {
      if (this.#recurs && this.#manifest.closed !== true) this.#isDoubted = true;
      else errors.add('invariant-mismatch');
    }
  }

  #isTold({ maker, namers, made }: Write, steps: readonly Step[]): boolean {
    if (namers.some(({ result }) => result === 'success')) return true;
    const own = steps.flatMap(({ write }) => (write?.maker.request === maker.request ? [write] : []));
    if (own.some((write) => write.namers.some(({ result }) => result === 'success'))) return false;
    if (own.some((write) => write.made < made)) return false;
    const isLate = (row: Row): boolean => !own.every((write) => beganAt(write.maker) > (row.end ?? NaN));
    return this.#rows.some(
      (row) =>
        row.request === maker.request && row.result === 'success' && row.write === undefined && isLate(row),
    );
  }

  /** Whether an outside write may hide behind an empty read_version. */
  #admitsHidden(): boolean {
    const hasEnds = this.#initial.version !== undefined && this.#final.version !== undefined;
    return this.#manifest.closed !== true && !(this.#scheme === 'sequential' && hasEnds);
  }

  #isUnbalanced(steps: readonly Step[], sum: number, gaveBack: boolean): boolean {
    const [{ value: first, version: start }, { value: last, version: end }] = [this.#initial, this.#final];
    const { closed, complete } = this.#manifest;
    const hasEnds = start !== undefined && end !== undefined;
    if (!complete || first === undefined || Number.isNaN(sum) || (!hasEnds && closed !== true)) return false;
    const isHidden = steps.some(({ write }) => write !== undefined && write.base === undefined);
    if (isHidden && this.#admitsHidden()) return false;
    return last === undefined ? sum > first && !gaveBack : sum !== first - last;
  }

  #units(row: Row): number {
    const own = ownUnits(row);
    if (!Number.isNaN(own)) return own;
    return this.#manifest.unitsPerSuccess ?? (this.#saysUnits ? NaN : 1);
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

function ownUnits({ units, readValue = NaN, writeValue = NaN }: Row): number {
  return units ?? readValue - writeValue;
}

function tookNothing(row: Row): boolean {
  return row.units === undefined && row.read !== undefined && ownUnits(row) === 0;
}

/** Whether a refusal may have been the last word to a request that wrote. */
function mayBeRefused({ rows, writes }: Outcome): boolean {
  const mayBeLast = (row: Row): boolean => rows.every((other) => other === row || !isLater(other, row));
  const isTold = rows.some(({ result }) => result === 'success');
  return writes.length > 0 && !isTold && rows.some((row) => isRefusal(row) && mayBeLast(row));
}

/** The errors of one request on one key. */
function requestErrors({ rows, writes, unmoved }: Outcome, isWhole: boolean, errors: Set<string>): void {
  const told = rows.filter(({ result }) => result === 'success');
  const [first] = writes;
  if (writes.length > 1) {
    const named = writes.filter(({ namers }) => namers.some(({ result }) => result === 'success'));
    errors.add(named.length > 1 ? 'duplicate-confirmation' : 'duplicate-write');
  }
  const isEarly = (row: Row): boolean =>
    row.write === undefined && writes.every(({ maker }) => beganAt(maker) > (row.end ?? NaN));
  if (
    isWhole &&
    (unmoved.length > 0 ||
      (told.length > 0 && writes.length === 0) ||
      (writes.length > 0 && told.some(isEarly)))
  )
    errors.add('confirmation-without-write');
  // Where nothing orders the answers, the refusal may have been the last.
  const lastWord = rows.find(
    (row) => isRefusal(row) && rows.every((other) => other === row || isLater(row, other)),
  );
  if (first !== undefined && told.length === 0 && lastWord !== undefined) errors.add('false-refusal');
}

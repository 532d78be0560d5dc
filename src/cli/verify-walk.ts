/**
 * A second walk over the versions of one key and a second balance of its books, straight from docs/findings.md. It shares
 * no code with the checker: what both come to is right, or wrong twice for different reasons.
 */
import { NONE, RESULT } from '../core/history/history.ts';
import type { History } from '../core/history/history.ts';
import type { RunFacts } from '../core/history/run-facts.ts';
import type { CertifiedCauses, CertifiedStep, KeyCertificate } from '../report/certificate-format.ts';
import { by, type Successes } from './verify-requests.ts';

/** One step of the walk; versions are cells of the history's scale, NONE where nobody says. */
export interface Step {
  readonly kind: CertifiedStep;
  readonly row: number;
  readonly base: number;
  readonly made: number;
}

/** All rows of one key, in file order, with what is known around them. */
export interface KeyRows {
  readonly history: History;
  readonly facts: RunFacts | undefined;
  readonly sequential: boolean;
  readonly whole: boolean;
  readonly successes: Successes;
  readonly name: string;
  readonly rows: readonly number[];
  /** The certificate's claim, in the order of the walk; each is checked for being possible. */
  readonly applied: KeyCertificate['applied'];
}

/** What the walk of a key comes to. */
export interface Walked {
  readonly steps: readonly Step[];
  readonly confirmed: number;
  readonly by: CertifiedCauses;
  /** Claims of the certificate that cannot be true, in whole sentences. */
  readonly impossible: readonly string[];
}

/** Walks a key and attributes the units. */
export function walkAgain(key: KeyRows): Walked {
  return new Walk(key).walked();
}

class Walk {
  readonly #of: KeyRows;
  readonly #steps: Step[] = [];
  readonly #impossible: string[] = [];
  readonly #initial: number;
  #current: number;
  /** Attempts whose outcome the rows leave open. */
  readonly #timeouts: readonly number[];
  /** The timed-out attempts that the certificate takes for applied and that are still to come. */
  readonly #claims: Step[];

  constructor(of: KeyRows) {
    this.#of = of;
    const { readVersion } = of.history;
    const reads = of.rows.map((row) => readVersion[row]!).filter((read) => read !== NONE);
    const stored = this.#cell(of.facts?.initial?.get(of.name)?.version);
    this.#initial = stored !== NONE ? stored : reads.length > 0 ? least(reads) : NONE;
    this.#current = this.#initial;
    this.#timeouts = of.rows.filter(
      (row) => of.history.result[row] === RESULT.timeout && !of.successes.writers.has(row),
    );
    const byLine = new Map(this.#timeouts.map((row) => [of.history.line[row]!, row]));
    this.#claims = of.applied.flatMap(([line, made]) => this.#claim(line, byLine.get(line) ?? NONE, made));
  }

  walked(): Walked {
    const { history, successes, rows, facts, name } = this.#of;
    const { readVersion, writeVersion, writeUs } = history;
    const base = (row: number) => readVersion[successes.writtenBy.get(row) ?? row]!;
    const writes = rows
      .filter((row) => successes.transitions.has(row))
      .sort((a, b) => writeVersion[a]! - writeVersion[b]! || by(writeUs[a]!, writeUs[b]!) || a - b);
    for (const row of writes) this.#write(row, base(row), writeVersion[row]!);
    const final = successes.recordsWrites ? this.#cell(facts?.remaining?.get(name)?.version) : NONE;
    // Where the store's last version is not known, only a read can show that an attempt was applied.
    this.#fill(
      final !== NONE ? final : Math.min(this.#claims.at(-1)?.made ?? NONE, this.#highestRead()),
      NONE,
    );
    for (const { row } of this.#claims)
      this.#impossible.push(`line ${history.line[row]} is taken for applied, and no version shows it`);
    const repeats = new Set([...this.#confirmedBy().values()].flatMap((answers) => answers.slice(1)));
    const confirmed = rows.filter(
      (row) => history.result[row] === RESULT.success && !successes.replays.has(row) && !repeats.has(row),
    ).length;
    return { steps: this.#steps, confirmed, by: this.#attribute(final), impossible: this.#impossible };
  }

  #write(row: number, base: number, made: number): void {
    const { sequential } = this.#of;
    if (base >= made) {
      this.#step({ kind: 'misnumbered', row, base, made });
      return;
    }
    if (base > this.#current) this.#fill(base, row);
    const stale = base !== NONE && (base < this.#current || (sequential && made !== base + 1));
    // Whoever made the versions in between is not among the successes.
    if (sequential && (stale || base === NONE)) this.#fill(made - 1, row);
    this.#step({ kind: base === NONE ? 'unchecked' : stale ? 'stale' : 'chain', row, base, made });
  }

  /** Accounts for the versions above the current one, up to `limit`, that no success made. */
  #fill(limit: number, shownBy: number): void {
    while (this.#current !== NONE && this.#current < limit) {
      const claim = this.#claims[0];
      const upTo = claim === undefined || claim.made > limit ? limit : this.#before(claim);
      if (upTo > this.#current)
        this.#step({ kind: 'untraced', row: shownBy, base: this.#current, made: upTo });
      if (claim !== undefined && claim.made <= limit) this.#step(this.#claims.shift()!);
    }
  }

  /** The version right before the one that an applied attempt made, as far as it is known. */
  #before({ row, base, made }: Step): number {
    if (this.#of.sequential) return made - 1;
    return this.#of.history.writeVersion[row] === NONE ? base : Math.min(base, made - 1);
  }

  #step(step: Step): void {
    this.#steps.push(step);
    this.#current = Math.max(this.#current, step.made);
  }

  /** A claim as a step, if it can be true. */
  #claim(line: number, row: number, version: string): Step[] {
    const { history, sequential } = this.#of;
    const made = this.#cell(/^\d+$/.test(version) ? BigInt(version) : undefined);
    const [read, wrote] = [history.readVersion[row] ?? NONE, history.writeVersion[row] ?? NONE];
    const fits = wrote !== NONE ? made === wrote : sequential ? made === read + 1 : made > read;
    if (read !== NONE && fits) return [{ kind: 'applied', row, base: read, made }];
    this.#impossible.push(`line ${line} is taken for the write of version ${version}, which it cannot be`);
    return [];
  }

  /** The units of each cause: what a confirmed write owes, one unit, less what it took. */
  #attribute(final: number): CertifiedCauses {
    const { history, successes, rows, whole } = this.#of;
    const units = { stale: 0, duplicate: 0, lost: 0 };
    const confirmedBy = this.#confirmedBy();
    const valueOf = new Map<number, number>();
    let value = this.#firstValue();
    let current = this.#initial;
    if (current !== NONE) valueOf.set(current, value);
    for (const step of this.#steps) {
      const ofBase = step.base !== NONE && step.base === current ? value : valueOf.get(step.base);
      const after = this.#valueAfter(step, value, ofBase);
      const left = Number.isNaN(after) ? value - 1 : after;
      const took = Number.isNaN(value - left) ? 1 : value - left;
      value = left;
      current = Math.max(current, step.made);
      if (step.made === current) valueOf.set(current, value);
      if (step.kind === 'stale') units.stale += 1 - took;
      else if (step.kind === 'applied') units.lost -= confirmedBy.has(step.row) ? 0 : took;
      else if (step.kind !== 'untraced' && successes.duplicates.has(step.row)) units.duplicate += 1 - took;
    }
    const answered = new Set([...confirmedBy.values()].flat());
    const open = this.#openTimeouts(final);
    const timedOut = new Set(this.#timeouts.map((row) => history.requestId[row]!));
    const unwritten = rows.filter(
      (row) =>
        successes.bare.has(row) &&
        !answered.has(row) &&
        whole &&
        !(open > 0 && timedOut.has(history.requestId[row]!)),
    );
    return {
      'stale-version-write': units.stale,
      'duplicate-confirmation': units.duplicate,
      'confirmation-without-write': unwritten.length,
      'lost-confirmation': units.lost,
    };
  }

  /** Applied timed-out attempts whose request was told of success by rows without a write: those, the first answer first. */
  #confirmedBy(): ReadonlyMap<number, readonly number[]> {
    const { history, successes, rows } = this.#of;
    const { endUs, requestId } = history;
    const answers = rows
      .filter((row) => successes.bare.has(row))
      .sort((a, b) => by(endUs[a]!, endUs[b]!) || a - b);
    const bare = Map.groupBy(answers, (row) => requestId[row]!);
    const pairs = new Map<number, readonly number[]>();
    for (const { row, kind } of this.#steps) {
      const told = kind === 'applied' ? bare.get(requestId[row]!) : undefined;
      if (told === undefined) continue;
      pairs.set(row, told);
      bare.delete(history.requestId[row]!);
    }
    return pairs;
  }

  /** The value that a step leaves; NaN if nobody says. */
  #valueAfter({ kind, row, made }: Step, before: number, ofBase: number | undefined): number {
    const { history, successes } = this.#of;
    if (kind === 'untraced') {
      const read = row !== NONE && history.readVersion[row] === made ? history.readValue[row]! : NaN;
      return Number.isNaN(read) ? before : read;
    }
    const writer = successes.writtenBy.get(row) ?? row;
    const known = [history.writeValue[row]!, history.writeValue[writer]!, history.readValue[writer]! - 1];
    return known.find((units) => !Number.isNaN(units)) ?? (ofBase ?? NaN) - 1;
  }

  #firstValue(): number {
    const { history, facts, rows, name } = this.#of;
    const stored = facts?.initial?.get(name)?.value;
    if (stored !== undefined) return stored;
    const reader = rows.find(
      (row) => history.readVersion[row] === this.#initial && !Number.isNaN(history.readValue[row]!),
    );
    if (reader !== undefined) return history.readValue[reader]!;
    return rows.some((row) => !Number.isNaN(history.writeValue[row]!)) ? NaN : 0;
  }

  /** Timed-out attempts of which the versions leave open whether they were applied. */
  #openTimeouts(final: number): number {
    const count = (kind: CertifiedStep) => this.#steps.filter((step) => step.kind === kind).length;
    const highest = Math.max(this.#current, this.#highestRead());
    const settled = final !== NONE && final >= highest && count('untraced') === 0;
    return settled ? 0 : this.#timeouts.length - count('applied');
  }

  #highestRead(): number {
    const { history, rows } = this.#of;
    return rows.reduce((highest, row) => Math.max(highest, history.readVersion[row]!), NONE);
  }

  #cell(version: bigint | undefined): number {
    return version === undefined ? NONE : (this.#of.history.versions.cell(version) ?? NONE);
  }
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((smallest, each) => Math.min(smallest, each));
}

import { endOf, firstOf } from '../../core/history/attempt-times.ts';
import { NONE, RESULT } from '../../core/words/codes.ts';
import type { CertifiedLedger } from '../../ingest/run-files/certificate.ts';
import { KeyValues, known } from './key-values.ts';
import type { EpochWalk } from './key-walk.ts';
import { noCauses, sumOf } from './ledger.ts';
import type { TraceRows } from './trace-rows.ts';

/** The books of a key as its rows and steps make them. */
export class KeyBooks {
  readonly ledger: CertifiedLedger;
  readonly isVersioned: boolean;
  unconfirmed = 0;
  outside = 0;
  readonly speaking: readonly number[];
  readonly again: number[] = [];
  /** Versions that a client was told of. */
  readonly told: number[] = [];
  readonly unwritten: number[] = [];
  readonly #by = noCauses();
  #confirmed = 0;
  readonly #trace: TraceRows;
  readonly #rows: readonly number[];
  readonly values: KeyValues;
  /** By request: rows that stand for its writes, in their order; and all of its successes, the earliest answer first. */
  readonly #writes = new Map<number, number[]>();
  readonly #writers = new Map<number, number[]>();
  readonly #successes = new Map<number, number[]>();

  constructor(trace: TraceRows, name: string, rows: readonly number[], walks: readonly EpochWalk[]) {
    this.#trace = trace;
    this.#rows = rows;
    const { readVersion, writeVersion } = trace.history;
    this.isVersioned = rows.some((row) => readVersion[row] !== NONE || writeVersion[row] !== NONE);
    const [before, after] = trace.recordsOf(name);
    this.#sort(walks);
    const isWhole = walks.length === 1;
    this.speaking = this.#speakingRows(walks);
    const initially = isWhole ? before?.value : undefined;
    const values = new KeyValues(
      trace,
      { rows, speaking: this.speaking },
      walks[0]?.initial ?? NONE,
      initially,
    );
    this.values = values;
    const final = trace.cellOf(after);
    // Rows without versions say nothing of who wrote what.
    const isWalked = rows.length === 0 || this.isVersioned;
    for (const { steps } of isWalked ? walks : [])
      for (const step of steps)
        this.#step(step, values.take(step, step.to === final ? after?.value : undefined), values);
    for (const [request, successes] of this.#successes)
      if (!this.#writes.has(request) && this.isVersioned) this.#bare(successes[0]!, values);
      else if (!this.#writes.has(request)) this.#confirmed += known(values.units(successes[0]!), 1);
    this.ledger = this.#close(isWhole ? before?.value : undefined, isWhole ? after?.value : undefined);
  }

  /** Rows whose reads are of their own time: what repeats an answer may have read at any time. */
  #speakingRows(walks: readonly EpochWalk[]): readonly number[] {
    const { result, requestId, writeVersion } = this.#trace.history;
    const [writers, stepped] = [new Set<number>(), new Set<string>()];
    for (const { steps } of walks)
      for (const { row, writer, to, kind } of steps) {
        writers.add(writer);
        if (kind !== 'untraced') stepped.add(`${requestId[row]} ${to}`);
      }
    return this.#rows.filter((row) => {
      if (writers.has(row)) return true;
      const repeats = stepped.has(`${requestId[row]} ${writeVersion[row]}`) && writeVersion[row] !== NONE;
      const isAnswer = result[row] === RESULT.success && this.#writes.has(requestId[row]!);
      return !repeats && !isAnswer;
    });
  }

  unitsOf(row: number): number {
    return known(this.values.units(row), 1);
  }

  #sort(walks: readonly EpochWalk[]): void {
    const { requestId, result } = this.#trace.history;
    for (const { steps } of walks)
      for (const { row, writer, kind } of steps)
        if (kind !== 'untraced') {
          listIn(this.#writes, requestId[row] ?? NONE).push(row);
          listIn(this.#writers, requestId[row] ?? NONE).push(writer);
        }
    for (const row of this.#rows)
      if (result[row] === RESULT.success) listIn(this.#successes, requestId[row]!).push(row);
    for (const rows of this.#writes.values()) this.again.push(...rows.slice(1));
  }

  #bare(row: number, values: KeyValues): void {
    const units = known(values.units(row), 1);
    this.unwritten.push(row);
    this.#confirmed += units;
    this.#by['confirmation-without-write'] += units;
  }

  /**
   * Whether a write was told: by a success that names its version, or, where no success names one that was made, by one
   * without a version that was not told before any of them began.
   */
  #isTold(row: number, to: number): boolean {
    const { history } = this.#trace;
    const request = history.requestId[row] ?? NONE;
    const successes = this.#successes.get(request) ?? [];
    const tells = (each: number): boolean => history.writeVersion[each] !== NONE;
    if (tells(row) && successes.some((each) => history.writeVersion[each] === to)) return true;
    const writes = this.#writes.get(request) ?? [];
    const versions = new Set(writes.filter(tells).map((each) => history.writeVersion[each]));
    if (writes[0] !== row || successes.some((each) => versions.has(history.writeVersion[each]))) return false;
    const writers = this.#writers.get(request) ?? [];
    const isEarly = (each: number): boolean =>
      writers.every((writer) => firstOf(history, writer) > endOf(history, each));
    return successes.some((each) => versions.size === 0 || !(tells(each) || isEarly(each)));
  }

  #step({ row, writer, to, kind }: EpochWalk['steps'][number], took: number, values: KeyValues): void {
    if (kind === 'untraced') {
      this.outside += took;
      if (!Number.isNaN(took)) this.#by['outside the trace'] -= took;
      return;
    }
    const own = values.ofWrite(row, writer);
    // Units that neither a row nor a value says leave the books open.
    const isSaid = !Number.isNaN(known(own, values.written(row, writer, to), values.found(to)));
    if (!isSaid) this.outside = NaN;
    const asked = Number.isNaN(own) ? (kind !== 'stale' && !Number.isNaN(took) ? took : 1) : own;
    const really = known(took, asked);
    const of = this.#writes.get(this.#trace.history.requestId[row] ?? NONE) ?? [];
    const isAgain = of.length > 1 && of[0] !== row;
    if (!this.#isTold(row, to)) {
      this.unconfirmed += really;
      const hasTold =
        of.length > 1 && of.some((each) => this.#isTold(each, this.#trace.history.writeVersion[each]!));
      this.#by[isAgain || hasTold ? 'duplicate-write' : 'lost-confirmation'] -= really;
      return;
    }
    this.#confirmed += asked;
    this.told.push(to);
    if (kind === 'stale') this.#by['stale-version-write'] += asked - really;
    else if (isAgain) this.#by['duplicate-confirmation'] += asked - really;
  }

  #close(initial: number | undefined, remaining: number | undefined): CertifiedLedger {
    const [confirmed, by] = [this.#confirmed, this.#by];
    const books = { initial: initial ?? null, remaining: remaining ?? null };
    if (initial === undefined || remaining === undefined)
      return { confirmed, ...books, mismatch: null, by, undecided: 0, unexplained: 0 };
    const mismatch = confirmed - (initial - remaining);
    return { confirmed, ...books, mismatch, by, undecided: 0, unexplained: mismatch - sumOf(by) };
  }
}

function listIn<K>(lists: Map<K, number[]>, key: K): number[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

import type { CertifiedStep, CertifiedStepKind, KeyCertificate } from '../../ingest/run-files/certificate.ts';
import { KeyValues } from './key-values.ts';
import type { WalkedStep } from './key-values.ts';
import { isBefore } from './trace-rows.ts';
import type { TraceRows } from './trace-rows.ts';
import { NONE, RESULT } from '../../core/words/codes.ts';

/** A timed-out row beyond so many of one request is not looked at as the writer of another row. */
const MOST_TIMEOUTS = 256;

/** What the keys of a trace share. */
export interface SharedWalk {
  readonly trace: TraceRows;
  /** Whether every write makes the version after the one that it replaces. */
  readonly isSequential: boolean;
  /** Requests that a step of this or an earlier key has confirmed. */
  readonly confirmed: Set<number>;
}

/** The steps of one key, held against its rows in their order; what does not hold is refused in the trace. */
export class KeyWalk {
  readonly name: string;
  readonly rows: readonly number[];
  readonly steps: (WalkedStep & { readonly kind: CertifiedStepKind; readonly isAgain: boolean })[] = [];
  readonly initial: number;
  /** The version that the store ended at, where the manifest says so and writes are recorded. */
  readonly final: number;
  readonly maxRead: number;
  /** The versions that were current, ascending. */
  readonly chain: number[];
  /** Units by the cause of a mismatch. */
  readonly by = { stale: 0, duplicate: 0, unwritten: 0, lost: 0 };
  /** By request without any write: its successes on this key, the earliest answer first. */
  readonly bare = new Map<number, number[]>();
  /** Those of them whose first answer told what a timed-out attempt wrote. */
  readonly settled = new Set<number>();
  current: number;
  readonly #of: SharedWalk;
  readonly #values: KeyValues;
  #lastSuccess = NONE;

  constructor(of: SharedWalk, certified: KeyCertificate) {
    this.#of = of;
    this.name = certified.key;
    const { facts, history, byKey, recordsWrites } = of.trace;
    this.rows = byKey.get(this.name) ?? [];
    const [before, after] = [facts?.initial?.get(this.name), facts?.remaining?.get(this.name)];
    const cell = (version: bigint | string | undefined) =>
      version === undefined ? NONE : (history.versions.cell(version) ?? NONE);
    const stated = cell(before?.version);
    const [least, most] = rangeOf(history.readVersion, this.rows);
    this.maxRead = most;
    this.initial = this.current = stated === NONE ? least : stated;
    this.final = recordsWrites ? cell(after?.version) : NONE;
    this.chain = [this.initial];
    this.#values = new KeyValues(of.trace, this.rows, this.initial, before?.value);
    if (recordsWrites) this.#findBare();
    this.#begin(certified.initial);
    for (const step of certified.steps) this.#step(step);
    this.#end();
  }

  /** The store ended at a version below one that the trace has. */
  get isRegressed(): boolean {
    return this.final !== NONE && this.final < Math.max(this.current, this.maxRead);
  }

  get hasGaps(): boolean {
    return this.steps.some(({ kind }) => kind === 'untraced');
  }

  /** Timed-out rows of the key, those apart that another row reports. */
  timeouts(): readonly number[] {
    const { result } = this.#of.trace.history;
    const reported = new Set(
      this.steps.filter(({ row, writer }) => row !== writer).map(({ writer }) => writer),
    );
    return this.rows.filter((row) => result[row] === RESULT.timeout && !reported.has(row));
  }

  /** A version next to which the write of a timed-out row would stand; NONE if it can have made none. */
  placeOf(row: number): number {
    const { readVersion, writeVersion } = this.#of.trace.history;
    const [read, written] = [readVersion[row]!, writeVersion[row]!];
    if (written === NONE || read === NONE) return read;
    return written > read ? written - 1 : NONE;
  }

  #findBare(): void {
    const { history, writing } = this.#of.trace;
    const { result, requestId, endUs } = history;
    for (const row of this.rows) {
      const request = requestId[row]!;
      if (result[row] !== RESULT.success || writing.has(request)) continue;
      const rows = this.bare.get(request) ?? [];
      this.bare.set(request, rows);
      const at = rows.findIndex((other) => isBefore(endUs, row, other));
      rows.splice(at < 0 ? rows.length : at, 0, row);
    }
  }

  #begin(certified: string): void {
    const begins = this.#of.trace.history.versions.text(this.initial);
    if (begins !== certified)
      this.#of.trace.refuseKey(
        this.name,
        `it begins at version ${begins || 'unknown'}, not ${certified || 'unknown'}`,
      );
  }

  #step([line, base, made, kind, took, writerLine = line]: CertifiedStep): void {
    const { trace, confirmed } = this.#of;
    const { requestId } = trace.history;
    const isUntraced = kind === 'untraced';
    const isLate = kind === 'applied' || kind === 'settled';
    const row = isUntraced
      ? trace.at(line)
      : trace.take(line, isLate ? RESULT.timeout : RESULT.success, this.name);
    const writer = writerLine === line ? row : trace.take(writerLine, RESULT.timeout, this.name);
    const request = requestId[row]!;
    const isAgain = !isUntraced && !isLate && confirmed.has(request);
    const step = { row, writer, from: trace.cell(base), to: trace.cell(made), kind, isAgain };
    if (!this.#follows(step) || !this.#isSaid(step))
      trace.refuse(row, `this is no step '${kind}' from version ${base} to ${made}`);
    const units = isUntraced ? 0 : this.#values.take(step, this.current);
    if (isUntraced) this.#values.skip(step, this.current);
    if (units !== took) trace.refuse(row, `it took ${units} units, not ${took}`);
    this.steps.push(step);
    if (kind === 'applied') this.by.lost -= units;
    else if (kind === 'stale') this.by.stale += 1 - units;
    else if (isAgain) this.by.duplicate += 1 - units;
    if (kind === 'settled') this.settled.add(request);
    if (!isLate && !isUntraced) {
      confirmed.add(request);
      this.#lastSuccess = row;
    }
    if (!(step.to > this.current)) return;
    this.chain.push(step.to);
    this.current = step.to;
  }

  /** Whether a step can come after those before it. */
  #follows({ kind, row, from, to, isAgain }: KeyWalk['steps'][number]): boolean {
    const { isSequential, trace } = this.#of;
    const { current } = this;
    const isCounted = !isSequential || current === NONE || current >= to - 1;
    switch (kind) {
      case 'untraced':
        return from === current && to > current;
      case 'applied':
      case 'settled':
        return (
          from < to &&
          to > current &&
          (!isSequential || trace.history.writeVersion[row] !== NONE || to === from + 1) &&
          (kind === 'settled') === this.#answersLater(row)
        );
      case 'misnumbered':
        return from >= to && this.#isInOrder(row);
      case 'unchecked':
        return from === NONE && isCounted && this.#isInOrder(row);
      case 'stale':
        return from !== NONE && from < Math.min(current, to) && isCounted && this.#isInOrder(row);
      case 'chain':
      case 'again':
        return (
          from === current &&
          to > current &&
          (!isSequential || to === from + 1) &&
          isAgain === (kind === 'again') &&
          this.#isInOrder(row)
        );
    }
  }

  /** Whether a success comes after those before it by its version, its time of writing and its place. */
  #isInOrder(row: number): boolean {
    const { writeVersion, writeUs } = this.#of.trace.history;
    const before = this.#lastSuccess;
    const [earlier, later] = [writeVersion[before] ?? NONE, writeVersion[row]!];
    return earlier < later || (earlier === later && isBefore(writeUs, before, row));
  }

  /** Whether a later answer told what this timed-out attempt wrote. */
  #answersLater(row: number): boolean {
    const request = this.#of.trace.history.requestId[row]!;
    return this.bare.has(request) && !this.settled.has(request);
  }

  /** Whether the rows of a step say of it what it claims. */
  #isSaid({ kind, row, writer, from, to }: KeyWalk['steps'][number]): boolean {
    const { history, isWhole, recordsWrites } = this.#of.trace;
    const { readVersion, writeVersion, requestId, result, strings, inventoryKey } = history;
    if (kind === 'untraced') {
      if (row === NONE) return this.final >= to;
      const isOfKey = strings[inventoryKey[row]!] === this.name;
      return isOfKey && result[row] === RESULT.success && writeVersion[row]! > to;
    }
    const isLate = kind === 'applied' || kind === 'settled';
    const wrote = writeVersion[row] === to || (isLate && recordsWrites && writeVersion[row] === NONE);
    if (!wrote || readVersion[writer] !== from) return false;
    return (
      writer === row ||
      (!isLate && isWhole && this.#reports(row, writer, to) && requestId[writer] === requestId[row])
    );
  }

  /** Whether a success that made version `to` may only report what a timed-out attempt wrote. */
  #reports(row: number, writer: number, to: number): boolean {
    const { readVersion, writeVersion } = this.#of.trace.history;
    const [own, read, written] = [readVersion[row]!, readVersion[writer]!, writeVersion[writer]!];
    return (own === NONE || own >= to) && read !== NONE && read < to && (written === NONE || written === to);
  }

  /** What must not be left open behind the steps. */
  #end(): void {
    const { trace, isSequential } = this.#of;
    const { versions, readVersion } = trace.history;
    if (this.final !== NONE && this.current !== NONE && this.current < this.final)
      trace.refuseKey(
        this.name,
        `its steps end at version ${versions.text(this.current)}, the store at ${versions.text(this.final)}`,
      );
    const most = this.steps.reduce(
      (greatest, { kind, to }) => (isSequential && isSuccess(kind) ? Math.max(greatest, to - 1) : greatest),
      Math.max(this.final, this.maxRead),
    );
    const spare = new Set(this.timeouts());
    const places = [...spare].map((each) => this.placeOf(each));
    for (const { kind, row, writer, from, to } of this.steps) {
      if (!isSuccess(kind)) {
        if (to > most) trace.refuse(row, `nothing shows that version ${versions.text(to)} was made`);
        if (kind === 'untraced' && places.some((place) => place >= from && place < to))
          trace.refuse(row, `a timed-out attempt of the trace can have made version ${versions.text(to)}`);
      } else if (row === writer && trace.isWhole && this.#isReported(row, to, spare))
        trace.refuse(row, `it reports what a timed-out attempt of its request wrote`);
    }
    if (isSequential && this.final === NONE && this.current !== NONE && trace.recordsWrites) {
      const next = this.current + 1;
      const isRead = this.rows.some((row) => readVersion[row] === next);
      if (isRead && places.includes(this.current))
        trace.refuseKey(this.name, `a timed-out attempt made version ${versions.text(next)}, which was read`);
    }
  }

  #isReported(row: number, to: number, spare: ReadonlySet<number>): boolean {
    const { requestId } = this.#of.trace.history;
    const own = (this.#of.trace.timeouts.get(requestId[row]!) ?? []).slice(0, MOST_TIMEOUTS);
    return own.some((timeout) => spare.has(timeout) && this.#reports(row, timeout, to));
  }
}

/** Whether a step is that of a row whose client was told success. */
export function isSuccess(kind: CertifiedStepKind): boolean {
  return kind !== 'untraced' && kind !== 'applied' && kind !== 'settled';
}

/** The least and the greatest version of some rows; NONE if they have none. */
function rangeOf(versions: Float64Array, rows: readonly number[]): readonly [number, number] {
  let [least, most] = [Infinity, NONE];
  for (const row of rows) {
    const version = versions[row]!;
    if (version === NONE) continue;
    least = Math.min(least, version);
    most = Math.max(most, version);
  }
  return [most === NONE ? NONE : least, most];
}

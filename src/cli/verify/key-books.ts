import { clipped } from '../../core/words/printable.ts';
import type { CertifiedLedger, KeyCertificate } from '../../ingest/run-files/certificate.ts';
import { KeyValues, known } from './key-values.ts';
import { EpochWalk, schemeOf } from './key-walk.ts';
import type { TraceRows } from './trace-rows.ts';
import { NONE, RESULT } from '../../core/words/codes.ts';

/** A key whose steps hold, with its books as its rows make them. */
export interface VerifiedKey {
  readonly name: string;
  readonly rows: readonly number[];
  readonly scheme: string;
  readonly walks: readonly EpochWalk[];
  readonly ledger: CertifiedLedger;
  /** Units of writes that nobody confirmed, and of writers outside the trace; NaN where nobody knows. */
  readonly unconfirmed: number;
  readonly outside: number;
  /** Rows that stand for the writes of a request, where it has several, and requests that have successes and no write. */
  readonly again: readonly number[];
  readonly unwritten: readonly number[];
  /** Rows whose reads are of their own time. */
  readonly speaking: readonly number[];
  /** Whether nothing that the rows leave open matters. */
  readonly isDecided: boolean;
  /** Units that a row takes; one where nothing says. */
  readonly unitsOf: (row: number) => number;
}

type Causes = { -readonly [cause in keyof CertifiedLedger['by']]: number };

const noCauses = (): Causes => ({
  'stale-version-write': 0,
  'duplicate-confirmation': 0,
  'duplicate-write': 0,
  'confirmation-without-write': 0,
  'lost-confirmation': 0,
  'outside the trace': 0,
});

/** Holds a key's steps and books against its rows. */
export function verifyKey(trace: TraceRows, certified: KeyCertificate): VerifiedKey {
  const name = certified.key;
  const rows = trace.byKey.get(name) ?? [];
  const scheme = schemeOf(trace, certified.epochs);
  const walks = certified.epochs.map((epoch) => new EpochWalk(trace, name, scheme, epoch));
  const isDecided = walks.every((walk) => walk.isDecided);
  refuseUncovered(trace, name, rows, walks);
  if (walks.length === 1) refuseUnseen(trace, rows, scheme, walks[0]!);
  const books = new KeyBooks(trace, name, rows, walks);
  const ledger =
    isDecided && walks.length === 1 ? books.ledger : withCertifiedCauses(books.ledger, certified.ledger);
  refuseLedger(trace, `key ${clipped(name, 80)}`, ledger, certified.ledger);
  const { unconfirmed, outside, again, unwritten, speaking } = books;
  const unitsOf = (row: number): number => books.unitsOf(row);
  return {
    name,
    rows,
    scheme,
    walks,
    ledger,
    unconfirmed,
    outside,
    again,
    unwritten,
    speaking,
    isDecided,
    unitsOf,
  };
}

/** Where the outcome of attempts is open, only the sum of the causes is held against the books. */
function withCertifiedCauses(
  ledger: CertifiedLedger,
  { by, undecided, unexplained, confirmed }: CertifiedLedger,
): CertifiedLedger {
  const mismatch =
    ledger.mismatch === null
      ? null
      : ledger.initial === null || ledger.remaining === null
        ? null
        : confirmed - (ledger.initial - ledger.remaining);
  const rest = mismatch === null ? 0 : mismatch - sumOf(by) - undecided;
  return {
    ...ledger,
    confirmed,
    mismatch,
    by,
    undecided,
    unexplained: mismatch === null ? unexplained : rest,
  };
}

/** Every version that a row names as its own write has one step, and no step is there twice. */
function refuseUncovered(
  trace: TraceRows,
  name: string,
  rows: readonly number[],
  walks: readonly EpochWalk[],
): void {
  const { result, requestId, readVersion, writeVersion, versions } = trace.history;
  const id = (row: number, version: number): string => `${requestId[row]} ${version}`;
  const stepped = new Set<string>();
  for (const { steps } of walks)
    for (const { row, to, kind } of steps) {
      if (kind === 'untraced' || row === NONE) continue;
      if (to !== NONE && stepped.has(id(row, to)))
        trace.refuse(row, `version ${versions.text(to)} is its step twice`);
      stepped.add(id(row, to));
    }
  const unmoved = new Set(
    rows.filter((row) => readVersion[row] === writeVersion[row]).map((row) => id(row, writeVersion[row]!)),
  );
  for (const row of rows) {
    const [read, made] = [readVersion[row]!, writeVersion[row]!];
    // A row that says it made what it had read, or less, made something only where nothing else says so.
    if (
      made === NONE ||
      stepped.has(id(row, made)) ||
      (read >= made && (result[row] !== RESULT.success || unmoved.has(id(row, made))))
    )
      continue;
    trace.refuse(row, `key ${clipped(name, 80)} has no step for version ${versions.text(made)}`);
  }
}

/** Where versions are counted, no refused attempt read one above the last of the steps. */
function refuseUnseen(trace: TraceRows, rows: readonly number[], scheme: string, walk: EpochWalk): void {
  const { result, readVersion, writeVersion, versions } = trace.history;
  if ((scheme !== 'sequential' && scheme !== 'client') || walk.initial === NONE) return;
  for (const row of rows) {
    const read = readVersion[row]!;
    const isTold = result[row] === RESULT.success || result[row] === RESULT.timeout;
    if (!isTold && writeVersion[row] === NONE && read > walk.current)
      trace.refuse(row, `it read version ${versions.text(read)}, which no step made`);
  }
}

class KeyBooks {
  readonly ledger: CertifiedLedger;
  unconfirmed = 0;
  outside = 0;
  readonly speaking: readonly number[];
  readonly again: number[] = [];
  readonly unwritten: number[] = [];
  readonly #by = noCauses();
  #confirmed = 0;
  readonly #trace: TraceRows;
  readonly #rows: readonly number[];
  readonly #values: KeyValues;
  /** By request: rows that stand for its writes, in their order; and all of its successes, the earliest answer first. */
  readonly #writes = new Map<number, number[]>();
  readonly #successes = new Map<number, number[]>();

  constructor(trace: TraceRows, name: string, rows: readonly number[], walks: readonly EpochWalk[]) {
    this.#trace = trace;
    this.#rows = rows;
    const { facts, history } = trace;
    const [before, after] = [facts?.initial?.get(name), facts?.remaining?.get(name)];
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
    this.#values = values;
    const final = after?.version === undefined ? NONE : (history.versions.cell(after.version) ?? NONE);
    // Rows without versions say nothing of who wrote what.
    const isWalked = rows.length === 0 || this.#isRecorded;
    for (const { steps } of isWalked ? walks : [])
      for (const step of steps)
        this.#step(step, values.take(step, step.to === final ? after?.value : undefined), values);
    for (const [request, successes] of this.#successes)
      if (!this.#writes.has(request) && this.#isRecorded) this.#bare(successes[0]!, values);
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
    return known(this.#values.units(row), 1);
  }

  get #isRecorded(): boolean {
    const { readVersion, writeVersion } = this.#trace.history;
    return this.#rows.some((row) => readVersion[row] !== NONE || writeVersion[row] !== NONE);
  }

  #sort(walks: readonly EpochWalk[]): void {
    const { requestId, result } = this.#trace.history;
    for (const { steps } of walks)
      for (const { row, kind } of steps)
        if (kind !== 'untraced') listIn(this.#writes, requestId[row] ?? NONE).push(row);
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

  /** Whether a write was told: by a success that names its version, or by one without a version of a request that names none. */
  #isTold(row: number, to: number): boolean {
    const { requestId, writeVersion } = this.#trace.history;
    const request = requestId[row] ?? NONE;
    const successes = this.#successes.get(request) ?? [];
    if (successes.some((each) => writeVersion[each] === to)) return true;
    const writes = this.#writes.get(request) ?? [];
    const isNamed = writes.some((each) => writeVersion[each] !== NONE);
    return !isNamed && successes.length > 0 && writes[0] === row;
  }

  #step({ row, writer, to, kind }: EpochWalk['steps'][number], took: number, values: KeyValues): void {
    if (kind === 'untraced') {
      this.outside += took;
      if (!Number.isNaN(took)) this.#by['outside the trace'] -= took;
      return;
    }
    const own = known(values.units(writer), values.units(row));
    const { writeValue } = this.#trace.history;
    // Units that neither a row nor a value says leave the books open.
    if (Number.isNaN(own) && Number.isNaN(known(writeValue[row], writeValue[writer]))) this.outside = NaN;
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

/** Holds the ledger of all keys against those of each, and of the keys without rows that the manifest has. */
export function refuseTotal(
  trace: TraceRows,
  keys: readonly VerifiedKey[],
  certified: CertifiedLedger,
): void {
  const names = new Set(keys.map(({ name }) => name));
  const others = [...(trace.facts?.initial ?? [])].flatMap(([key, { value }]): CertifiedLedger[] => {
    const left = trace.facts?.remaining?.get(key)?.value;
    if (left === undefined || names.has(key)) return [];
    const mismatch = left - value;
    return [
      {
        confirmed: 0,
        initial: value,
        remaining: left,
        mismatch,
        by: noCauses(),
        undecided: 0,
        unexplained: mismatch,
      },
    ];
  });
  const all = [...keys.map(({ ledger }) => ledger), ...others];
  const sum = (of: (ledger: CertifiedLedger) => number | null): number | null =>
    all.length === 0 ? null : all.reduce<number | null>((total, each) => plus(total, of(each)), 0);
  const by = noCauses();
  for (const cause of Object.keys(by) as (keyof Causes)[]) by[cause] = sum((each) => each.by[cause]) ?? 0;
  const mismatch = sum((each) => each.mismatch);
  const open = (of: (ledger: CertifiedLedger) => number): number => (mismatch === null ? 0 : (sum(of) ?? 0));
  const total = {
    confirmed: sum((each) => each.confirmed) ?? 0,
    initial: sum((each) => each.initial),
    remaining: sum((each) => each.remaining),
    ...{ mismatch, by },
    undecided: open((each) => each.undecided),
    unexplained: open((each) => each.unexplained),
  };
  refuseLedger(trace, 'all keys together', total, certified);
}

function refuseLedger(
  trace: TraceRows,
  whose: string,
  derived: CertifiedLedger,
  certified: CertifiedLedger,
): void {
  const [now, was] = [derived, certified].map((ledger) => JSON.stringify(sorted(ledger)));
  if (now !== was) trace.reasons.push(`${whose}: ${clipped(now!, 400)}, certified is ${clipped(was!, 400)}`);
}

/** A ledger with its members in one order, and without a zero that has a sign. */
function sorted({ confirmed, initial, remaining, mismatch, by, undecided, unexplained }: CertifiedLedger) {
  const causes = (Object.keys(noCauses()) as (keyof Causes)[]).map((cause) => [cause, by[cause] + 0]);
  return [
    confirmed + 0,
    initial,
    remaining,
    mismatch === null ? null : mismatch + 0,
    causes,
    undecided + 0,
    unexplained + 0,
  ];
}

function sumOf(by: CertifiedLedger['by']): number {
  const units: readonly number[] = Object.values(by);
  return units.reduce((sum, each) => sum + each, 0);
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function listIn<K>(lists: Map<K, number[]>, key: K): number[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

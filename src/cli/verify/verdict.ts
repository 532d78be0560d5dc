import { endOf, firstOf } from '../../core/history/attempt-times.ts';
import { NONE, RESULT } from '../../core/words/codes.ts';
import { clipped } from '../../core/words/printable.ts';
import type { TraceRows } from './trace-rows.ts';
import type { VerifiedKey } from './verified-key.ts';

/** The verdict that rows, manifest and steps leave possible, and the first fact that makes it so. */
export interface DerivedVerdict {
  readonly verdicts: readonly ('ok' | 'violation' | 'unknown')[];
  readonly because: string;
}

/** Derives the verdicts that are possible on a trace whose steps hold: one, but where open outcomes were weighed. */
export function verdictOf(trace: TraceRows, keys: readonly VerifiedKey[]): DerivedVerdict {
  const errors: string[] = [];
  const doubts = doubtsOfTrace(trace);
  const [wrong, open]: [string[], string[]] = [[], []];
  for (const key of keys) {
    const of = (name: string) => `${name} on key ${clipped(key.name, 80)}`;
    const found = errorsOfKey(trace, key);
    if (key.isDecided) errors.push(...found.map(of));
    else if (found[0] !== undefined) wrong.push(of(found[0]));
    else open.push(of('the outcome of an attempt is open'));
    if (key.walks.some(({ steps }) => steps.some((step) => step.kind === 'stale' && mayBeRestart(key, step))))
      wrong.push(of('a write found no record'));

    doubts.push(...doubtsOfKey(trace, key).map(of));
  }
  if (detours(trace)) errors.push('a request was confirmed on two keys');
  if (errors[0] !== undefined) return { verdicts: ['violation'], because: errors[0] };
  // Which outcomes are possible was weighed by the checker; the steps show one of them, the best that there is.
  if (wrong[0] !== undefined) return { verdicts: ['violation', 'unknown'], because: wrong[0] };
  if (doubts[0] !== undefined) return { verdicts: ['unknown'], because: doubts[0] };
  if (open[0] !== undefined) return { verdicts: ['unknown', 'ok'], because: open[0] };
  return { verdicts: ['ok'], because: 'nothing speaks against it' };
}

function doubtsOfTrace({ history, facts, reading }: TraceRows): string[] {
  const { rejected, restLost, columnsTwice = [] } = reading;
  const requests = new Set(history.requestId);
  const has = (column: 'read_version' | 'write_version') => history.columns.has(column);
  const doubts: readonly (readonly [boolean, string])[] = [
    [history.size === 0, 'the trace has no attempts'],
    [rejected > 0, `${rejected} of its rows could not be read`],
    [restLost === true, 'rows of it are lost'],
    [columnsTwice.length > 0, 'it has a column twice'],
    [facts?.complete === false, 'its manifest does not say that it is complete'],
    [(facts?.rows ?? 0) > history.size, 'it has fewer rows than its manifest says'],
    [(facts?.offered ?? 0) > requests.size, 'it has fewer requests than its manifest says'],
    [(facts?.invalidBecause ?? []).length > 0, 'its manifest says that the run is invalid'],
    [history.size > 0 && !has('read_version'), 'it has no read versions'],
    [
      history.size > 0 && !has('write_version') && history.result.includes(RESULT.success),
      'it has no write versions',
    ],
  ];
  return doubts.filter(([holds]) => holds).map(([, why]) => why);
}

function errorsOfKey(trace: TraceRows, key: VerifiedKey): string[] {
  const { walks, again, unwritten, scheme } = key;
  const { isWhole, facts } = trace;
  const steps = walks.flatMap((walk) => walk.steps);
  // Of an attempt that names no version a row that is missing may have made the one it has here.
  const isNamed = (row: number): boolean => trace.history.writeVersion[row] !== NONE;
  const errors = [
    steps.some(
      (step) => step.kind === 'stale' && !mayBeRestart(key, step) && (isWhole || isNamed(step.writer)),
    ) && 'a write is stale',
    scheme !== 'opaque' &&
      steps.some(
        ({ kind, to }, at) =>
          kind === 'unchecked' && steps[at - 1]?.to === to && steps[at - 1]?.kind !== 'untraced',
      ) &&
      'a version was made twice',
    again.length > 0 && 'a request was written twice',
    isWhole && unwritten.length > 0 && 'a confirmation has no write',
    isWhole && isEarly(trace, key) && 'a confirmation was told before its write',
    isNegative(trace, key) && 'a value is below zero',
    isWhole && steps.some(({ kind }) => kind === 'misnumbered') && 'a write made no newer version',
    isWhole &&
      facts?.closed === true &&
      scheme !== 'opaque' &&
      walks.some((walk) => walk.hasGaps) &&
      'a version was made by nothing',
    isWhole && isOutOfBalance(trace, key) && 'the books cannot balance',
    isFalselyRefused(trace, key) && 'a write was applied and refused',
    isLost(trace, key) && 'a confirmed write is gone',
    hasTwoValues(trace, key) && 'one version has two values',
    takesTwice(trace, key) && 'two requests took from the same value',
  ];
  return errors.filter((each) => each !== false);
}

/** Whether the record may have been deleted and made anew before a write that found none. */
function mayBeRestart(
  { scheme }: VerifiedKey,
  { from }: VerifiedKey['walks'][number]['steps'][number],
): boolean {
  return scheme === 'monotonic' && from === 0;
}

/** Whether a success without a version, which cannot have written itself, was told before any write of its request began. */
function isEarly({ history }: TraceRows, { rows, walks }: VerifiedKey): boolean {
  const { result, requestId, readVersion, writeVersion } = history;
  const isBare = (row: number): boolean => result[row] === RESULT.success && writeVersion[row] === NONE;
  const steps = walks
    .flatMap((walk) => walk.steps)
    .filter(({ row, kind }) => kind !== 'untraced' && writeVersion[row] !== NONE);
  return rows.filter(isBare).some((row) => {
    const own = steps.filter((step) => requestId[step.row] === requestId[row]);
    const others = rows.filter(
      (other) => other !== row && requestId[other] === requestId[row] && !isBare(other),
    );
    const acts = others.filter(
      (other) => result[other] === RESULT.success || result[other] === RESULT.timeout,
    );
    const cannot = own.every(({ to }) => readVersion[row]! >= to);
    return own.length > 0 && cannot && acts.every((other) => firstOf(history, other) > endOf(history, row));
  });
}

/** Whether a value below zero was read, or written by a write that was made, or is what the store has. */
function isNegative({ history, facts }: TraceRows, { name, rows, speaking, walks }: VerifiedKey): boolean {
  const { readValue, writeValue, readVersion, writeVersion, result } = history;
  const stored = [facts?.initial?.get(name), facts?.remaining?.get(name)];
  if (stored.some((record) => (record?.value ?? 0) < 0)) return true;
  const writers = new Set(walks.flatMap(({ steps }) => steps.map(({ writer }) => writer)));
  const isVersioned = rows.some((row) => readVersion[row] !== NONE || writeVersion[row] !== NONE);
  const wrote = (row: number): boolean =>
    writers.has(row) || (!isVersioned && result[row] === RESULT.success);
  return speaking.some((row) => readValue[row]! < 0 || (wrote(row) && writeValue[row]! < 0));
}

function isOutOfBalance({ facts, history }: TraceRows, key: VerifiedKey): boolean {
  const { name, ledger, unconfirmed, outside, walks, rows, scheme } = key;
  const { initial, remaining, confirmed } = ledger;
  if (initial === null || Number.isNaN(outside)) return false;
  const [before, after] = [facts?.initial?.get(name), facts?.remaining?.get(name)];
  const hasEnds = before?.version !== undefined && after?.version !== undefined;
  const isVersioned = rows.some(
    (row) => history.readVersion[row] !== NONE || history.writeVersion[row] !== NONE,
  );
  const isClosed = facts?.closed === true;
  if (isVersioned && !hasEnds && !isClosed) return false;
  const isCounted = scheme === 'sequential' || scheme === 'client';
  const isHidden = walks.some(({ steps }) => steps.some(({ kind }) => kind === 'unchecked'));
  if (isHidden && !isClosed && !(isCounted && hasEnds)) return false;
  const told = confirmed + unconfirmed + outside;
  if (remaining === null) return told > initial && rows.every((row) => !(history.units[row]! < 0));
  const open = isVersioned
    ? []
    : rows.filter((row) => history.result[row] === RESULT.timeout).map((row) => key.unitsOf(row));
  const [least, most] = [Math.min, Math.max].map((of) =>
    open.reduce((sum, each) => sum + of(0, each), told),
  ) as [number, number];
  return initial - remaining < least || initial - remaining > most;
}

/** Whether an applied write's request was last told a refusal, and never success. */
function isFalselyRefused({ history }: TraceRows, { rows, walks }: VerifiedKey): boolean {
  const { result, requestId, retryCount } = history;
  const applied = new Map(
    walks.flatMap(({ steps }) => steps.map(({ row }) => [requestId[row] ?? NONE, row] as const)),
  );
  return rows.some((row) => {
    const isRefusal = result[row] === RESULT.conflict || result[row] === RESULT.rejected;
    if (!isRefusal || !applied.has(requestId[row]!)) return false;
    const own = rows.filter((each) => requestId[each] === requestId[row]);
    const isBefore = (each: number): boolean => {
      const hasCounts =
        retryCount[each] !== NONE && retryCount[row] !== NONE && retryCount[each] !== retryCount[row];
      const isReversed = firstOf(history, each) > endOf(history, row);
      return hasCounts
        ? retryCount[each]! < retryCount[row]! && !isReversed
        : firstOf(history, row) > endOf(history, each);
    };
    return own.every((each) => result[each] !== RESULT.success && (each === row || isBefore(each)));
  });
}

/** Whether the store ended below a version that a step made and a success names. */
function isLost({ history, facts }: TraceRows, { name, rows, scheme, walks }: VerifiedKey): boolean {
  const version = facts?.remaining?.get(name)?.version;
  const final = version === undefined ? NONE : (history.versions.cell(version) ?? NONE);
  if (final === NONE || scheme === 'opaque' || walks.length > 1) return false;
  const made = new Set(
    walks.flatMap(({ steps }) => steps.map(({ to, kind }) => (kind === 'untraced' ? NONE : to))),
  );
  return rows.some((row) => {
    const written = history.writeVersion[row]!;
    return history.result[row] === RESULT.success && written > final && made.has(written);
  });
}

/** Whether a value was read at a version, or is in the store at it, that was written with another. */
function hasTwoValues({ history, facts }: TraceRows, { name, speaking, walks }: VerifiedKey): boolean {
  const { readVersion, readValue, writeValue, versions, units } = history;
  const [before, after] = [facts?.initial?.get(name), facts?.remaining?.get(name)];
  const cell = (record: typeof before) =>
    record?.version === undefined ? NONE : (versions.cell(record.version) ?? NONE);
  const written = new Map<number, number>();
  const isWhole = walks.length === 1;
  if (isWhole && before !== undefined && cell(before) !== NONE) written.set(cell(before), before.value);
  for (const { steps } of walks)
    for (const { row, writer, to, kind } of steps) {
      if (kind === 'untraced' || to === NONE) continue;
      const value = Number.isNaN(writeValue[row]!) ? writeValue[writer]! : writeValue[row]!;
      written.set(to, written.has(to) ? NaN : value);
    }
  const differs = (value: number, version: number): boolean =>
    Math.abs(value - (written.get(version) ?? NaN)) > 0;
  const isMade = walks.some(({ steps }) =>
    steps.some(({ to, kind }) => kind !== 'untraced' && to === cell(after)),
  );
  if (isWhole && after !== undefined && cell(after) !== NONE && isMade && differs(after.value, cell(after)))
    return true;
  return speaking.some((row) => {
    const isDenied = Math.abs(readValue[row]! - writeValue[row]! - units[row]!) > 0;
    return isDenied || (readVersion[row] !== NONE && differs(readValue[row]!, readVersion[row]!));
  });
}

/** Without versions: whether two requests took from the same value at the same time, where every attempt lowers it. */
function takesTwice({ history, facts }: TraceRows, { rows, unitsOf }: VerifiedKey): boolean {
  const { readVersion, writeVersion, readValue, requestId, result } = history;
  if (rows.some((row) => readVersion[row] !== NONE || writeVersion[row] !== NONE)) return false;
  const acts = rows.filter((row) => result[row] === RESULT.success || result[row] === RESULT.timeout);
  if (acts.some((row) => !(unitsOf(row) > 0))) return false;
  const told = rows.filter((row) => result[row] === RESULT.success && !Number.isNaN(readValue[row]!));
  const overlaps = (a: number, b: number): boolean =>
    firstOf(history, a) <= endOf(history, b) && firstOf(history, b) <= endOf(history, a);
  return told.some((a) =>
    told.some(
      (b) =>
        a < b &&
        requestId[a] !== requestId[b] &&
        readValue[a] === readValue[b] &&
        (facts?.closed === true || overlaps(a, b)),
    ),
  );
}

/** Whether a request was confirmed on one key, and by a later attempt on another that no earlier one had named. */
function detours({ history }: TraceRows): boolean {
  const { result, requestId, retryCount, inventoryKey } = history;
  const first = new Map<number, number>();
  for (let row = 0; row < history.size; row++) {
    if (result[row] !== RESULT.success) continue;
    const other = first.get(requestId[row]!);
    if (other === undefined) first.set(requestId[row]!, row);
    else if (
      inventoryKey[other] !== inventoryKey[row] &&
      retryCount[other] !== retryCount[row] &&
      retryCount[other] !== NONE &&
      retryCount[row] !== NONE
    )
      return true;
  }
  return false;
}

function doubtsOfKey(trace: TraceRows, { name, rows, walks, ledger, scheme }: VerifiedKey): string[] {
  const { history, facts } = trace;
  const { readVersion, writeVersion, result, requestId, units } = history;
  const [before, after] = [facts?.initial?.get(name), facts?.remaining?.get(name)];
  const isVersioned = rows.some((row) => readVersion[row] !== NONE || writeVersion[row] !== NONE);
  const steps = walks.flatMap((walk) => walk.steps);
  const wrote = new Set(steps.map(({ row }) => requestId[row] ?? NONE));
  const final = after?.version === undefined ? NONE : (history.versions.cell(after.version) ?? NONE);
  const newest = steps.reduce((most, { to }) => Math.max(most, to), walks[0]?.initial ?? NONE);
  const doubts = [
    ledger.mismatch === null && 'the manifest has no books',
    (before?.version === undefined || after?.version === undefined) &&
      isVersioned &&
      'the manifest does not say its versions',
    !isVersioned && rows.length > 0 && 'its rows have no versions',
    walks.length > 1 && 'its versions restarted',
    walks.some((walk) => walk.hasGaps) && 'writes are missing',
    final !== NONE &&
      newest !== NONE &&
      scheme !== 'opaque' &&
      newest !== final &&
      'its steps do not end where the store ended',
    steps.some(({ kind }) => kind === 'unchecked') && 'a write has no read version',
    rows.some((row) => isRefused(result[row]!) && writeVersion[row] !== NONE) &&
      'a refused row says that it wrote',
    rows.some(
      (row) =>
        result[row] === RESULT.timeout &&
        writeVersion[row] !== NONE &&
        writeVersion[row]! <= readVersion[row]! &&
        !wrote.has(requestId[row]!),
    ) && 'a timed-out row says that it wrote no newer version than it read',
    steps.some(
      ({ writer }) =>
        writer !== NONE &&
        Number.isNaN(units[writer]!) &&
        history.readValue[writer] === history.writeValue[writer],
    ) && 'a confirmation took nothing',
    scheme === 'monotonic' &&
      facts?.versionScheme === undefined &&
      steps.length > 0 &&
      'its versions jump, and no manifest says that they may',
    hasOpenUnits(trace, rows, steps) && 'a write does not say what it took',
    rows.some((row) => result[row] === RESULT.retry && isLastOf(trace, row, rows)) &&
      'an attempt said retry and none followed',
  ];
  return doubts.filter((each) => each !== false);
}

function hasOpenUnits(
  { history, facts }: TraceRows,
  rows: readonly number[],
  steps: VerifiedKey['walks'][number]['steps'],
): boolean {
  const { units, readValue, writeValue } = history;
  if (facts?.unitsPerSuccess !== undefined) return false;
  const says = (row: number): boolean =>
    !Number.isNaN(units[row]!) || !Number.isNaN(readValue[row]! - writeValue[row]!);
  return (
    rows.some(says) &&
    steps.some(({ row, writer, kind }) => kind !== 'untraced' && !says(row) && !says(writer))
  );
}

function isLastOf({ history }: TraceRows, row: number, rows: readonly number[]): boolean {
  const { requestId, retryCount } = history;
  const own = rows.filter((each) => requestId[each] === requestId[row]);
  if (own.length === 1) return true;
  return retryCount[row] !== NONE && own.every((each) => retryCount[each]! <= retryCount[row]!);
}

function isRefused(result: number): boolean {
  return result !== RESULT.success && result !== RESULT.timeout;
}

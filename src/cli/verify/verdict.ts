import { clipped } from '../../core/words/printable.ts';
import type { KeyBooks } from './key-books.ts';
import type { TraceRows } from './trace-rows.ts';
import { NONE, RESULT } from '../../core/words/codes.ts';

/** The verdict that rows, manifest and steps leave possible, and the first fact that makes it so. */
export interface DerivedVerdict {
  readonly verdict: 'ok' | 'violation' | 'unknown';
  readonly because: string;
}

/** Derives the verdict on a trace whose steps hold. */
export function verdictOf(
  trace: TraceRows,
  keys: readonly KeyBooks[],
  isSequential: boolean,
): DerivedVerdict {
  const errors: string[] = [];
  const doubts = doubtsOfTrace(trace, isSequential);
  for (const key of keys) {
    const of = (name: string) => `${name} on key ${clipped(key.walk.name, 80)}`;
    for (const error of errorsOfKey(trace, key)) errors.push(of(error));
    for (const doubt of doubtsOfKey(trace, key)) doubts.push(of(doubt));
    const phantoms = hasPhantom(trace, key.walk, isSequential);
    if (phantoms) (trace.isWhole ? errors : doubts).push(of('a version was read that nothing made'));
  }
  if (errors[0] !== undefined) return { verdict: 'violation', because: errors[0] };
  if (doubts[0] !== undefined) return { verdict: 'unknown', because: doubts[0] };
  return { verdict: 'ok', because: 'nothing speaks against it' };
}

function doubtsOfTrace({ history, facts, reading }: TraceRows, isSequential: boolean): string[] {
  const { rejected, restLost, columnsTwice = [] } = reading;
  const has = (column: 'read_version' | 'write_version') => history.columns.has(column);
  const doubts: readonly (readonly [boolean, string])[] = [
    [history.size === 0, 'the trace has no attempts'],
    [rejected > 0, `${rejected} of its rows could not be read`],
    [restLost === true, 'rows of it are lost'],
    [columnsTwice.length > 0, 'it has a column twice'],
    [facts?.complete === false, 'its manifest does not say that it is complete'],
    [(facts?.invalidBecause ?? []).length > 0, 'its manifest says that the run is invalid'],
    [history.size > 0 && !has('read_version'), 'it has no read versions'],
    [
      history.size > 0 && !has('write_version') && history.result.includes(RESULT.success),
      'it has no write versions',
    ],
    [
      facts?.versionScheme === undefined && !isSequential,
      'its versions jump, and no manifest says that they may',
    ],
  ];
  return doubts.filter(([holds]) => holds).map(([, why]) => why);
}

function errorsOfKey(trace: TraceRows, key: KeyBooks): string[] {
  const { walk, answers } = key;
  const errors = [
    walk.steps.some(({ kind }) => kind === 'stale') && 'a write is stale',
    walk.steps.some(({ isAgain }) => isAgain) && 'a request was confirmed twice',
    answers.some(([, kind]) => kind === 'unwritten') && 'a confirmation has no write',
    isNegative(trace, key) && 'a value is below zero',
    trace.isWhole && walk.steps.some(({ kind }) => kind === 'misnumbered') && 'a write made no newer version',
    makesTwice(key) && 'one version was made twice',
    isOutOfBounds(trace, key) && 'the books cannot balance, whatever timed-out attempts did',
  ];
  return errors.filter((each) => each !== false);
}

/** Whether a value below zero was read, or written by a write that was made, or is what the store ended with. */
function isNegative({ history, facts }: TraceRows, { walk, replays }: KeyBooks): boolean {
  const { readValue, writeValue, result, line } = history;
  const late = new Set(
    walk.steps.filter(({ kind }) => kind === 'applied' || kind === 'settled').map(({ row }) => row),
  );
  const repeated = new Set(replays);
  if ((facts?.remaining?.get(walk.name)?.value ?? 0) < 0) return true;
  return walk.rows.some((row) => {
    if (repeated.has(line[row]!)) return false;
    const wrote = result[row] === RESULT.success || late.has(row);
    return readValue[row]! < 0 || (wrote && writeValue[row]! < 0);
  });
}

/** Whether two writes with different bases made one version. */
function makesTwice({ walk }: KeyBooks): boolean {
  const bases = new Map<number, number>();
  return walk.steps.some(({ kind, from, to }) => {
    if (kind !== 'chain' && kind !== 'again' && kind !== 'stale') return false;
    const base = bases.get(to) ?? from;
    bases.set(to, base);
    return base !== from;
  });
}

/** Whether the units taken are fewer than were confirmed for certain, or more than confirmations and timeouts can have taken. */
function isOutOfBounds(trace: TraceRows, { walk, answers, ledger }: KeyBooks): boolean {
  const { initial, remaining, confirmed } = ledger;
  if (initial === null || remaining === null) return false;
  const { history, facts, reading } = trace;
  const timeouts = walk.rows.filter((row) => history.result[row] === RESULT.timeout).length;
  const missing = facts?.complete === false || reading.restLost === true ? Infinity : reading.rejected;
  const taken = initial - remaining;
  return taken < confirmed - maybeReplays(trace, answers) || taken > confirmed + timeouts + missing;
}

/** How many of the open answers may only repeat another answer of their request. */
function maybeReplays(trace: TraceRows, answers: KeyBooks['answers']): number {
  const { history, recordsWrites, firstSuccess } = trace;
  const open = answers.filter(([, kind]) => kind === 'open').map(([line]) => trace.at(line));
  if (!recordsWrites) return open.filter((row) => firstSuccess.get(history.requestId[row]!) !== row).length;
  return open.length - new Set(open.map((row) => history.requestId[row])).size;
}

function doubtsOfKey(trace: TraceRows, key: KeyBooks): string[] {
  const { walk, answers, ledger, openTimeouts } = key;
  const { history, isWhole } = trace;
  const noRead = walk.steps.some(
    ({ row, kind }) =>
      history.result[row] === RESULT.success && kind !== 'untraced' && history.readVersion[row] === NONE,
  );
  const doubts = [
    ledger.mismatch === null && 'the manifest has no books',
    walk.hasGaps && 'writes are missing',
    history.columns.has('read_version') && noRead && 'a write has no read version',
    hasContradiction(trace, walk) && 'a timed-out row says that it wrote no newer version than it read',
    walk.isRegressed && 'the store ended below a version of the trace',
    openTimeouts > 0 && 'a timed-out attempt may have been applied',
    openTimeouts === 0 && ledger.unexplained !== 0 && 'the books do not follow from the writes',
    answers.some(([, kind]) => kind === 'open') && 'a confirmation may have no write',
    isGuessed(trace, key) && 'one of several timed-out attempts was applied',
    maybeReplays(trace, answers) > 0 && 'a confirmation may repeat another',
    !isWhole && walk.steps.some(({ kind }) => kind === 'misnumbered') && 'a write made no newer version',
  ];
  return doubts.filter((each) => each !== false);
}

/** Whether a timed-out row made no newer version than it read, and repeats no answer of its request either. */
function hasContradiction({ history }: TraceRows, { rows }: KeyBooks['walk']): boolean {
  const { result, requestId, readVersion, writeVersion } = history;
  return rows.some((row) => {
    const written = writeVersion[row]!;
    if (result[row] !== RESULT.timeout || written === NONE || written > readVersion[row]!) return false;
    return !rows.some(
      (other) =>
        result[other] === RESULT.success &&
        requestId[other] === requestId[row] &&
        writeVersion[other] === written,
    );
  });
}

/** Whether a timed-out attempt that was confirmed later could as well have been that of another request. */
function isGuessed({ history: { requestId } }: TraceRows, { walk }: KeyBooks): boolean {
  const timeouts = walk.timeouts();
  return walk.steps.some(
    ({ kind, row }) =>
      kind === 'settled' &&
      timeouts.some(
        (other) => requestId[other] !== requestId[row] && walk.placeOf(other) === walk.placeOf(row),
      ),
  );
}

/** Whether a version was read that neither a write of the chain, nor one in a gap of it, nor a timed-out attempt can have made. */
function hasPhantom(
  { history, recordsWrites }: TraceRows,
  walk: KeyBooks['walk'],
  isSequential: boolean,
): boolean {
  if (walk.initial === NONE || !recordsWrites) return false;
  const { readVersion, writeVersion, versions } = history;
  const chain = new Set(walk.chain);
  const gaps = walk.steps.filter(({ kind }) => kind === 'untraced');
  const strange = new Set<number>();
  for (const row of walk.rows) {
    const read = readVersion[row]!;
    if (read > walk.initial && !chain.has(read) && !gaps.some(({ from, to }) => from < read && read < to))
      strange.add(read);
  }
  if (strange.size === 0) return false;
  const applied = new Set(walk.steps.map(({ row }) => row));
  const spare = walk.timeouts().filter((row) => !applied.has(row));
  const named = new Set(spare.map((row) => writeVersion[row]!));
  const makers = spare.filter((row) => writeVersion[row] === NONE);
  const exact = (cell: number) => BigInt(versions.text(cell));
  let made = 0n;
  for (const version of [...strange].sort((a, b) => a - b)) {
    if (named.has(version)) continue;
    const able = makers.filter((row) => readVersion[row]! < version).length;
    const below = walk.chain.findLast((each) => each < version) ?? walk.initial;
    const needed = isSequential ? exact(version) - exact(below) : made + 1n;
    if (needed > BigInt(able)) return true;
    made++;
  }
  return false;
}

import { NONE, RESULT } from '../../core/words/codes.ts';
import { mayBeFalselyRefused } from './request-errors.ts';
import type { TraceRows } from './trace-rows.ts';
import { hasUnmadeVersions } from './unmade-versions.ts';
import type { VerifiedKey } from './verified-key.ts';

/** The columns whose cells can hide an error; what the others say decides no verdict. */
const JUDGED_BY = ['read_version', 'write_version', 'read_value', 'write_value', 'units'] as const;

/** What of a trace as a whole keeps its verdict from being `ok`. */
export function doubtsOfTrace({ history, facts, reading, distinct }: TraceRows): string[] {
  const { rejected, restLost, columnsTwice = [], unread } = reading;
  const unreadIn = JUDGED_BY.find((column) => (unread?.get(column)?.length ?? 0) > 0);
  const requests = new Set(history.requestId);
  const has = (column: 'read_version' | 'write_version') => history.columns.has(column);
  const doubts: readonly (readonly [boolean, string])[] = [
    [history.size === 0, 'the trace has no attempts'],
    [rejected > 0, `${rejected} of its rows could not be read`],
    [unreadIn !== undefined, `cells of its column ${unreadIn} could not be read`],
    [restLost === true, 'rows of it are lost'],
    [columnsTwice.length > 0, 'it has a column twice'],
    [facts?.complete === false, 'its manifest does not say that it is complete'],
    [(facts?.rows ?? 0) > distinct, 'it has fewer rows than its manifest says'],
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

/** What of a key keeps the verdict from being `ok` without an error. */
export function doubtsOfKey(trace: TraceRows, key: VerifiedKey): string[] {
  const { name, rows, isVersioned, walks, ledger, scheme } = key;
  const { history, facts } = trace;
  const { readVersion, writeVersion, result, requestId, units } = history;
  const [before, after] = trace.recordsOf(name);
  const steps = walks.flatMap((walk) => walk.steps);
  const wrote = new Set(steps.map(({ row }) => requestId[row] ?? NONE));
  const final = trace.cellOf(after);
  const newest = steps.reduce((most, { to }) => Math.max(most, to), walks[0]?.initial ?? NONE);
  const doubts = [
    ledger.mismatch === null && 'the manifest has no books',
    (before?.version === undefined || after?.version === undefined) &&
      isVersioned &&
      'the manifest does not say its versions',
    !isVersioned && rows.length > 0 && 'its rows have no versions',
    walks.length > 1 && 'its versions restarted',
    (walks.some((walk) => walk.hasGaps) || hasUnmadeVersions(trace, key)) && 'writes are missing',
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
    mayBeFalselyRefused(trace, key) && 'a write was applied, and its last answer may be a refusal',
    hasOpenUnits(trace, key) && 'a write does not say what it took',
    rows.some((row) => result[row] === RESULT.retry && isLastOf(trace, row, key)) &&
      'an attempt said retry and none followed',
  ];
  return doubts.filter((each) => each !== false);
}

/** Whether no row says the units of a write or the value that it left, and nothing was found at the version that it made. */
function hasOpenUnits(trace: TraceRows, { name, walks, values }: VerifiedKey): boolean {
  const [, after] = trace.recordsOf(name);
  const isFound = (version: number): boolean =>
    (after !== undefined && trace.cellOf(after) === version) || !Number.isNaN(values.found(version));
  return walks.some(({ steps }) =>
    steps.some(
      ({ row, writer, kind, to }) =>
        kind !== 'untraced' &&
        Number.isNaN(values.ofWrite(row, writer)) &&
        Number.isNaN(values.written(row, writer, to)) &&
        !isFound(to),
    ),
  );
}

function isLastOf({ history }: TraceRows, row: number, { ofRequest }: VerifiedKey): boolean {
  const { requestId, retryCount } = history;
  const own = ofRequest.get(requestId[row]!) ?? [];
  if (own.length === 1) return true;
  return retryCount[row] !== NONE && own.every((each) => retryCount[each]! <= retryCount[row]!);
}

function isRefused(result: number): boolean {
  return result !== RESULT.success && result !== RESULT.timeout;
}

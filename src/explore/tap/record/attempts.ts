import type { Result } from '../../../core/words/codes.ts';
import type { Books } from '../../../ingest/books/records.ts';
import { maskedText } from '../sql/masked-text.ts';
import type { StatementOutcome } from '../unit.ts';
import type { DoneUnit, RecordedRequest } from './request-groups.ts';

/** What columns of the service's statements mean, in lower case. */
export interface ColumnRoles {
  readonly key?: string | undefined;
  readonly value?: string | undefined;
  readonly version?: string | undefined;
}

/** What is known of an attempt that was recorded. Times are microseconds of the machine's monotonic clock. */
export interface RecordedAttempt {
  readonly requestId: string;
  readonly key: string;
  readonly result: Result;
  readonly units: number | undefined;
  readonly readVersion: string | undefined;
  readonly writeVersion: string | undefined;
  readonly readValue: string | undefined;
  readonly writeValue: string | undefined;
  readonly startUs: number;
  readonly readUs: number | undefined;
  readonly writeUs: number | undefined;
  readonly endUs: number;
  /** The statements that read first and wrote last, as they were sent. */
  readonly readText: string | undefined;
  readonly writeText: string | undefined;
  /** All statements without the values in them, with how many rows each had or how it failed. */
  readonly steps: readonly string[];
}

/** The key of an attempt that names none. */
export const NO_KEY = '(no record named)';

const WRITES = /^(INSERT|UPDATE|DELETE|MERGE)\b/;
/** A serialization failure, a deadlock, a row that is there already, a lock that is not waited for. */
const CONFLICTS = new Set(['40001', '40P01', '23505', '55P03']);

interface Answered {
  readonly done: DoneUnit;
  readonly text: string;
  readonly answer: StatementOutcome;
}

/**
 * The attempts of a request: one for each record that it changed, or one for the record that it looked at.
 * @param before books before the request, and `after` it; undefined where no query reads them
 */
export function attemptsOf(
  request: RecordedRequest,
  roles: ColumnRoles,
  before: Books | undefined,
  after: Books | undefined,
): readonly RecordedAttempt[] {
  const answered = request.units.flatMap(answersOf);
  const changed = changedKeys(before, after);
  const keys = changed.length > 0 ? changed : [keyOf(request, answered, roles, before)];
  return keys.map((key) => attemptAt(key, request, answered, roles, before, after));
}

function attemptAt(
  key: string,
  request: RecordedRequest,
  answered: readonly Answered[],
  roles: ColumnRoles,
  before: Books | undefined,
  after: Books | undefined,
): RecordedAttempt {
  const reads = answered.find(({ answer }) => answer.tag?.startsWith('SELECT') === true);
  const writes = answered.filter(({ answer }) => WRITES.test(answer.tag ?? ''));
  const write = writes.findLast(({ answer }) => (answer.rowCount ?? 0) > 0);
  const [was, is] = [before?.get(key), after?.get(key)];
  const isWritten = before === undefined ? write !== undefined && isCommitted(request) : differ(was, is);
  const seen = (at: Answered | undefined, column: string | undefined) =>
    at === undefined || column === undefined ? undefined : cellOf(at.answer, column, key, roles.key);
  const text = (value: string | number | bigint | undefined) =>
    value === undefined ? undefined : String(value);
  return {
    requestId: request.id,
    key,
    result: resultOf(request, writes, isWritten),
    units: isWritten && was !== undefined && is !== undefined ? was.value - is.value : undefined,
    readVersion: seen(reads, roles.version) ?? (reads && text(was?.version)),
    readValue: seen(reads, roles.value) ?? (reads && text(was?.value)),
    writeVersion: isWritten ? (text(is?.version) ?? seen(write, roles.version)) : undefined,
    writeValue: isWritten ? (text(is?.value) ?? seen(write, roles.value)) : undefined,
    startUs: request.units[0]!.unit.arrivedUs,
    readUs: reads?.done.outcome.sentUs,
    writeUs: writes.at(-1)?.done.outcome.doneUs,
    endUs: Math.max(...request.units.map(({ outcome }) => outcome.doneUs)),
    readText: reads?.text,
    writeText: (write ?? writes.at(-1))?.text,
    steps: request.units.flatMap(stepsOf),
  };
}

function answersOf(done: DoneUnit): readonly Answered[] {
  const { statements } = done.unit;
  return done.outcome.statements.map((answer, at) => ({ done, answer, text: statements[at]?.text ?? '' }));
}

/** Each statement with what came of it. */
function stepsOf({ unit, outcome }: DoneUnit): readonly string[] {
  return unit.statements.map(({ text }, at) => {
    const answer = outcome.statements[at];
    const failed = outcome.isLost ? 'lost' : (outcome.error?.code ?? 'not run');
    const what = maskedText(text).replaceAll(/\s+/g, ' ').trim();
    return answer === undefined ? `${what} → ${failed}` : `${what} → ${answer.tag ?? 'no answer'}`;
  });
}

function resultOf({ units }: RecordedRequest, writes: readonly Answered[], isWritten: boolean): Result {
  if (units.some(({ outcome }) => outcome.isLost)) return 'timeout';
  if (isWritten) return 'success';
  const isRefused = writes.some(({ answer }) => answer.rowCount === 0);
  const isConflict = units.some(({ outcome }) => CONFLICTS.has(outcome.error?.code ?? ''));
  return isRefused || isConflict ? 'conflict' : 'rejected';
}

/** Whether the last transaction that ended did so by a commit, or there was none. */
function isCommitted({ units }: RecordedRequest): boolean {
  const tags = units.flatMap(({ outcome }) => outcome.statements.map(({ tag }) => tag));
  return tags.findLast((tag) => tag === 'COMMIT' || tag === 'ROLLBACK') !== 'ROLLBACK';
}

function changedKeys(before: Books | undefined, after: Books | undefined): readonly string[] {
  if (before === undefined || after === undefined) return [];
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) =>
    differ(before.get(key), after.get(key)),
  );
}

function differ(one: { value: number; version?: unknown } | undefined, other: typeof one): boolean {
  return one?.value !== other?.value || one?.version !== other?.version;
}

/** The record that a request looked at: as a column names it, or one of the books among its parameters. */
function keyOf(
  { units }: RecordedRequest,
  answered: readonly Answered[],
  roles: ColumnRoles,
  books: Books | undefined,
): string {
  for (const { answer } of answered)
    for (const row of answer.rows) {
      const named = roles.key === undefined ? undefined : row.get(roles.key);
      if (typeof named === 'string') return named;
    }
  for (const { unit } of units)
    for (const { text, parameters } of unit.statements) {
      const inText = Array.from(
        text.matchAll(/'((?:[^']|'')*)'|\b\d+\b/g),
        ([whole, quoted]) => quoted ?? whole,
      );
      const named = [...parameters, ...inText].find(
        (one) => typeof one === 'string' && books?.has(one) === true,
      );
      if (typeof named === 'string') return named;
    }
  return NO_KEY;
}

/** The value of a column in the row of a record; in the only row where none says of which record it is. */
function cellOf(
  { rows }: StatementOutcome,
  column: string,
  key: string,
  keyColumn: string | undefined,
): string | undefined {
  const own = keyColumn === undefined ? undefined : rows.find((row) => row.get(keyColumn) === key);
  const row = own ?? (rows.length === 1 && rows[0]?.has(keyColumn ?? '') !== true ? rows[0] : undefined);
  return row?.get(column) ?? undefined;
}

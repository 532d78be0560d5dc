import { RESULT } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import type { ReadingFacts, RunFacts } from '../history/run-facts.ts';
import { agreeing, count, counted } from '../words/numbers.ts';
import { printable, printableName } from '../words/printable.ts';
import type { Doubt, DoubtCollector } from './doubts.ts';
import type { SchemeUsed } from '../history/run-facts.ts';
import { repeatedRows } from '../worlds/requests.ts';
import type { Requests } from '../worlds/requests.ts';
import { unreadCellReasons } from './unread-cells.ts';

/** What the reasons are drawn from. */
export interface Evidence {
  readonly history: History;
  readonly facts: RunFacts | undefined;
  readonly reading: ReadingFacts;
  readonly scheme: SchemeUsed;
  /** Whether some write made a version that is not the next. */
  readonly jumps: boolean;
  readonly requests: Requests;
  readonly doubts: DoubtCollector;
}

/**
 * Why a trace in which nothing is proved wrong is not proved right: one sentence each, naming the fact that would settle
 * it; none if all checks of errors ran on all rows. (Times are not among them: only a warning needs times.)
 */
export function reasonsForUnknown(evidence: Evidence): string[] {
  const { facts, reading, scheme, doubts, jumps } = evidence;
  const reasons: string[] = [];
  if (reading.accepted === 0) reasons.push('no attempts: there is nothing to check');
  if (reading.rejected > 0)
    reasons.push(
      `${counted(reading.rejected, 'row')} could not be read: ${agreeing(reading.rejected, 'its', 'their')} content could change the verdict`,
    );
  reasons.push(...unreadCellReasons(reading));
  if (reading.restLost) reasons.push('further rows are lost: only the whole file can show what they did');
  for (const column of new Set(reading.columnsTwice))
    reasons.push(`the file has two columns for ${column}: the verdict depends on which of them is right`);
  if (facts?.complete === false)
    reasons.push('the trace is incomplete: its writer never said that it had finished');
  reasons.push(...cut(evidence));
  reasons.push(...[...(facts?.invalidBecause ?? []), ...(reading.invalidBecause ?? [])].map(invalidRun));
  reasons.push(...missingColumns(evidence));
  if (scheme.inferred && jumps)
    reasons.push(
      'versions jump: state version_scheme in the manifest; if it is sequential, there were writes outside the trace',
    );
  for (const { doubt, count: cases, keys, example, detail } of doubts)
    reasons.push(SENTENCES[doubt](cases, onKeys(keys, example), keys === 1 ? detail : ''));
  return reasons;
}

/** A run that calls itself invalid did not put the service to the test that its trace seems to show. */
export function invalidRun(reason: string): string {
  return `the run calls itself invalid: ${printable(reason).replace(/\.$/, '')}`;
}

function missingColumns({ history, reading }: Evidence): string[] {
  const reasons: string[] = [];
  if (history.size === 0) return reasons;
  if (reading.storeLog) return [STORE_LOG];
  if (!history.columns.has('read_version'))
    reasons.push(
      'no read_version: stale-version writes and phantom reads cannot be checked; the version that each attempt read would show them',
    );
  if (!history.columns.has('write_version') && history.result.includes(RESULT.success))
    reasons.push(
      'no write_version: stale-version writes, and confirmations that repeat or lack a write, cannot be checked; the version that each write made would show them',
    );
  return reasons;
}

const STORE_LOG =
  "the file is a store's log: it says which writes were applied, and neither what was read before them nor what clients were told; rows of the service would";

/** A trace that has fewer rows, or fewer requests, than its manifest says. */
function cut({ history, facts, requests }: Evidence): string[] {
  const reasons: string[] = [];
  const lacks = (has: number, should: number | undefined, what: string): void => {
    if (should !== undefined && has < should)
      reasons.push(
        `the trace has ${counted(has, what)} of ${count(should)} that its manifest says: rows are missing`,
      );
  };
  const rows = history.size - repeatedRows(requests);
  lacks(rows, facts?.rows, 'row');
  if (facts?.offered !== undefined) lacks(new Set(history.requestId).size, facts.offered, 'request');
  return reasons;
}

const SENTENCES: Readonly<Record<Doubt, (cases: number, on: string, detail: string) => string>> = {
  'no-books': (_, on) =>
    `no initial and remaining inventory in a manifest ${on}: the invariant cannot be checked; race-trace books writes one`,
  'no-end-versions': (_, on) =>
    `the manifest does not say which versions the store had before and after ${on}: writes outside the rows would not be seen`,
  'no-versions': (_, on) =>
    `no versions in the rows ${on}: which write replaced which cannot be checked; read_version and write_version would show it`,
  'untraced-write': (cases, on, detail) =>
    `${counted(cases, 'gap')} in the versions ${on}${detail}: made outside the trace, or by an attempt whose row does not say so; the rows of every writer would show it`,
  'unchecked-write': (cases, on) =>
    `${counted(cases, 'write')} without a read_version ${on}: stale-version writes cannot be checked`,
  'deciding-attempt': (cases, on, detail) =>
    `${counted(cases, 'attempt')} of unknown outcome ${on}${detail}: whether ${agreeing(cases, 'it was', 'they were')} applied, and as which version, decides the verdict; a write_version in ${agreeing(cases, 'its row', 'their rows')} would settle it`,
  'possible-error': (cases, on, detail) => `${counted(cases, 'possible error')} ${on}${detail}`,
  'too-many-worlds': (cases, on) =>
    `${counted(cases, 'attempt')} of unknown outcome ${on}: too many to try every outcome (the budget is 20,000 outcomes for each key)`,
  'misnumbered-timeout': (cases, on) =>
    `${counted(cases, 'timed-out attempt')} ${on} with a write_version not above the read_version: such a row contradicts itself`,
  'regressed-store': (_, on) =>
    `the store ended at an earlier version than the trace has ${on}: a write outside the trace, or a wrong manifest`,
  'restarted-version': (cases, on) =>
    `the versions ${on} restarted ${cases === 1 ? 'once' : `${count(cases)} times`}: the record was deleted or expired, and nothing says what became of its units`,
  'contradicted-refusal': (cases, on) =>
    `${counted(cases, 'refused attempt')} ${on} with a write_version: such a row contradicts itself`,
  'took-nothing': (cases, on) =>
    `${counted(cases, 'confirmation')} ${on} took nothing by its own values: a units column would say whether that was meant`,
  'open-units': (cases, on) =>
    `${counted(cases, 'write')} ${on} without the units that it took: the books may have any number there`,
  'several-keys': (cases) =>
    `${counted(cases, 'request')} of several keys without a retry_count in every row: lines of one order and retries on another key cannot be told apart`,
  'open-on-two-keys': (cases, _, detail) =>
    `${counted(cases, 'request')} with attempts of unknown outcome on two keys${detail}: whether both were applied is not decided on the two keys together; a write_version in their rows would settle it`,
  'retry-without-sequel': (cases, on) =>
    `${counted(cases, 'attempt')} ${on} said 'retry' and no further attempt followed: rows are missing`,
  'open-timeout': (cases, on) =>
    `${counted(cases, 'attempt')} timed out ${on}: whether ${agreeing(cases, 'it was', 'they were')} applied is not known`,
  'repeated-confirmation': (cases, on) =>
    `${counted(cases, 'repeated confirmation')} ${on}: write_version would show whether ${agreeing(cases, 'it repeats', 'they repeat')} an earlier one or ${agreeing(cases, 'takes', 'take')} another unit`,
};

function onKeys(keys: number, example: string): string {
  const name = `'${printableName(example)}'`;
  return keys === 1 ? `on key ${name}` : `on ${counted(keys, 'key')} such as ${name}`;
}

import type { History } from '../history/history.ts';
import type { ReadingFacts, RunFacts, SchemeUsed } from '../history/run-facts.ts';
import { agreeing, counted } from '../words/numbers.ts';
import { printable, printableName } from '../words/printable.ts';
import type { Doubt, DoubtCollector } from './doubts.ts';
import type { Requests } from './requests.ts';
import { unreadCellReasons } from './unread-cells.ts';

/** What the reasons are drawn from. */
export interface Evidence {
  readonly history: History;
  readonly facts: RunFacts | undefined;
  readonly reading: ReadingFacts;
  readonly scheme: SchemeUsed;
  readonly requests: Requests;
  readonly doubts: DoubtCollector;
}

/**
 * Why a trace in which nothing is proved wrong is not proved right: one sentence each, naming the fact that would settle
 * it; none if all checks of errors ran on all rows. (Times are not among them: only a warning needs times.)
 */
export function reasonsForUnknown(evidence: Evidence): string[] {
  const { facts, reading, scheme, doubts } = evidence;
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
  reasons.push(...(facts?.invalidBecause ?? []).map(invalidRun));
  reasons.push(...missingColumns(evidence));
  if (scheme.inferred && scheme.scheme === 'monotonic')
    reasons.push(
      'versions jump: state version_scheme in the manifest; if it is sequential, there were writes outside the trace',
    );
  for (const { doubt, count: cases, keys, example } of doubts)
    reasons.push(SENTENCES[doubt](cases, onKeys(keys, example)));
  return reasons;
}

/** A run that calls itself invalid did not put the service to the test that its trace seems to show. */
export function invalidRun(reason: string): string {
  return `the run calls itself invalid: ${printable(reason).replace(/\.$/, '')}`;
}

function missingColumns({ history, requests }: Evidence): string[] {
  const reasons: string[] = [];
  if (history.size === 0) return reasons;
  if (!history.columns.has('read_version'))
    reasons.push('no read_version: stale-version writes and phantom reads cannot be checked');
  if (!requests.recordsWrites)
    reasons.push(
      'no write_version: stale-version writes, and confirmations that repeat or lack a write, cannot be checked',
    );
  return reasons;
}

const SENTENCES: Readonly<Record<Doubt, (cases: number, on: string) => string>> = {
  'no-books': (_, on) =>
    `no initial and remaining inventory in a manifest ${on}: the invariant cannot be checked`,
  'untraced-write': (cases, on) =>
    `${counted(cases, 'gap')} in the versions ${on}: a writer outside the trace made the missing ${agreeing(cases, 'version', 'versions')}, and its rows would show how`,
  'unchecked-write': (cases, on) =>
    `${counted(cases, 'write')} without a read_version ${on}: stale-version writes cannot be checked`,
  'misnumbered-timeout': (cases, on) =>
    `${counted(cases, 'timed-out attempt')} ${on} with a write_version not above the read_version: such a row contradicts itself`,
  'regressed-store': (_, on) =>
    `the store ended at an earlier version than the trace has ${on}: a write outside the trace, or a wrong manifest`,
  'open-timeout': (cases, on) =>
    `${counted(cases, 'attempt')} timed out ${on}: the final version of the store would show whether ${agreeing(cases, 'it was', 'they were')} applied`,
  'unbalanced-timeout': (cases, on) =>
    `the books balance only with ${counted(cases, 'timed-out attempt')} ${on}: whether ${agreeing(cases, 'it was', 'they were')} applied decides the verdict`,
  'unbalanced-books': (_, on) =>
    `the books do not follow from the writes ${on}: the rows of every write would show why`,
  'unwritten-confirmation': (cases, on) =>
    `${counted(cases, 'confirmation')} without a write ${on}: a timed-out or missing attempt may have made ${agreeing(cases, 'it', 'them')}; the final version would show which`,
  'repeated-confirmation': (cases, on) =>
    `${counted(cases, 'repeated confirmation')} ${on}: write_version would show whether ${agreeing(cases, 'it repeats', 'they repeat')} an earlier one or ${agreeing(cases, 'takes', 'take')} another unit`,
  'unread-writer': (cases, on) =>
    `${counted(cases, 'version')} ${on} ${agreeing(cases, 'comes', 'come')} from no row that could be read: the missing rows would show which ${agreeing(cases, 'write made it', 'writes made them')}`,
};

function onKeys(keys: number, example: string): string {
  const name = `'${printableName(example)}'`;
  return keys === 1 ? `on key ${name}` : `on ${counted(keys, 'key')} such as ${name}`;
}

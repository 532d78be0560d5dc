import type { History } from '../history/history.ts';
import type { ReadingFacts, RunFacts } from '../history/run-facts.ts';
import { counted } from '../text/numbers.ts';
import { printable, printableName } from '../text/printable.ts';
import type { Doubt, DoubtCollector } from './doubts.ts';
import type { SchemeUsed } from './finding.ts';
import type { Requests } from './requests.ts';

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
      `${counted(reading.rejected, 'row')} could not be read: what they say could change the verdict`,
    );
  if (reading.restLost) reasons.push('rows are lost beyond those: the whole file would say what they did');
  for (const column of new Set(reading.columnsTwice))
    reasons.push(`the file has ${column} twice: which of the two columns holds decides`);
  if (facts?.complete === false)
    reasons.push('the trace is incomplete: its writer never said that it had finished');
  reasons.push(...(facts?.invalidBecause ?? []).map(invalidRun));
  reasons.push(...missingColumns(evidence));
  if (scheme.inferred && scheme.scheme === 'monotonic')
    reasons.push(
      'versions jump: if version_scheme were sequential, writes outside the trace would be proved; the manifest would say',
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
    `${counted(cases, 'gap')} in the versions ${on}: somebody outside the trace wrote, and the missing rows would say what`,
  'unchecked-write': (cases, on) =>
    `${counted(cases, 'write')} without a read_version ${on}: whether stale cannot be checked`,
  'misnumbered-timeout': (cases, on) =>
    `${counted(cases, 'timed-out attempt')} ${on} with a write_version not above the read_version: what such a row says of its write cannot be so`,
  'regressed-store': (_, on) =>
    `the store ended at an earlier version than the trace has ${on}: a write outside the trace, or a wrong manifest`,
  'open-timeout': (cases, on) =>
    `${counted(cases, 'attempt')} timed out ${on}: the version that the store ended at would say whether they were applied`,
  'unbalanced-timeout': (cases, on) =>
    `the books balance only with ${counted(cases, 'timed-out attempt')} ${on}: whether they were applied decides the outcome`,
  'unbalanced-books': (_, on) =>
    `the books do not follow from the writes ${on}: the rows of every write would say why`,
  'unwritten-confirmation': (cases, on) =>
    `${counted(cases, 'confirmation')} without a write ${on}: a timed-out or missing attempt may have made it; the final version would say`,
  'repeated-confirmation': (cases, on) =>
    `${counted(cases, 'repeated confirmation')} ${on}: write_version would say whether they repeat or take once more`,
  'unread-writer': (cases, on) =>
    `${counted(cases, 'version')} ${on} come from no row that could be read: the missing rows would say whose they are`,
};

function onKeys(keys: number, example: string): string {
  const name = `'${printableName(example)}'`;
  return keys === 1 ? `on key ${name}` : `on ${counted(keys, 'key')} such as ${name}`;
}

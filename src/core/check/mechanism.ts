import type { Ledger, Mechanism } from '../analysis.ts';
import { RESULT } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import { diagnoseLoad } from '../diagnosis/load-diagnosis.ts';
import { clearlyWithoutDelay, waitsOf } from '../diagnosis/waits.ts';
import { agreeing, count, counted, signed } from '../words/numbers.ts';
import type { DoubtCollector } from './doubts.ts';
import type { MechanismName } from '../findings/definition.ts';
import { DEFINITIONS } from '../findings/finding.ts';
import type { FindingCollector } from './finding-collector.ts';

/** A wait counts as long from what a release may have on. */
const LONG_WAIT_MS = 50;

/** What the mechanisms are read from. */
export interface MechanismEvidence {
  readonly history: History;
  readonly findings: FindingCollector;
  readonly ledger: Ledger;
  readonly doubts: DoubtCollector;
}

/** Which mechanisms the evidence supports, each with its own measurement; none is an answer. */
export function mechanisms(evidence: MechanismEvidence): Mechanism[] {
  return [race, staleCopy, retryDuplication, queueingOverload, storageProblem]
    .map((mechanism) => mechanism(evidence))
    .filter((mechanism) => mechanism !== undefined);
}

function race({ findings, ledger }: MechanismEvidence): Mechanism | undefined {
  const stale = findings.counts['stale-version-write'];
  const late = findings.lateWrites;
  if (stale === late) return undefined;
  const share = shareOfMismatch(ledger, ledger.by['stale-version-write']);
  const overlapping = late === 0 ? '' : `, ${count(stale - late)} of them between attempts that overlapped`;
  return { name: 'race', evidence: `${counted(stale, 'stale-version write')}${overlapping}${share}` };
}

/** A stale write that began after the newer version was confirmed did not race: what it read came from an old copy. */
function staleCopy({ findings }: MechanismEvidence): Mechanism | undefined {
  const late = findings.lateWrites;
  const reads = findings.counts['stale-read'];
  if (late === 0) return undefined;
  return {
    name: 'stale cache or replica',
    evidence: `${counted(late, 'stale-version write')} began after the newer version was confirmed, ${counted(reads, 'stale read')}`,
  };
}

function retryDuplication({ findings, ledger }: MechanismEvidence): Mechanism | undefined {
  const twice = findings.counts['duplicate-confirmation'];
  const written = findings.counts['duplicate-write'];
  if (twice + written === 0 && ledger.excessUnits === 0) return undefined;
  const share = shareOfMismatch(ledger, ledger.by['duplicate-confirmation'] + ledger.by['duplicate-write']);
  const counts = [
    `${counted(twice, 'request')} confirmed more than once${share}`,
    ...(written > 0 ? [`${counted(written, 'request')} applied more often than confirmed`] : []),
    `${counted(ledger.excessUnits, 'unit')} taken beyond one per request`,
    `highest retry count ${findings.highestRetry}`,
  ];
  return { name: 'retry duplication', evidence: counts.join('; ') };
}

/** By the rows alone; a report that also has the figures of the run and of its machine may know better. */
function queueingOverload({ history, findings }: MechanismEvidence): Mechanism | undefined {
  // Most traces have no delay, and every check comes through here: sorting three columns for that is a third of its time.
  if (clearlyWithoutDelay(history, LONG_WAIT_MS)) return undefined;
  const { name, text } = diagnoseLoad(waitsOf(history, LONG_WAIT_MS));
  if (name !== 'queueing overload') return undefined;
  const signs: readonly (MechanismName | undefined)[] = ['race', 'storage transaction problem'];
  const consistent = DEFINITIONS.every(
    ({ code, mechanism }) => findings.counts[code] === 0 || !signs.includes(mechanism),
  );
  return { name, evidence: `${text} Versions are ${consistent ? 'consistent' : 'not consistent'}.` };
}

function storageProblem(evidence: MechanismEvidence): Mechanism | undefined {
  const { findings, history, doubts } = evidence;
  const signs = DEFINITIONS.filter(
    ({ code, mechanism }) => mechanism === 'storage transaction problem' && findings.counts[code] > 0,
  ).map(({ code, names }) => counted(findings.counts[code], ...names));
  if (findings.remadeVersions > 0)
    signs.push(
      `${counted(findings.remadeVersions, 'version')} made again after others had read ${agreeing(findings.remadeVersions, 'it', 'them')}`,
    );
  const regressed = doubts.keysWith('regressed-store');
  if (regressed > 0) signs.push(`${counted(regressed, 'key')} that ended at an earlier version`);
  if (signs.length === 0) return undefined;
  const refused = history.result.some((result) => result === RESULT.conflict || result === RESULT.retry);
  return {
    name: 'storage transaction problem',
    evidence: `${signs.join(', ')}; ${refused ? 'writes were conditional (some were refused)' : 'no refusal was seen'}`,
  };
}

function shareOfMismatch(ledger: Ledger, units: number): string {
  if (ledger.mismatch === undefined || ledger.mismatch === 0) return '';
  const effect = `${signed(units)} ${agreeing(Math.abs(units), 'unit', 'units')}`;
  return `; effect on the books ${effect}, mismatch ${signed(ledger.mismatch)}`;
}

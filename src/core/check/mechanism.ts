import type { Ledger, Mechanism } from '../analysis.ts';
import { RESULT } from '../history/history.ts';
import type { History } from '../history/history.ts';
import { diagnoseLoad } from '../diagnosis/load-diagnosis.ts';
import { clearlyWithoutDelay, waitsOf } from '../diagnosis/waits.ts';
import { agreeing, counted, signed } from '../words/numbers.ts';
import type { DoubtCollector } from './doubts.ts';
import type { MechanismName } from '../findings/definition.ts';
import { DEFINITIONS } from '../findings/finding.ts';
import type { FindingCollector } from './finding-collector.ts';
import type { Requests } from './requests.ts';

/** A wait counts as long from what a release may have on. */
const LONG_WAIT_MS = 50;

/** What the mechanisms are read from. */
export interface MechanismEvidence {
  readonly history: History;
  readonly findings: FindingCollector;
  readonly requests: Requests;
  readonly ledger: Ledger;
  readonly doubts: DoubtCollector;
}

/** Which mechanisms the evidence supports, each with its own measurement; none is an answer. */
export function mechanisms(evidence: MechanismEvidence): Mechanism[] {
  return [race, retryDuplication, queueingOverload, storageProblem]
    .map((mechanism) => mechanism(evidence))
    .filter((mechanism) => mechanism !== undefined);
}

function race({ findings, ledger }: MechanismEvidence): Mechanism | undefined {
  const stale = findings.counts['stale-version-write'];
  if (stale === 0) return undefined;
  const share = shareOfMismatch(ledger, ledger.by['stale-version-write']);
  return { name: 'race', evidence: `${counted(stale, 'stale-version write')}${share}` };
}

function retryDuplication(evidence: MechanismEvidence): Mechanism | undefined {
  const { findings, ledger, requests, history } = evidence;
  const duplicated = findings.counts['duplicate-confirmation'];
  if (duplicated === 0 && ledger.excessUnits === 0) return undefined;
  const share = shareOfMismatch(ledger, ledger.by['duplicate-confirmation']);
  let retries = 0;
  for (const transitions of requests.duplicates)
    for (const row of transitions) retries = Math.max(retries, history.retryCount[row]!);
  const counts = [
    `${counted(duplicated, 'request')} confirmed more than once${share}`,
    `${counted(ledger.excessUnits, 'unit')} taken beyond one per request`,
    `highest retry count ${retries}`,
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
  const regressed = doubts.keysWith('regressed-store');
  const reused = findings.counts['version-reuse'];
  const phantoms = findings.counts['phantom-read'];
  if (reused + phantoms + regressed === 0) return undefined;
  const refused = history.result.some((result) => result === RESULT.conflict || result === RESULT.retry);
  return {
    name: 'storage transaction problem',
    evidence:
      `${counted(reused, 'reused version')}, ${counted(phantoms, 'phantom read')}, ` +
      `${counted(regressed, 'key')} that ended at an earlier version; ` +
      (refused ? 'writes were conditional (some were refused)' : 'no refusal was seen'),
  };
}

function shareOfMismatch(ledger: Ledger, units: number): string {
  if (ledger.mismatch === undefined || ledger.mismatch === 0) return '';
  const effect = `${signed(units)} ${agreeing(Math.abs(units), 'unit', 'units')}`;
  return `; effect on the books ${effect}, mismatch ${signed(ledger.mismatch)}`;
}

import type { Ledger, Mechanism, Metrics } from '../analysis.ts';
import { RESULT } from '../history/history.ts';
import type { History } from '../history/history.ts';
import { counted, duration } from '../text/numbers.ts';
import { mean } from '../measure/quantile.ts';
import type { DoubtCollector } from './doubts.ts';
import type { FindingCollector } from './finding-collector.ts';
import type { Requests } from './requests.ts';

/** A queue is overloaded when some attempt waited longer than a release may (50 ms)… */
const LONGEST_QUEUE_DELAY_MS = 50;
/** …and waiting grew at least this much from the first quarter of the run to the last. */
const OVERLOAD_GROWTH = 1.5;

/** What the mechanisms are read from. */
export interface MechanismEvidence {
  readonly history: History;
  readonly findings: FindingCollector;
  readonly requests: Requests;
  readonly ledger: Ledger;
  readonly metrics: Metrics;
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

function queueingOverload({ history, metrics, findings }: MechanismEvidence): Mechanism | undefined {
  const { max, p99 } = metrics.queueDelayMs;
  if (!(max > LONGEST_QUEUE_DELAY_MS)) return undefined;
  const [first, last] = meanDelayOfOuterQuarters(history);
  if (!(last >= OVERLOAD_GROWTH * first)) return undefined;
  const faults = ['stale-version-write', 'version-reuse', 'phantom-read'] as const;
  const consistent = faults.every((code) => findings.counts[code] === 0);
  return {
    name: 'queueing overload',
    evidence:
      `queue delay grew from ${duration(first)} in the first quarter of the run to ${duration(last)} in the last ` +
      `(p99 ${duration(p99)}, max ${duration(max)}); versions are ${consistent ? 'consistent' : 'not consistent'}`,
  };
}

/** Mean queue delay of the attempts in the first and the last quarter: by start times, else by position in the file. */
function meanDelayOfOuterQuarters({ size, startUs, queueDelayMs }: History): [number, number] {
  let [from, to] = [Infinity, -Infinity];
  for (const start of startUs) {
    if (start < from) from = start;
    if (start > to) to = start;
  }
  const timed = from < to;
  const quarter = timed ? (to - from) / 4 : size / 4;
  const place = (row: number): number => (timed ? startUs[row]! - from : row);
  const end = timed ? to - from : size;
  const within = (holds: (place: number) => boolean): number =>
    mean(queueDelayMs.filter((delay, row) => !Number.isNaN(delay) && holds(place(row))));
  return [within((at) => at < quarter), within((at) => at >= end - quarter)];
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
      (refused ? 'writes were conditional (some were refused)' : 'no write was ever refused'),
  };
}

function shareOfMismatch(ledger: Ledger, units: number): string {
  if (ledger.mismatch === undefined || ledger.mismatch === 0) return '';
  return `, ${units} of a mismatch of ${ledger.mismatch}`;
}

import type { CertifiedReport } from '../../ingest/run-files/certificate.ts';
import type { DecisionBasis } from './decision-basis.ts';

type Result = CertifiedReport['decision']['criteria'][number];

/** What others on the machine make longer. */
const OF_LATENCY: readonly string[] = ['p99 latency', 'maximum queue delay'];

/**
 * Whether a limit was missed while others had the machine, which proves nothing: by the manifest, or of a phase that is not
 * given as the report says.
 */
export function isExcused({ report, given }: DecisionBasis, { criterion, phase }: Result): boolean {
  if (!OF_LATENCY.includes(criterion)) return false;
  const of = given.find(({ certificate }) => certificate.side === 'candidate' && certificate.phase === phase);
  if (of === undefined) return report.decision.reasons.some(({ code }) => code === 'busy-machine');
  const machine = of.trace.manifest?.machine;
  if (machine === undefined || 'not_measured' in machine) return false;
  const { stolen_share, other_share, idle_share, pressure_share = 0 } = machine;
  const isShort = idle_share <= 0.15 || pressure_share >= 0.3;
  return stolen_share >= 0.05 || (isShort && other_share + stolen_share >= 0.2);
}

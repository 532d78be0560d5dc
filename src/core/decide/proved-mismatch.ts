import type { PhaseEvidence, Validation } from './evidence.ts';
import { isTrusted } from './refs.ts';

/** Units confirmed − (initial − remaining) that prove a phase wrong, and whose books say so. */
export interface ProvedMismatch {
  readonly units: number;
  readonly books: 'trace' | 'run';
}

/**
 * The mismatch that proves a phase wrong; undefined if none does. Where timed-out attempts or missing rows decide the
 * outcome, the checker says `unknown`, and its books prove nothing; it has held them, key by key, against what T timed-out
 * attempts can have taken: confirmed ≤ taken ≤ confirmed + T. The run's own books are held against the same bounds.
 */
export function provedMismatch(of: Validation, evidence: PhaseEvidence): ProvedMismatch | undefined {
  const { verdict, ledger, figures, results } = evidence;
  const trusted = isTrusted(of, evidence);
  const allowed = allowedMismatch(evidence);
  const { mismatch } = ledger;
  // A violation has its witnesses in the trace, whatever else is wrong with the run.
  const counts = verdict === 'violation' || (verdict === 'ok' && trusted);
  if (counts && mismatch !== undefined && mismatch !== allowed) return { units: mismatch, books: 'trace' };
  const units = figures.mismatch;
  if (!trusted || units === undefined) return undefined;
  const isWrong = verdict === 'ok' ? units !== allowed : units > 0 || -units > results.timeout;
  return isWrong ? { units, books: 'run' } : undefined;
}

/**
 * The mismatch that a phase may end with. 0, except that a write of which the client was never told whether it was applied
 * is no false statement: in the phase that injects such timeouts the books may be short of what the checker proved them to be.
 */
function allowedMismatch({ phase, verdict, ledger }: PhaseEvidence): number {
  return phase === 'fault' && verdict === 'ok' ? ledger.by['lost-confirmation'] : 0;
}

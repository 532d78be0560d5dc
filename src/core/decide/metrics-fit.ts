import { RESULTS } from '../history/history.ts';
import { count } from '../text/numbers.ts';
import { clipped } from '../text/printable.ts';
import type { PhaseEvidence } from './evidence.ts';

/**
 * Why the figures of a phase are not those of its trace, as parts of a sentence; empty if they fit, or there are none. The
 * two are files of their own, and figures of another run would be held against limits that this one never met. Latencies
 * are not compared: those of the figures are of requests, those of a trace of attempts.
 */
export function misfits({ figures, ...trace }: PhaseEvidence): string[] {
  if (figures === undefined) return [];
  const { of, attempts, concluded } = figures;
  const reasons: string[] = [];
  const differ = (what: string, theirs: string | number, ours: string | number | undefined) => {
    if (theirs !== ours) reasons.push(`${what} ${shown(theirs)} instead of ${shown(ours)}`);
  };
  differ('phase', of.phase, trace.phase);
  differ('variant', of.variant, trace.variant);
  differ('workload', of.workloadHash, trace.workloadHash ?? of.workloadHash);
  // Rows that were lost are missing here too, and said to be.
  if (!trace.complete) return reasons;
  differ('requests', concluded, trace.requests);
  for (const result of RESULTS)
    differ(`attempts with result ${result}`, attempts[result], trace.results[result]);
  return reasons;
}

function shown(value: string | number | undefined): string {
  return typeof value === 'number' ? count(value) : clipped(value ?? 'unknown', 60);
}

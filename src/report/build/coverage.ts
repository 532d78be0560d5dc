import type { Evidence, PhaseEvidence } from '../../core/decide/evidence.ts';
import type { CoverageLine, PhaseRef } from '../model.ts';
import { refOf, type SidedPhase } from './input.ts';

/** How much each phase can have shown. */
export function coverageOf(phases: readonly SidedPhase[], evidence: Evidence): readonly CoverageLine[] {
  return phases.flatMap((phase) => {
    const validation = phase.side === 'candidate' ? evidence.candidate : evidence.before;
    const known = validation?.phases[phase.phase];
    return known === undefined ? [] : [lineOf(refOf(phase), known)];
  });
}

function lineOf(ref: PhaseRef, { contention }: PhaseEvidence): CoverageLine {
  const { workers, keys, contendedKeys, maxOverlap, maxInFlight, writers, measurable } = contention;
  const { overlapped, overlappedShare, unknownShare } = contention;
  const overlap = { contendedKeys, maxOverlap, maxInFlight, overlapped, overlappedShare };
  return { ...ref, workers, keys, writers, measurable, unknownShare, ...overlap };
}

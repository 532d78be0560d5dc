import { type Evidence, type History, type PhaseEvidence, turnedAwayIn } from '../../core/index.ts';
import { printableName } from '../../core/words/printable.ts';
import type { CoverageLine } from './model.ts';
import { refOf, type SidedPhase } from './input.ts';
import { RESULT } from '../../core/words/codes.ts';

/** How much each phase can have shown. */
export function coverageOf(phases: readonly SidedPhase[], evidence: Evidence): readonly CoverageLine[] {
  return phases.flatMap((phase) => {
    const validation = phase.side === 'candidate' ? evidence.candidate : evidence.before;
    const known = validation?.phases[phase.phase];
    return known === undefined ? [] : [lineOf(phase, known)];
  });
}

function lineOf(phase: SidedPhase, { contention }: PhaseEvidence): CoverageLine {
  const { attempts, workers, keys, contendedKeys, maxOverlap, maxInFlight, writers, measurable } = contention;
  const { overlapped, overlappedShare, unknownShare } = contention;
  const overlap = { contendedKeys, maxOverlap, maxInFlight, overlapped, overlappedShare };
  const hottest = contention.hottest.map((each) => ({ ...each, key: printableName(each.key) }));
  const refusals = refusalsIn(phase.record.analysis.history);
  return {
    ...refOf(phase),
    ...{ attempts, workers, keys, writers, measurable, unknownShare, hottest },
    ...overlap,
    ...refusals,
  };
}

/** An attempt that no worker had was turned away at the door; the others that were rejected found nothing left. */
function refusalsIn(history: History): { soldOut: number; turnedAway: number } {
  const { result } = history;
  const wasTurnedAway = turnedAwayIn(history);
  let [soldOut, turnedAway] = [0, 0];
  for (let row = 0; row < result.length; row++) {
    if (result[row] !== RESULT.rejected) continue;
    if (wasTurnedAway(row)) turnedAway++;
    else soldOut++;
  }
  return { soldOut, turnedAway };
}

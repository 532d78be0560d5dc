import { type Evidence, remarksOnOk } from '../../core/index.ts';
import { printable } from '../../core/words/printable.ts';
import type { PhaseBooks } from './model.ts';
import { refOf, type SidedPhase } from './input.ts';

/** The invariant after each phase, with what each unit of a mismatch is put down to. */
export function booksOfPhases(phases: readonly SidedPhase[], evidence: Evidence): readonly PhaseBooks[] {
  return phases.map((phase) => {
    const { analysis, problems, problemsTotal } = phase.record;
    const validation = phase.side === 'candidate' ? evidence.candidate : evidence.before;
    return {
      ...refOf(phase),
      verdict: analysis.verdict,
      unknownBecause: analysis.unknownBecause.map(printable),
      invalidBecause: validation?.phases[phase.phase]?.invalidBecause ?? [],
      remarks: remarksOnOk(analysis),
      attempts: analysis.history.size,
      keys: analysis.keys.length,
      ledger: analysis.ledger,
      problems,
      problemsTotal,
    };
  });
}

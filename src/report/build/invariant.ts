import { printable } from '../../core/text/printable.ts';
import type { PhaseBooks } from '../model.ts';
import { refOf, type SidedPhase } from './input.ts';

/** The invariant after each phase, with what each unit of a mismatch is put down to. */
export function booksOfPhases(phases: readonly SidedPhase[]): readonly PhaseBooks[] {
  return phases.map((phase) => {
    const { analysis, metrics, problems, problemsTotal } = phase.record;
    return {
      ...refOf(phase),
      verdict: analysis.verdict,
      unknownBecause: analysis.unknownBecause.map(printable),
      invalidBecause: metrics?.invalid_because.map(printable) ?? [],
      attempts: analysis.history.size,
      keys: analysis.keys.length,
      ledger: analysis.ledger,
      problems,
      problemsTotal,
    };
  });
}

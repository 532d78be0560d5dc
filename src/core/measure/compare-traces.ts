import type { Analysis } from '../analysis.ts';
import { FINDING_CODES } from '../findings/finding.ts';
import { compareFindings, type FindingDifference } from './compare-findings.ts';
import { type CompareOptions, compareRuns, type Comparison } from './compare.ts';

/** Two traces held against each other: what became of the findings, and of the figures that clients notice. */
export interface TraceComparison {
  readonly findings: readonly FindingDifference[];
  readonly figures: Comparison;
  /** Whether nothing differs, as of a trace and itself. */
  readonly isEmpty: boolean;
  /** Whether there are findings that were counted and not kept: those are not compared one by one. */
  readonly isCut: boolean;
}

/** Compares two traces; linear in rows and findings, apart from the resamples of the figures. */
export function compareTraces(before: Analysis, after: Analysis, options: CompareOptions): TraceComparison {
  const findings = compareFindings(before, after);
  const figures = compareRuns(before.history, after.history, options);
  // A figure that neither trace has is no difference either.
  const isSame = figures.differences.every(({ difference }) => difference === 0 || Number.isNaN(difference));
  return {
    findings,
    figures,
    isEmpty: findings.length === 0 && isSame && before.verdict === after.verdict,
    isCut: [before, after].some(hasMore),
  };
}

function hasMore({ counts, findings }: Analysis): boolean {
  return FINDING_CODES.reduce((sum, code) => sum + counts[code], 0) > findings.length;
}

import type { Analysis } from '../analysis.ts';
import { nameAt } from '../history/names.ts';
import { stepAct, stepLabel, stepSource, type StepSource } from './step-detail.ts';
import { findingAt, pictured } from '../picture/witness.ts';
import { witnessTable } from './witness-table.ts';
import type { Step } from '../words/terms.ts';

/** A step of a finding and where in the code it was executed, for opening and marking the source. */
export interface FindingStep extends StepSource {
  /** Position among the code path's steps: identity in messages. */
  readonly id: number;
  readonly row: number;
  readonly step: Step;
  readonly offending: boolean;
  /** Printable; '' where the trace has none. */
  readonly worker: string;
  /** `w1 · r-001 read v1`, printable. */
  readonly label: string;
  /** `w1 read v1`, or of the step to blame `w2 wrote v3 from v1`; printable. */
  readonly act: string;
}

/** The steps of a finding's code path with their raw sites, in the same order; none if there is no such finding. */
export function findingSteps(analysis: Analysis, findingId: number): FindingStep[] {
  const finding = findingAt(analysis, findingId);
  if (!finding) return [];
  const shown = pictured(analysis, finding);
  const [blamed] = shown.rows;
  return witnessTable(analysis, shown).steps.map(({ row, step, offending }, id) => ({
    id,
    row,
    step,
    ...stepSource(analysis, row, step),
    offending,
    worker: nameAt(analysis.history, analysis.history.workerId, row),
    label: stepLabel(analysis, shown, row, step),
    act: stepAct(analysis, shown, { row, step, offending }, row === blamed ? shown.rows[1] : blamed),
  }));
}

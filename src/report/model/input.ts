import type {
  CanaryEvidence,
  Criteria,
  DecisionFile,
  PhaseName,
  PhaseRecord,
  RunRecord,
  RunWorkload,
} from '../../core/index.ts';
import { clipped } from '../../core/words/printable.ts';
import type { PhaseRef, Side } from '../phase-ref.ts';

/** All that a report is made of. */
export interface ReportInput {
  readonly run: RunRecord;
  /** The run that it is held against; the service before the mitigation. */
  readonly before: RunRecord | undefined;
  readonly criteria: Criteria;
  readonly canary: CanaryEvidence | undefined;
  /** The files that `criteria` and `canary` were read from. */
  readonly decisionFiles?: readonly DecisionFile[];
  /** The user's own column names that the traces were read with, by the format's names. */
  readonly columnMap?: ReadonlyMap<string, string> | undefined;
  /** The text of a line of code, by its site as a trace has it; undefined where it cannot be had. */
  readonly sourceOf: (site: string) => string | undefined;
  /**
   * The hash that a workload's members make if the version of this program that its manifest names draws it again; undefined
   * where that cannot be done. Left out where the caller cannot draw any: then hashes are taken as they are.
   */
  readonly hashOf?: (workload: RunWorkload, toolVersion: string | undefined) => string | undefined;
}

/** A phase and whose it is. */
export interface SidedPhase extends PhaseRef {
  readonly record: PhaseRecord;
}

/** All phases: those of the run first, then those that it is held against. */
export function phasesOf({ run, before }: Pick<ReportInput, 'run' | 'before'>): readonly SidedPhase[] {
  return [...sided(run, 'candidate'), ...(before === undefined ? [] : sided(before, 'before'))];
}

/** The phase with this name on a side. */
function phaseAt(phases: readonly SidedPhase[], side: Side, phase: PhaseName): SidedPhase | undefined {
  return phases.find((each) => each.side === side && each.phase === phase);
}

/** Where a side was put under its peak: the retest of a candidate, else its load. */
export function peakOf(phases: readonly SidedPhase[], side: Side): SidedPhase | undefined {
  const order = side === 'candidate' ? (['retest', 'load'] as const) : (['load', 'retest'] as const);
  return order.map((phase) => phaseAt(phases, side, phase)).find((phase) => phase !== undefined);
}

/** What a run's phases say of the variant, as they say it. */
export function variantOf(run: RunRecord): string {
  const said = [...run.phases.map(variantOfPhase), ...(run.failed ?? []).map(({ variant }) => variant)];
  return said.find((variant) => variant !== undefined) ?? 'unknown variant';
}

/** {@link variantOf} a run, as it may be shown. */
export function variantName(run: RunRecord): string {
  return clipped(variantOf(run), 60);
}

/** As the manifest has it. */
export function variantOfPhase({ analysis, metrics }: PhaseRecord): string | undefined {
  return analysis.facts?.variant ?? metrics?.variant;
}

/** The reference alone, for the model. */
export function refOf({ side, phase, label }: PhaseRef): PhaseRef {
  return { side, phase, label };
}

function sided(run: RunRecord, side: Side): readonly SidedPhase[] {
  return run.phases.map((record) => ({
    side,
    phase: record.phase,
    label: `${clipped(variantOfPhase(record) ?? variantOf(run), 60)} · ${record.phase}`,
    record,
  }));
}

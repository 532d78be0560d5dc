import type { RunRecord } from '../../core/index.ts';
import { clipped } from '../../core/words/printable.ts';
import type { FailedPhaseLine } from './model.ts';
import type { Side } from '../phase-ref.ts';
import { variantOf, type ReportInput } from './input.ts';

/** The phases that left no trace, those of the run first, and why. */
export function failedPhasesOf({ run, before }: ReportInput): readonly FailedPhaseLine[] {
  return [...sided(run, 'candidate'), ...(before === undefined ? [] : sided(before, 'before'))];
}

function sided(run: RunRecord, side: Side): readonly FailedPhaseLine[] {
  return (run.failed ?? []).map(({ phase, variant = variantOf(run), because }) => ({
    side,
    phase,
    because,
    label: `${clipped(variant, 60)} · ${phase}`,
  }));
}

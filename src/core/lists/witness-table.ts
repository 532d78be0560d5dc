import type { Analysis } from '../analysis.ts';
import type { Finding } from '../findings/finding.ts';
import type { History } from '../history/history.ts';
import { stepMoment, offendingStep } from '../picture/offending-step.ts';
import { place } from '../picture/placement.ts';
import { shownRows } from '../picture/witness.ts';
import { STEPS, type Step } from '../words/terms.ts';
import { NONE } from '../words/codes.ts';

/** What happened to the attempts of a witness, side by side and in the order of time. */
export interface WitnessTable {
  /** One column per attempt, by row: in the order in which they began, one that is to blame last. */
  readonly rows: readonly number[];
  readonly steps: readonly WitnessStep[];
}

export interface WitnessStep {
  readonly column: number;
  readonly row: number;
  readonly step: Step;
  /** Microseconds on the history's clock; NaN where the trace does not say. */
  readonly us: number;
  readonly offending: boolean;
}

/** The steps of the attempts that are shown for a finding; their order is by versions where there are no times. */
export function witnessTable(analysis: Analysis, finding: Finding): WitnessTable {
  const [offender, ...others] = shownRows(finding);
  if (offender === undefined) return { rows: [], steps: [] };
  // What is only worth knowing puts no blame, so its attempt stands where it began.
  const sorted = finding.level === 'info' ? [offender, ...others] : others;
  const started = place(analysis, sorted, 'order').start;
  const order = [...sorted.keys()].sort((a, b) => started[a]! - started[b]!);
  const rows = order.map((i) => sorted[i]!);
  if (finding.level !== 'info') rows.push(offender);
  return stepTable(analysis, rows, offender, offendingStep(analysis.history, finding));
}

/** The steps of these attempts, a column each; `offending` is the step to blame of the attempt `offender`, if any is. */
export function stepTable(
  analysis: Analysis,
  rows: readonly number[],
  offender?: number,
  offending?: Step,
): WitnessTable {
  const placed = place(analysis, rows, 'order');
  const steps = rows.flatMap((row, column) => {
    const blamed = row === offender ? offending : undefined;
    const at = { read: placed.read[column]!, write: placed.write[column]!, confirm: placed.end[column]! };
    const otherwise = { read: placed.start[column]!, write: at.confirm, confirm: at.confirm };
    return stepsOf(analysis.history, row, blamed).map((step) => ({
      at: Number.isNaN(at[step]) ? otherwise[step] : at[step],
      step: { column, row, step, us: stepMoment(analysis.history, row, step), offending: step === blamed },
    }));
  });
  steps.sort((a, b) => a.at - b.at || STEPS.indexOf(a.step.step) - STEPS.indexOf(b.step.step));
  return { rows, steps: steps.map(({ step }) => step) };
}

/** The steps that the trace shows of an attempt; the one that is blamed is always among them. */
function stepsOf(history: History, row: number, blamed: Step | undefined): Step[] {
  const read = history.readVersion[row] !== NONE || !Number.isNaN(history.readUs[row]!);
  const write = history.writeVersion[row] !== NONE || !Number.isNaN(history.writeUs[row]!);
  const shown = { read, write, confirm: true };
  return STEPS.filter((step) => shown[step] || step === blamed);
}

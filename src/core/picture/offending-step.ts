import { stepsToBlame } from '../findings/explain.ts';
import type { Finding } from '../findings/finding.ts';
import type { History } from '../history/history.ts';
import { endOf, firstOf } from '../history/attempt-times.ts';
import type { Step } from '../words/terms.ts';

/** Which step of the offending attempt did it; undefined for a finding about a key's books alone. */
export function offendingStep(history: History, finding: Finding): Step | undefined {
  return stepsToBlame(finding, history)[0];
}

/** When it did, in microseconds on the history's clock, or as near to it as the trace says; NaN without any time. */
export function offendingMoment(history: History, finding: Finding): number {
  const row = finding.rows[0];
  const step = offendingStep(history, finding);
  if (row === undefined || step === undefined) return NaN;
  const us = stepMoment(history, row, step);
  return Number.isNaN(us) ? firstOf(history, row) : us;
}

/** When the attempt's step was, in microseconds on the history's clock; NaN where the trace does not say. */
export function stepMoment(history: History, row: number, step: Step): number {
  if (step === 'confirm') return endOf(history, row);
  return (step === 'read' ? history.readUs : history.writeUs)[row]!;
}

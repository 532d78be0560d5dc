import { clipped } from '../../core/words/printable.ts';
import { counted } from '../../core/words/numbers.ts';
import type { DecisionBasis } from './decision-basis.ts';
import { phaseText } from './phases.ts';

/** What has been checked, and what has not, as parts of a sentence. */
export function coverage({ report, given, limits, canary }: DecisionBasis): {
  readonly checked: readonly string[];
  readonly notChecked: readonly string[];
} {
  const { certificates, decision } = report;
  const seen = new Set(given.map(({ certificate }) => certificate));
  const left = certificates.filter((each) => !seen.has(each));
  const withMetrics = given.filter(({ metrics }) => metrics !== undefined).length;
  const checked = [
    `rows, steps, books and verdict of ${seen.size} of ${counted(certificates.length, 'trace')}`,
    `the decision ${decision.decision} against certificates, ${counted(withMetrics, 'file')} of metrics and ${limits === undefined ? 'no criteria' : 'the criteria'}`,
  ];
  const notChecked = [
    ...(left.length === 0
      ? []
      : [
          left
            .map(phaseText)
            .map((each) => clipped(each, 80))
            .join(', '),
        ]),
    ...(limits === undefined ? ['the limits: name the file of the criteria with --criteria'] : []),
    ...(report.canary !== null && canary === undefined
      ? ["the canary's record: name its file with --canary"]
      : []),
    'what only clients measured, such as the offered rate',
    'the sentences of the report',
  ];
  return { checked, notChecked };
}

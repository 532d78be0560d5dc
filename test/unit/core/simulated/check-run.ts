import { analyze } from '../../../../src/core/check/analyze.ts';
import type { Analysis } from '../../../../src/core/analysis.ts';
import type { RunFacts } from '../../../../src/core/history/run-facts.ts';
import { historyOf } from '../check/history-language.ts';
import type { Attempt } from '../check/history-language.ts';

/** Checks what a simulated service has logged. */
export function checkRun({
  rows,
  facts,
}: {
  readonly rows: readonly Attempt[];
  readonly facts: RunFacts;
}): Analysis {
  const records = [facts.initial, facts.remaining].flatMap((side) => [...(side?.values() ?? [])]);
  const known = records.map(({ version }) => version!);
  const history = historyOf(rows, { known, keys: ['k', 'm'] });
  return analyze(history, facts, { accepted: rows.length, rejected: 0, blank: 0 });
}

import type { Report } from '../model/model.ts';

/**
 * Every run that calls itself invalid and every phase that left no trace, on whichever side, and why; '' if there is none.
 * What the summary says is not said again.
 */
export function invalidRuns({ invariant, failedPhases, summary }: Report): string {
  const said = summary.flatMap(({ sentences }) => sentences).join(' ');
  const invalid = invariant
    .filter(({ invalidBecause }) => invalidBecause.length > 0)
    .map(({ label, invalidBecause }) => [`The run ${label} is invalid:`, invalidBecause.join(' ')] as const);
  const failed = failedPhases.map(
    ({ label, because }) => [`The phase ${label} left no trace.`, because.join(' ')] as const,
  );
  return [...invalid, ...failed]
    .filter(([, why]) => !said.includes(why))
    .map((sentence) => sentence.join(' '))
    .join(' ');
}

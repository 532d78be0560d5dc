import type { Report } from '../model/model.ts';

/** Every run that calls itself invalid, on whichever side, and why; '' if there is none. What the summary says is not said again. */
export function invalidRuns({ invariant, summary }: Report): string {
  const said = summary.flatMap(({ sentences }) => sentences).join(' ');
  return invariant
    .filter(({ invalidBecause }) => invalidBecause.length > 0)
    .map(({ label, invalidBecause }) => ({ label, why: invalidBecause.join(' ') }))
    .filter(({ why }) => !said.includes(why))
    .map(({ label, why }) => `The run ${label} is invalid: ${why}`)
    .join(' ');
}

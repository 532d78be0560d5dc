import type { Analysis } from '../core/analysis.ts';
import { findingSite } from '../core/check/explain.ts';
import { count, counted } from '../core/text/numbers.ts';
import { clipped } from '../core/text/printable.ts';

/** Characters of a path. */
const PATH = 160;

/** What the checker adds to the figures of a run that violates the invariant: the line of code to blame, and the ledger. */
export function violationLines(analysis: Analysis): readonly (readonly [label: string, text: string])[] {
  if (analysis.verdict !== 'violation') return [];
  const site = siteText(analysis);
  const ledger = ledgerText(analysis);
  return [
    ...(site === undefined ? [] : [['site', site] as const]),
    ...(ledger === undefined ? [] : [['ledger', ledger] as const]),
  ];
}

/** The line that most errors blame; undefined where the trace names none. Of more findings than are kept it goes by those. */
function siteText(analysis: Analysis): string | undefined {
  const errors = analysis.findings.filter(({ level }) => level === 'error');
  const blamed = new Map<string, number>();
  for (const error of errors) {
    const site = findingSite(error, analysis);
    if (site !== undefined) blamed.set(site, (blamed.get(site) ?? 0) + 1);
  }
  const [worst] = [...blamed].sort(([, a], [, b]) => b - a);
  return (
    worst &&
    `${clipped(worst[0], PATH)}, to blame in ${count(worst[1])} of ${counted(errors.length, 'finding')}`
  );
}

/** E.g. `mismatch 12 = 11 by stale-version-write + 1 unexplained`; undefined where the inventory is not known. */
function ledgerText({ ledger }: Analysis): string | undefined {
  const { mismatch, by, unexplained } = ledger;
  if (mismatch === undefined) return undefined;
  const causes = Object.entries<number>({ ...by }).filter(([, units]) => units !== 0);
  const parts = [
    ...causes.map(([cause, units]) => `${count(units)} by ${cause}`),
    `${count(unexplained)} unexplained`,
  ];
  return `mismatch ${count(mismatch)} = ${parts.join(' + ')}`;
}

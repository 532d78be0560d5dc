import { type Analysis, findingSite } from '../../core/index.ts';
import { count, counted } from '../../core/words/numbers.ts';
import { blamedLines, type Blame, type LabelledLine } from '../blamed-line.ts';
import type { Paint } from '../output/paint.ts';

/** What the checker adds to the figures of a run that violates the invariant: the line of code to blame, and the ledger. */
export function violationLines(
  { variant, analysis }: Omit<Blame, 'finding'>,
  paint: Paint,
  absoluteSites: boolean,
): readonly LabelledLine[] {
  if (analysis.verdict !== 'violation') return [];
  const errors = analysis.findings.filter(({ level }) => level === 'error');
  const bySite = Map.groupBy(errors, (error) => findingSite(error, analysis));
  const sited = errors.length - (bySite.get(undefined)?.length ?? 0);
  bySite.delete(undefined);
  const [worst] = [...bySite.values()].sort((a, b) => b.length - a.length);
  const finding = worst?.[0] ?? errors[0];
  const ledger = ledgerText(analysis);
  return [
    ...(finding === undefined ? [] : blamedLines({ variant, finding, analysis }, paint, absoluteSites)),
    ...(worst === undefined
      ? []
      : [
          [
            'blame',
            `this line in ${count(worst.length)} of ${counted(sited, 'finding')} that name one`,
          ] as const,
        ]),
    ...(ledger === undefined ? [] : [['ledger', ledger] as const]),
  ];
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

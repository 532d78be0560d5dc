import type { Certificate, CertifiedReport } from './certificate-format.ts';

/** Decisions that nothing has to be right for. */
const HARMLESS = ['blocked', 'undecided'];

/** Where a report says something else than one of its certificates, in printable sentences. */
export function contradictions(
  { decision: { decision }, invariant }: Pick<CertifiedReport, 'decision' | 'invariant'>,
  { side, phase, verdict, ledger }: Certificate,
): string[] {
  const said = invariant.find((books) => books.side === side && books.phase === phase);
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['verdict', said?.verdict, verdict],
    ...Object.entries(ledger).map(
      ([figure, units]) => [figure, said?.ledger[figure as keyof typeof ledger], units] as const,
    ),
  ];
  const differing = pairs.filter(([, says, certified]) => JSON.stringify(says) !== JSON.stringify(certified));
  const reasons = differing.map(
    ([figure, says, certified]) =>
      `the report says ${figure} ${JSON.stringify(says)} of ${phase}, certified is ${JSON.stringify(certified)}`,
  );
  if (side === 'candidate' && verdict !== 'ok' && !HARMLESS.includes(decision))
    reasons.push(`the report decides ${decision}, although the verdict of ${phase} is ${verdict}`);
  return reasons;
}

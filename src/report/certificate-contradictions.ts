import type { Certificate, CertifiedReport, KeyCertificate } from './certificate-format.ts';

/** Decisions that nothing has to be right for. */
const HARMLESS = ['blocked', 'undecided'];

/** Where a report says something else than one of its certificates, in printable sentences. */
export function contradictions(
  { decision: { decision }, invariant }: Pick<CertifiedReport, 'decision' | 'invariant'>,
  { side, phase, verdict, ledger, keys }: Certificate,
): string[] {
  const said = invariant.find((books) => books.side === side && books.phase === phase);
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['verdict', said?.verdict, verdict],
    ...Object.entries(ledger).map(
      ([figure, units]) => [figure, said?.ledger[figure as keyof typeof ledger], units] as const,
    ),
  ];
  const sum = keys.reduce((total, key) => total + (key.ledger.mismatch ?? NaN), 0);
  const differing = pairs.filter(([, says, certified]) => JSON.stringify(says) !== JSON.stringify(certified));
  const reasons = differing.map(
    ([figure, says, certified]) =>
      `the report says ${figure} ${JSON.stringify(says)} of ${phase}, certified is ${JSON.stringify(certified)}`,
  );
  if (side === 'candidate' && verdict !== 'ok' && !HARMLESS.includes(decision))
    reasons.push(`the report decides ${decision}, although the verdict of ${phase} is ${verdict}`);
  if (ledger.mismatch !== null && ledger.mismatch !== sum)
    reasons.push(
      `the mismatch of all keys is certified as ${ledger.mismatch}, those of the keys come to ${sum}`,
    );
  if (verdict === 'ok' && !keys.every(isSound))
    reasons.push(`the verdict of ${phase} is certified as ok, which such steps and books cannot have`);
  return reasons;
}

/** Whether a key can be one of a trace with the verdict ok: nothing is wrong with it, and nothing is open. */
function isSound({ steps, answers, ledger: { mismatch, unexplained } }: KeyCertificate): boolean {
  if (mismatch === null || unexplained !== 0 || answers.some(([, kind]) => kind !== 'answer')) return false;
  return steps.every(([, , , kind]) => kind === 'chain' || kind === 'applied' || kind === 'settled');
}

import { clipped } from '../../core/words/printable.ts';
import type { CertifiedLedger } from '../../ingest/run-files/certificate.ts';
import type { TraceRows } from './trace-rows.ts';

/** Units by what they are explained by. */
export type Causes = { -readonly [cause in keyof CertifiedLedger['by']]: number };

/** Causes without any units, in the order in which ledgers are compared. */
export const noCauses = (): Causes => ({
  'stale-version-write': 0,
  'duplicate-confirmation': 0,
  'duplicate-write': 0,
  'confirmation-without-write': 0,
  'lost-confirmation': 0,
  'outside the trace': 0,
});

/** The units of all causes together. */
export function sumOf(by: CertifiedLedger['by']): number {
  const units: readonly number[] = Object.values(by);
  return units.reduce((sum, each) => sum + each, 0);
}

/** Refuses a certified ledger that is not the one that the rows make. */
export function refuseLedger(
  trace: TraceRows,
  whose: string,
  derived: CertifiedLedger,
  certified: CertifiedLedger,
): void {
  const [now, was] = [derived, certified].map((ledger) => JSON.stringify(sorted(ledger)));
  if (now !== was) trace.reasons.push(`${whose}: ${clipped(now!, 400)}, certified is ${clipped(was!, 400)}`);
}

/** A ledger with its members in one order, and without a zero that has a sign. */
function sorted({ confirmed, initial, remaining, mismatch, by, undecided, unexplained }: CertifiedLedger) {
  const causes = (Object.keys(noCauses()) as (keyof Causes)[]).map((cause) => [cause, by[cause] + 0]);
  return [
    confirmed + 0,
    initial,
    remaining,
    mismatch === null ? null : mismatch + 0,
    causes,
    undecided + 0,
    unexplained + 0,
  ];
}

import type { CertifiedLedger } from '../../ingest/run-files/certificate.ts';
import { noCauses, refuseLedger, type Causes } from './ledger.ts';
import type { TraceRows } from './trace-rows.ts';
import type { VerifiedKey } from './verified-key.ts';

/** Holds the ledger of all keys against those of each, and of the keys without rows that the manifest has. */
export function refuseTotal(
  trace: TraceRows,
  keys: readonly VerifiedKey[],
  certified: CertifiedLedger,
): void {
  const names = new Set(keys.map(({ name }) => name));
  const others = [...(trace.facts?.initial ?? [])].flatMap(([key, { value }]): CertifiedLedger[] => {
    const left = trace.facts?.remaining?.get(key)?.value;
    if (left === undefined || names.has(key)) return [];
    const mismatch = left - value;
    return [
      {
        confirmed: 0,
        initial: value,
        remaining: left,
        mismatch,
        by: noCauses(),
        undecided: 0,
        unexplained: mismatch,
      },
    ];
  });
  const all = [...keys.map(({ ledger }) => ledger), ...others];
  const sum = (of: (ledger: CertifiedLedger) => number | null): number | null =>
    all.length === 0 ? null : all.reduce<number | null>((total, each) => plus(total, of(each)), 0);
  const by = noCauses();
  for (const cause of Object.keys(by) as (keyof Causes)[]) by[cause] = sum((each) => each.by[cause]) ?? 0;
  const mismatch = sum((each) => each.mismatch);
  const open = (of: (ledger: CertifiedLedger) => number): number => (mismatch === null ? 0 : (sum(of) ?? 0));
  const total = {
    confirmed: sum((each) => each.confirmed) ?? 0,
    initial: sum((each) => each.initial),
    remaining: sum((each) => each.remaining),
    ...{ mismatch, by },
    undecided: open((each) => each.undecided),
    unexplained: open((each) => each.unexplained),
  };
  refuseLedger(trace, 'all keys together', total, certified);
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

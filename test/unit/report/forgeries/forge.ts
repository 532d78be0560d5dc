import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Certificate, CertifiedReport } from '../../../../src/ingest/run-files/certificate.ts';
import type { GivenTrace } from './honest-report.ts';
import type { Validation } from './validation.ts';

export const SEED = 20261130;
export const random = xoroshiro128plus(SEED);
export const below = (limit: number): number => uniformInt(random, 0, limit - 1);
export const pick = <T>(of: readonly T[]): T => of[below(of.length)]!;
/** One of these, and not the one that there is now. */
export const another = <T>(of: readonly T[], now: T): T => pick(of.filter((each) => each !== now));

/** The digest of nothing in particular. */
export const digest = (): string => Array.from({ length: 64 }, () => '0123456789abcdef'[below(16)]).join('');

/** What a forger may change; the report, its certificates and the traces can be written to. */
export type Open<T> = T extends object ? { -readonly [K in keyof T]: Open<T[K]> } : T;
export type OpenReport = Open<CertifiedReport>;
export type OpenCertificate = Open<Certificate>;
export type Ledger = OpenCertificate['ledger'];

/** What lies beside a report that is forged: its traces, validations to take files from, and a way to exchange a trace. */
export interface Beside {
  readonly given: readonly GivenTrace[];
  readonly others: readonly Validation[];
  readonly change: (given: Partial<GivenTrace>, at: number) => true;
}

/** Changes one thing; false where this validation has no such thing. */
export type Forge = (report: OpenReport, beside: Beside) => unknown;
/** Forgeries, each with what it is. */
export type Forgeries = readonly (readonly [string, Forge])[];

export function figureOf(ledger: Ledger): unknown {
  const figure = pick(['confirmed', 'initial', 'remaining', 'mismatch', 'undecided', 'unexplained'] as const);
  return (ledger[figure] = (ledger[figure] ?? 0) + 1 + below(2));
}

export function causeOf({ by }: Ledger): unknown {
  const cause = pick(Object.keys(by) as (keyof typeof by)[]);
  return (by[cause] += 1 + below(2));
}

/** A report that says everywhere what a certificate says, as a forger would see to. */
export function agree({ certificates, invariant }: OpenReport): void {
  for (const { side, phase, verdict, ledger, keys } of certificates)
    for (const books of invariant)
      if (books.side === side && books.phase === phase)
        Object.assign(books, {
          verdict,
          ledger,
          keys: keys.length,
          unknown_because: verdict === 'unknown' ? ['it is'] : [],
        });
}

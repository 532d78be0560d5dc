import { clipped } from '../../core/words/printable.ts';
import type { CertifiedLedger, KeyCertificate } from '../../ingest/run-files/certificate.ts';
import { KeyBooks } from './key-books.ts';
import type { KeyValues } from './key-values.ts';
import { EpochWalk, schemeOf } from './key-walk.ts';
import { refuseLedger, sumOf } from './ledger.ts';
import { refuseUncovered, refuseUnseen } from './step-coverage.ts';
import type { TraceRows } from './trace-rows.ts';

/** A key whose steps hold, with its books as its rows make them. */
export interface VerifiedKey {
  readonly name: string;
  readonly rows: readonly number[];
  /** The same rows by request. */
  readonly ofRequest: ReadonlyMap<number, readonly number[]>;
  /** Whether any of the rows has a version. */
  readonly isVersioned: boolean;
  readonly scheme: string;
  readonly walks: readonly EpochWalk[];
  readonly ledger: CertifiedLedger;
  /** Units of writes that no success confirms, and of writers outside the trace; NaN where neither rows nor manifest say. */
  readonly unconfirmed: number;
  readonly outside: number;
  /** Rows that stand for the writes of a request, where it has several, and requests that have successes and no write. */
  readonly again: readonly number[];
  readonly unwritten: readonly number[];
  /** Versions that a client was told of. */
  readonly told: readonly number[];
  /** Rows whose reads are of their own time. */
  readonly speaking: readonly number[];
  /** Whether nothing that the rows leave open matters. */
  readonly isDecided: boolean;
  /** What rows say of units and values. */
  readonly values: KeyValues;
  /** Units that a row takes; one where nothing says. */
  readonly unitsOf: (row: number) => number;
}

/** Holds a key's steps and books against its rows. */
export function verifyKey(trace: TraceRows, certified: KeyCertificate): VerifiedKey {
  const name = certified.key;
  const rows = trace.byKey.get(name) ?? [];
  const scheme = schemeOf(trace, certified.epochs);
  const walks = certified.epochs.map((epoch) => new EpochWalk(trace, name, scheme, epoch));
  const isDecided = walks.every((walk) => walk.isDecided);
  refuseUncovered(trace, name, rows, walks);
  if (walks.length === 1) refuseUnseen(trace, rows, scheme, walks[0]!);
  const books = new KeyBooks(trace, name, rows, walks);
  const ledger =
    isDecided && walks.length === 1 ? books.ledger : withCertifiedCauses(books.ledger, certified.ledger);
  refuseLedger(trace, `key ${clipped(name, 80)}`, ledger, certified.ledger);
  const { isVersioned, unconfirmed, outside, again, unwritten, speaking, told, values } = books;
  const unitsOf = (row: number): number => books.unitsOf(row);
  return {
    name,
    rows,
    ofRequest: Map.groupBy(rows, (row) => trace.history.requestId[row]!),
    isVersioned,
    scheme,
    walks,
    ledger,
    unconfirmed,
    outside,
    again,
    unwritten,
    speaking,
    told,
    values,
    isDecided,
    unitsOf,
  };
}

/** Where the outcome of attempts is open, only the sum of the causes is held against the books. */
function withCertifiedCauses(
  ledger: CertifiedLedger,
  { by, undecided, unexplained, confirmed }: CertifiedLedger,
): CertifiedLedger {
  const mismatch =
    ledger.mismatch === null
      ? null
      : ledger.initial === null || ledger.remaining === null
        ? null
        : confirmed - (ledger.initial - ledger.remaining);
  const rest = mismatch === null ? 0 : mismatch - sumOf(by) - undecided;
  return {
    ...ledger,
    confirmed,
    mismatch,
    by,
    undecided,
    unexplained: mismatch === null ? unexplained : rest,
  };
}

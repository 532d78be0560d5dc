import type { Result } from '../core/history/history.ts';
import type { VersionScheme } from '../core/history/run-facts.ts';

/** The value of `format` in a certificate. */
export const CERTIFICATE_FORMAT = 'race-trace-certificate/1';

/**
 * What was checked of one trace, so that anybody who has the trace can see that it still is that trace, and that the books
 * were balanced as the report says. JSON; every digest is defined in docs/certificate.md. Names and texts are as the trace
 * has them, not yet printable.
 */
export interface Certificate {
  readonly format: typeof CERTIFICATE_FORMAT;
  readonly trace: FileDigest;
  /** Null where the trace has none. */
  readonly manifest: FileDigest | null;
  readonly rows: {
    readonly accepted: number;
    readonly rejected: number;
    readonly blank: number;
    readonly by_result: ResultCounts;
  };
  readonly content: ContentDigest;
  readonly version_scheme: VersionScheme;
  /** Of every key that has rows, by name in the order of UTF-16 code units. */
  readonly keys: readonly KeyCertificate[];
  /** Of all keys together. */
  readonly ledger: CertifiedLedger;
}

export interface FileDigest {
  /** Without its folder. */
  readonly name: string;
  readonly bytes: number;
  /** 64 hexadecimal digits, of the bytes as they are on disk. */
  readonly sha256: string;
}

export type ResultCounts = Readonly<Record<Result, number>>;

/** All accepted rows, every column of them. */
export interface ContentDigest {
  /** The root: any cell that changes changes it, and so does the order of the rows. */
  readonly sha256: string;
  /**
   * Short digests that name the place of a change: of each column, and of the rows laid out line by line in a rectangle of
   * this width, of each line of it and of each place in the lines.
   */
  readonly columns: readonly (readonly [name: string, tag: string])[];
  readonly width: number;
  readonly lines: readonly string[];
  readonly places: readonly string[];
}

/** The steps of a walk, by the words of docs/findings.md. */
export const CERTIFIED_STEPS = ['chain', 'stale', 'unchecked', 'misnumbered', 'applied', 'untraced'] as const;
export type CertifiedStep = (typeof CERTIFIED_STEPS)[number];

export interface KeyCertificate {
  readonly key: string;
  readonly by_result: ResultCounts;
  /** Of its rows in file order. */
  readonly rows_sha256: string;
  /** Of the steps of its version chain in walk order. */
  readonly chain_sha256: string;
  readonly steps: Readonly<Record<CertifiedStep, number>>;
  /** Timed-out attempts that the walk takes for applied, in its order: physical line, and the version that each made. */
  readonly applied: readonly (readonly [line: number, made: string])[];
  readonly ledger: CertifiedLedger;
}

/** Units of a mismatch by what caused them. */
export interface CertifiedCauses {
  readonly 'stale-version-write': number;
  readonly 'duplicate-confirmation': number;
  readonly 'confirmation-without-write': number;
  readonly 'lost-confirmation': number;
}

/** Units. Null where the manifest does not say, and then there is no mismatch either. */
export interface CertifiedLedger {
  readonly confirmed: number;
  readonly initial: number | null;
  readonly remaining: number | null;
  readonly mismatch: number | null;
  readonly by: CertifiedCauses;
  readonly unexplained: number;
}

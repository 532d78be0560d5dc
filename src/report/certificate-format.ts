/** The value of `format` in a certificate. */
export const CERTIFICATE_FORMAT = 'race-trace-certificate/2';

/**
 * What was checked of one trace, step by step, so that anybody who has the trace can go through the same steps and see
 * that the books balance as the report says. JSON; docs/certificate.md defines every member. Lines are physical lines of
 * the trace, versions are decimal digits, and what is not known is ''. Names are as the trace has them, not yet printable.
 */
export interface Certificate {
  readonly format: typeof CERTIFICATE_FORMAT;
  readonly side: 'candidate' | 'before';
  /** The folder of the run, as the report's list of files has it. */
  readonly run: string;
  readonly phase: string;
  readonly trace: FileDigest;
  /** Null where the trace has none. */
  readonly manifest: FileDigest | null;
  readonly rows: CertifiedRows;
  readonly verdict: 'ok' | 'violation' | 'unknown';
  /** Of every key that has rows or that the store says has changed, in the order in which the trace names them first. */
  readonly keys: readonly KeyCertificate[];
  /** Successes that repeat one which a key accounts for, as lines. */
  readonly replays: readonly number[];
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

/** All accepted rows, every column of them. */
export interface CertifiedRows {
  /** Any cell that changes changes it, and so does the order of the rows. */
  readonly sha256: string;
  /** Four digits of each row's digest, one after the other: they say where something is different. */
  readonly tags: string;
}

/**
 * The steps of a walk, by the words of docs/findings.md. A write in the chain whose request had been confirmed before is
 * `again`. Of timed-out attempts that were applied nobody was told (`applied`), or an answer told later (`settled`).
 */
export const CERTIFIED_STEPS = [
  'chain',
  'again',
  'stale',
  'unchecked',
  'misnumbered',
  'applied',
  'settled',
  'untraced',
] as const;
export type CertifiedStepKind = (typeof CERTIFIED_STEPS)[number];

/**
 * One step: the row that made it (0 where none shows it), the version that it was based on, the one that it made, what it
 * is, and the units that it took; then, if the row only reports what a timed-out attempt of its request wrote, the row of
 * that.
 */
export type CertifiedStep = readonly [
  line: number,
  base: string,
  made: string,
  kind: CertifiedStepKind,
  took: number,
  writer?: number,
];

/**
 * What a success confirms that has no step of its own: what a timed-out attempt wrote (`answer`), or what nobody wrote
 * (`unwritten`), or nobody can tell (`open`).
 */
export const CERTIFIED_ANSWERS = ['answer', 'unwritten', 'open'] as const;
export type CertifiedAnswer = readonly [line: number, kind: (typeof CERTIFIED_ANSWERS)[number]];

export interface KeyCertificate {
  readonly key: string;
  /** The version that its walk begins with. */
  readonly initial: string;
  /** Its version chain, in the order of the walk. */
  readonly steps: readonly CertifiedStep[];
  readonly answers: readonly CertifiedAnswer[];
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

/** What of `report.json` the certificates are held against. */
export interface CertifiedReport {
  readonly decision: { readonly decision: string };
  readonly invariant: readonly {
    readonly side: string;
    readonly phase: string;
    readonly verdict: string;
    readonly ledger: CertifiedLedger;
  }[];
  readonly files: readonly (FileDigest & { readonly run: string })[];
  readonly certificates: readonly Certificate[];
}

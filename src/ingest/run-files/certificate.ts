import * as v from 'valibot';
import { readJsonFile } from '../json/json-file.ts';
import {
  count,
  object,
  oneOf,
  problemOf,
  problemText,
  text,
  texts,
  units,
  type DeepReadonly,
} from './members.ts';

const SHA256 = '64 hexadecimal digits';
const sha256 = v.pipe(v.string(SHA256), v.regex(/^[0-9a-f]{64}$/, SHA256));
const hex = v.pipe(v.string('hexadecimal digits'), v.regex(/^[0-9a-f]*$/, 'hexadecimal digits'));
/** As the trace has it; '' where it is not known. */
const version = v.pipe(v.string('a version'), v.maxLength(200, 'a version'));
const known = v.nullable(units);
const verdict = oneOf(['ok', 'violation', 'unknown']);
const side = oneOf(['candidate', 'before']);
const number = v.number('a number');

/** The steps of a walk, by the words of docs/certificate.md. */
const stepKind = oneOf(['chain', 'stale', 'unchecked', 'misnumbered', 'untraced']);

/**
 * One step: the line of the row that stands for it (0 where none shows it), the version that it was based on, the one that it
 * made, and what it is; then, if another attempt of its request made it, the line of that.
 */
const madeStep = [count, version, version, stepKind] as const;
const step = v.union([v.strictTuple(madeStep), v.strictTuple([...madeStep, count])], 'a step');

/** Name, size and digest of a file's bytes as they are on disk; the name is without its folder. */
const fileDigest = object({ name: text, bytes: count, sha256 });

/** Units. Null where the manifest does not say, and then there is no mismatch either. */
const ledger = object({
  confirmed: units,
  initial: known,
  remaining: known,
  mismatch: known,
  by: object({
    'stale-version-write': units,
    'duplicate-confirmation': units,
    'duplicate-write': units,
    'confirmation-without-write': units,
    'lost-confirmation': units,
    'outside the trace': units,
  }),
  undecided: units,
  unexplained: units,
});

/** A key from where it began to where it ended or was made anew. */
const epoch = object({
  /** The version that its walk begins with. */
  initial: version,
  /** Whether what its attempts of unknown outcome came to makes no difference. */
  isDecided: v.boolean('true or false'),
  /** Its version chain, in the order of the walk. */
  steps: v.array(step, 'a list'),
});

const key = object({
  key: text,
  epochs: v.array(epoch, 'a list'),
  ledger,
});

/**
 * What was checked of one trace, step by step, so that a reader who has the trace can go through the same steps and see that the
 * books balance as the report says; docs/certificate.md defines every member. Names are as the trace has them, not yet
 * printable.
 */
const certificate = object({
  format: v.literal('race-trace-certificate/3', '"race-trace-certificate/3"'),
  side,
  /** The folder of the run, as the report's list of files has it. */
  run: text,
  phase: text,
  trace: fileDigest,
  /** Null where the trace has none. */
  manifest: v.nullable(fileDigest),
  /** All accepted rows: any cell that changes changes the digest; the tags, four digits of each row's, say where. */
  rows: object({ sha256, tags: hex }),
  verdict,
  /** Of every key that has rows or that the store says has changed, in the order in which the trace names them first. */
  keys: v.array(key, 'a list'),
  /** Of all keys together. */
  ledger,
});

/** What of `report.json` is held against traces, certificates, metrics and criteria. */
const report = object({
  format: v.literal('race-trace-report/1', '"race-trace-report/1"'),
  name: text,
  variant: text,
  before: v.nullable(object({ name: text, variant: text })),
  decision: object({
    decision: oneOf(['blocked', 'undecided', 'canary', 'release']),
    reasons: v.array(
      object({ code: text, level: oneOf(['blocks', 'withholds', 'limits', 'supports']) }),
      'a list',
    ),
    criteria: v.array(
      object({
        criterion: text,
        phase: text,
        unit: text,
        measured: v.nullable(number),
        limit: number,
        bound: oneOf(['below', 'at most']),
        status: oneOf(['pass', 'fail', 'missing']),
      }),
      'a list',
    ),
  }),
  canary: v.nullable(
    object({
      variant: text,
      invariant_mismatch: units,
      duplicate_confirmations: count,
      rolled_back: v.boolean('true or false'),
    }),
  ),
  invariant: v.array(
    object({
      side,
      phase: text,
      verdict,
      unknown_because: texts,
      invalid_because: texts,
      attempts: count,
      keys: count,
      ledger,
    }),
    'a list',
  ),
  files: v.array(object({ run: text, name: text, bytes: count, sha256 }), 'a list'),
  certificates: v.array(certificate, 'a list'),
});

export type Certificate = DeepReadonly<v.InferOutput<typeof certificate>>;
export type KeyCertificate = Certificate['keys'][number];
export type CertifiedLedger = Certificate['ledger'];
export type CertifiedStepKind = v.InferOutput<typeof stepKind>;
export type CertifiedEpoch = KeyCertificate['epochs'][number];
export type CertifiedStep = CertifiedEpoch['steps'][number];
export type FileDigest = Certificate['trace'];
/** A report with its certificates, as far as it is verified. */
export type CertifiedReport = DeepReadonly<v.InferOutput<typeof report>>;

/** A report of hundreds of thousands of attempts is some tens of megabytes. */
const LARGEST_BYTES = 2 ** 28;

/** The report in a file. @throws Error whose printable message names the first member that is not what it has to be */
export async function readCertifiedReport(path: string, signal?: AbortSignal): Promise<CertifiedReport> {
  return certifiedReport(await readJsonFile(path, LARGEST_BYTES, signal));
}

/** A report from the value of its JSON. @throws Error as {@link readCertifiedReport} */
function certifiedReport(value: unknown): CertifiedReport {
  const result = v.safeParse(report, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new Error(
    `the report has no certificates that can be used (${problemText(problemOf(report, result.issues[0]))}); ` +
      'REPORT is the report.json that race-trace report writes',
  );
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as v from 'valibot';
import { clipped } from '../core/text/printable.ts';
import { CERTIFICATE_FORMAT } from '../report/certificate-format.ts';
import type { Certificate, FileDigest } from '../report/certificate-format.ts';

/** A report that cannot be used; `message` is a printable sentence that says what to do. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
}

const LARGEST_REPORT_BYTES = 256 * 1024 * 1024;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const units = v.pipe(v.number(), v.safeInteger());
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const file = v.object({ name: v.string(), bytes: count, sha256 });
const results = v.object({ success: count, conflict: count, rejected: count, timeout: count, retry: count });
const ledger = v.object({
  confirmed: count,
  initial: v.nullable(units),
  remaining: v.nullable(units),
  mismatch: v.nullable(units),
  by: v.object({
    'stale-version-write': units,
    'duplicate-confirmation': units,
    'confirmation-without-write': units,
    'lost-confirmation': units,
  }),
  unexplained: units,
});
const certificate = v.object({
  format: v.literal(CERTIFICATE_FORMAT),
  trace: file,
  manifest: v.nullable(file),
  rows: v.object({ accepted: count, rejected: count, blank: count, by_result: results }),
  content: v.object({
    sha256,
    columns: v.array(v.tuple([v.string(), v.string()])),
    width: v.pipe(count, v.maxValue(2 ** 26)),
    lines: v.array(v.string()),
    places: v.array(v.string()),
  }),
  version_scheme: v.picklist(['sequential', 'monotonic']),
  keys: v.array(
    v.object({
      key: v.string(),
      by_result: results,
      rows_sha256: sha256,
      chain_sha256: sha256,
      steps: v.object({
        chain: count,
        stale: count,
        unchecked: count,
        misnumbered: count,
        applied: count,
        untraced: count,
      }),
      applied: v.array(v.tuple([count, v.string()])),
      ledger,
    }),
  ),
  ledger,
}) satisfies v.GenericSchema<unknown, Certificate>;

/**
 * The certificates of a report, its member `certificates`.
 * @throws ReportError if there is no such file, or it is no report with certificates
 */
export async function readCertificates(path: string): Promise<readonly Certificate[]> {
  const shown = clipped(path, 300);
  let json: unknown;
  try {
    if ((await stat(path)).size > LARGEST_REPORT_BYTES) throw new Error('it is too large');
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ReportError(`${shown} cannot be read as a report: ${clipped(why, 300)}`, { cause: error });
  }
  const report = v.safeParse(v.object({ certificates: v.array(certificate) }), json);
  if (report.success) return report.output.certificates;
  const [issue] = report.issues;
  throw new ReportError(
    `${shown} has no certificates that can be used (${clipped(v.getDotPath(issue) ?? 'the whole', 120)}: ${clipped(issue.message, 200)}); REPORT is the report.json that race-trace report writes`,
  );
}

/** The digest of a file's bytes. Rejects as the file system does. */
export async function digestOfFile(path: string, signal: AbortSignal): Promise<FileDigest> {
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { signal }) as AsyncIterable<Buffer>) {
    digest.update(chunk);
    bytes += chunk.length;
  }
  return { name: basename(path), bytes, sha256: digest.digest('hex') };
}

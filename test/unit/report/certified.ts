import { hash } from 'node:crypto';
import { analyze } from '../../../src/core/check/analyze.ts';
import type { VerifiedTrace } from '../../../src/cli/verify-trace.ts';
import { certify } from '../../../src/report/certificate.ts';
import type { Certificate, FileDigest } from '../../../src/report/certificate-format.ts';

export const sha256 = (text: string): string => hash('sha256', text);

/** A file that no test looks at. */
const NO_FILE: FileDigest = { name: 'a.trace.csv', bytes: 0, sha256: sha256('') };

/** The certificate of a trace, as it comes back from JSON. */
export function certificateOf(
  { history, facts, reading }: VerifiedTrace,
  files: { readonly trace: FileDigest; readonly manifest: FileDigest | undefined } = {
    trace: NO_FILE,
    manifest: undefined,
  },
): Certificate {
  const certificate = certify(analyze(history, facts, reading), files, sha256);
  return JSON.parse(JSON.stringify(certificate)) as Certificate;
}

import { hash } from 'node:crypto';
import { analyze } from '../../../src/core/check/analyze.ts';
import { refusalsOf } from '../../../src/cli/verify/trace.ts';
import type { OpenedTrace } from '../../../src/ingest/open-trace.ts';
import { certify, type CertifiedSource } from '../../../src/report/certificate/certificate.ts';
import type { Certificate, FileDigest } from '../../../src/ingest/run-files/certificate.ts';

export const sha256 = (text: string): string => hash('sha256', text);

/** A file that no test looks at. */
const NO_FILE: FileDigest = { name: 'a.trace.csv', bytes: 0, sha256: sha256('') };

/** What is certified of a trace. */
export type CertifiedTrace = Pick<OpenedTrace, 'history' | 'facts' | 'reading'>;

/** The certificate of a trace, as it comes back from JSON. */
export function certificateOf(
  { history, facts, reading }: CertifiedTrace,
  files: Pick<CertifiedSource, 'trace' | 'manifest'> = { trace: NO_FILE, manifest: undefined },
): Certificate {
  const source = { side: 'candidate', run: 'conditional', phase: 'load', ...files } as const;
  return JSON.parse(JSON.stringify(certify(analyze(history, facts, reading), source, sha256))) as Certificate;
}

/** Why a trace is refused that is held against a certificate. */
export function whyRefused(
  trace: CertifiedTrace,
  certificate: Certificate,
  digests?: readonly string[],
): readonly string[] {
  return refusalsOf(trace, certificate, digests);
}

import type { Certificate, CertifiedReport } from '../../ingest/run-files/certificate.ts';
import type { LoadMetricsRead } from '../../ingest/run-files/metrics.ts';
import type { OpenedTrace } from '../../ingest/open-trace.ts';

/** A trace that is given to be verified, with the certificate about it and what lies beside it. */
export interface GivenPhase {
  readonly certificate: Certificate;
  readonly trace: Pick<OpenedTrace, 'history' | 'facts' | 'reading'> & {
    readonly manifest?: OpenedTrace['manifest'];
  };
  /** Undefined where the phase has no metrics of a load. */
  readonly metrics: LoadMetricsRead | undefined;
}

/** `the load of the candidate`. */
export function phaseText({ side, phase }: Pick<Certificate, 'side' | 'phase'>): string {
  return `${phase} of the ${side === 'candidate' ? 'candidate' : 'service before'}`;
}

/** The certificate of a phase on a side; undefined if the report has none. */
export function certificateOf(
  { certificates }: Pick<CertifiedReport, 'certificates'>,
  side: Certificate['side'],
  phase: string,
): Certificate | undefined {
  return certificates.find((each) => each.side === side && each.phase === phase);
}

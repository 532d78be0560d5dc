import type { Limits } from '../../../../src/cli/verify/decision-basis.ts';
import type { GivenPhase } from '../../../../src/cli/verify/phases.ts';
import type { Certificate, CertifiedReport } from '../../../../src/ingest/run-files/certificate.ts';

/** A trace as it is given to be verified, in the folder of its run. */
export interface GivenTrace extends Omit<GivenPhase, 'certificate'> {
  readonly run: string;
  readonly name: string;
}

/** The limits that the report is held against. */
export const LIMITS: Limits = {
  p99LatencyMs: 150,
  http5xxRate: 0.001,
  maxQueueDelayMs: 50,
  invariantMismatch: 0,
  maxConflictRate: 0.1,
  maxAttemptsPerRequest: 1.25,
  maxUnknownShare: 0.001,
  achievedRateTolerance: 0.02,
  peakRatePerS: 2,
  peakSeconds: 600,
  shorterRunEarnsCanary: true,
  minSeconds: 1,
  minRequests: 2,
  canaryMinSeconds: 3600,
  canaryMinRequests: 30_000,
  allowDifferent: [],
};

/** The report on these phases: it has what their certificates and metrics say, and decides on a canary. */
export function reportOf(
  certificates: readonly Certificate[],
  files: CertifiedReport['files'],
  given: readonly GivenTrace[],
): CertifiedReport {
  const figures = given
    .filter(({ run, name }) => run === 'conditional' && /^(load|retest)/.test(name))
    .flatMap(({ name, metrics }) => {
      const phase = name.replace('.trace.csv', '');
      const figure = (
        criterion: string,
        unit: string,
        measured: number,
        limit: number,
        bound: 'below' | 'at most',
      ) => ({
        ...{ criterion, phase, unit, measured, limit, bound, status: 'pass' as const },
      });
      return [
        figure('invariant mismatch', 'units', 0, 0, 'at most'),
        figure('p99 latency', 'ms', metrics!.latency_ms.p99, LIMITS.p99LatencyMs, 'below'),
        figure('HTTP 5xx rate', 'share', metrics!.http_5xx.rate, LIMITS.http5xxRate, 'below'),
        figure('maximum queue delay', 'ms', metrics!.queue_delay_ms!.max, LIMITS.maxQueueDelayMs, 'below'),
        figure('conflict rate', 'share', metrics!.retries.conflict_rate, LIMITS.maxConflictRate, 'at most'),
        figure(
          'attempts per request',
          'attempts',
          metrics!.retries.attempts_per_request,
          LIMITS.maxAttemptsPerRequest,
          'at most',
        ),
      ];
    });
  return {
    format: 'race-trace-report/1',
    name: 'conditional',
    variant: 'conditional',
    before: { name: 'unsafe', variant: 'unsafe' },
    decision: {
      decision: 'canary',
      reasons: [
        { code: 'no-canary', level: 'limits' },
        { code: 'reproduced', level: 'supports' },
      ],
      criteria: figures,
    },
    canary: null,
    invariant: certificates.map(({ side, phase, verdict, keys, ledger }) => ({
      ...{ side, phase, verdict, ledger, keys: keys.length, attempts: 0 },
      ...{ unknown_because: [], invalid_because: [] },
    })),
    files,
    certificates,
  };
}

import { FINDING_CODES } from '../../../../src/core/findings/finding.ts';
import type { Analysis, Ledger } from '../../../../src/core/analysis.ts';
import { PHASES } from '../../../../src/core/decide/evidence.ts';
import type {
  CanaryEvidence,
  Evidence,
  LoadFigures,
  PhaseEvidence,
  PhaseName,
  Validation,
} from '../../../../src/core/decide/evidence.ts';
import type { Conditions } from '../../../../src/core/decide/conditions.ts';
import type { Contention } from '../../../../src/core/measure/contention.ts';

/** Evidence on which nothing is wanting: it earns a release under the default criteria. */
export function perfectEvidence(): Evidence {
  const race = { counts: counts({ 'stale-version-write': 1 }), verdict: 'violation' } as const;
  const before = validation('unsafe', 'runs/unsafe');
  return {
    candidate: validation('conditional', 'runs/conditional'),
    before: withPhase(withPhase(before, 'load', race), 'reproduce', {
      ...race,
      mechanism: [{ name: 'race', evidence: '1 stale-version write' }],
      sites: ['src/service/unsafe.ts:9:17'],
    }),
    canary: CANARY,
  };
}

/** All phases of a variant, each as good as can be. */
export function validation(variant: string, directory: string): Validation {
  const phases = PHASES.map((phase) => [phase, phaseOf(phase, variant)] as const);
  const files = new Set(PHASES.flatMap(filesOf));
  return { variant, directory, files, phases: Object.fromEntries(phases) };
}

function filesOf(phase: PhaseName): string[] {
  return ['trace.csv', 'run.json', 'metrics.json'].map((ending) => `${phase}.${ending}`);
}

/** The validation with a phase changed, or taken away. */
export function withPhase(of: Validation, phase: PhaseName, change: PhaseChange | undefined): Validation {
  const { [phase]: known, ...others } = of.phases;
  if (change === undefined) {
    const gone = filesOf(phase);
    return { ...of, phases: others, files: new Set([...of.files].filter((name) => !gone.includes(name))) };
  }
  return { ...of, phases: { ...others, [phase]: { ...(known ?? phaseOf(phase, of.variant)), ...change } } };
}

/** What differs of a phase. */
export type PhaseChange = Partial<PhaseEvidence>;

/** The evidence with a phase of the candidate changed, or taken away. */
export function withCandidate(of: Evidence, phase: PhaseName, change: PhaseChange | undefined): Evidence {
  return { ...of, candidate: withPhase(of.candidate, phase, change) };
}

export function counts(found: Partial<Analysis['counts']> = {}): Analysis['counts'] {
  const none = Object.fromEntries(FINDING_CODES.map((code) => [code, 0])) as Analysis['counts'];
  return { ...none, 'idempotent-replay': 0, ...found };
}

/** Books that balance, but for `mismatch`. */
export function ledger(mismatch = 0, lostConfirmations = 0): Ledger {
  const by = {
    'stale-version-write': mismatch + lostConfirmations,
    'duplicate-confirmation': 0,
    'duplicate-write': 0,
    'confirmation-without-write': 0,
    'lost-confirmation': -lostConfirmations,
    'outside the trace': 0,
  };
  return {
    confirmed: 38_000 + mismatch,
    initial: 50_000,
    remaining: 12_000,
    mismatch,
    by,
    unexplained: 0,
    undecided: 0,
    confirmedTwice: 0,
    excessUnits: 0,
  };
}

export const CONTENTION: Contention = {
  attempts: 540_000,
  keys: 100,
  workers: 4,
  measurable: true,
  writers: 200_000,
  contendedKeys: 40,
  maxOverlap: 3,
  maxInFlight: 30,
  overlapped: 900,
  overlappedShare: 0.0045,
  unknownShare: 0,
  hottest: [],
  maxKeyConflictRate: 0.025,
};

/** Every fault, and how often it struck. */
export const INJECTED: ReadonlyMap<string, number> = new Map([
  ['lost-answer', 16],
  ['worker-kill', 1],
  ['storage-timeout', 9],
  ['slow-storage', 80],
  ['duplicate-delivery', 22],
]);

/** What became of the attempts of a phase. */
export const RESULTS = { success: 38_000, conflict: 36_720, rejected: 425_280, timeout: 0, retry: 40_000 };

/** The telemetry, whole. */
export const FIELDS = (
  [
    'request_id',
    'inventory_key',
    'worker_id',
    'read_version',
    'write_version',
    'latency_ms',
    'queue_delay_ms',
    'retry_count',
  ] as const
).map((field) => ({ field, rows: 540_000, carried: 540_000 }));

export const FIGURES = {
  offered: 540_000,
  offeredSeconds: 600,
  seconds: 600.1,
  achievedPerS: 899.85,
  deliveries: 540_000,
  p99LatencyMs: 41,
  p99UpperMs: 42,
  maxQueueDelayMs: 35,
  p999QueueDelayMs: 12,
  http5xxRate: 0.0004,
  conflictRate: 0.068,
  attemptsPerRequest: 1.18,
  predictedAttemptsPerRequest: 1.2,
  mismatch: 0,
} satisfies LoadFigures;

/** Every condition, and all that a workload is made from. */
export const CONDITIONS = {
  store: 'etcd',
  storeLatency: '5 ms',
  workers: '24',
  admitted: '256',
  units: '50000',
  code: 'c0de',
  machine: 'linux x64, 8 processors',
  node: '24.1.0',
} satisfies Conditions;
export const DRAWN_FROM = { seed: '7', rate: '900/s', durationS: '600 s', arrivals: 'poisson', keys: '100' };

export const CANARY: CanaryEvidence = {
  source: 'dashboard of the canary',
  variant: 'conditional',
  seconds: 7200,
  requests: 80_000,
  trafficShare: 0.05,
  invariantMismatch: 0,
  duplicateConfirmations: 0,
  p99LatencyMs: 120,
  http5xxRate: 0.0002,
  maxQueueDelayMs: 30,
  conflictRate: 0.05,
  attemptsPerRequest: 1.1,
  rolledBack: false,
};

function phaseOf(phase: PhaseName, variant: string): PhaseEvidence {
  const reproduces = phase === 'reproduce';
  return {
    phase,
    traceName: `${phase}.trace.csv`,
    variant,
    schedule: reproduces ? 'A:read B:read A:write B:write' : undefined,
    workloadHash: reproduces ? undefined : `${phase === 'retest' ? 'load' : phase}-hash`,
    drawnHash: undefined,
    machine: undefined,
    drawnFrom: reproduces ? {} : DRAWN_FROM,
    conditions: CONDITIONS,
    variantCode: `code of ${variant}`,
    complete: true,
    invalidBecause: [],
    verdict: 'ok',
    unknownBecause: [],
    counts: counts(),
    results: RESULTS,
    injected: INJECTED,
    ledger: ledger(),
    mechanism: [],
    fields: FIELDS,
    sites: [],
    contention: CONTENTION,
    figures: FIGURES,
    misfits: [],
  };
}

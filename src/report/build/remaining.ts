import type { Criteria } from '../../core/decide/criteria.ts';
import type { Decision } from '../../core/decide/decision.ts';
import { PHASES } from '../../core/decide/evidence.ts';
import { counted, duration } from '../../core/text/numbers.ts';
import type { RolloutStep } from '../model.ts';
import type { ReportInput, SidedPhase } from './input.ts';

/** What each phase would have shown. */
const PHASE_SHOWS: Readonly<Record<(typeof PHASES)[number], string>> = {
  baseline: 'that the functional path works with one client',
  reproduce: 'the race on demand, step by step',
  load: 'the invariant under the peak',
  fault: 'behaviour under client retries, restarts of workers, storage timeouts and duplicate requests',
  retest: 'the same workload again, after the mitigation',
};

/** What a simplified reservation service leaves out, whatever is run. */
const OUT_OF_SCOPE: readonly string[] = [
  'transactions over several keys: a reservation takes one unit of one record',
  'more than one machine: all processes share its clock, its disk and its processor',
  'partitions of the network, drift of clocks and failover of the storage',
  'migrations of the schema, and versions of the service side by side',
];

/** What this validation says nothing about. */
export function notTestedBy({ run, before }: ReportInput, phases: readonly SidedPhase[]): readonly string[] {
  const had = new Set(run.phases.map(({ phase }) => phase));
  // A mitigated service is loaded by its retest, and its predecessor by the load.
  const expected = PHASES.filter((phase) =>
    phase === 'load' ? !had.has('retest') : phase === 'retest' ? before !== undefined : true,
  );
  const missing = expected.filter((phase) => !had.has(phase));
  const unmeasured = phases
    .filter(({ side, record }) => side === 'candidate' && record.analysis.verdict === 'unknown')
    .flatMap(({ label, record }) => record.analysis.unknownBecause.map((reason) => `${label}: ${reason}`));
  return [
    ...missing.map((phase) => `the phase ${phase} was not run: ${PHASE_SHOWS[phase]}`),
    ...unmeasured,
    ...OUT_OF_SCOPE,
  ];
}

/** What could still go wrong, from the reasons that hold a release back and from the limits of such a test. */
export function residualRisks(decision: Decision): readonly string[] {
  const open = decision.reasons.filter(({ level }) => level === 'withholds' || level === 'limits');
  return [
    ...open.map(({ text }) => text),
    'A race that needs a rarer interleaving than these loads made has not been seen; the triggers below watch for it.',
    'A code path that the harness does not take, such as a cancellation or an import, may write without the condition.',
  ];
}

/** How the release goes on from here; a single step where it does not. */
export function rolloutOf({ decision }: Decision, criteria: Criteria): readonly RolloutStep[] {
  if (decision === 'blocked')
    return [
      {
        step: 'No rollout. Cure what blocks it and validate again with the same seed.',
        until: 'the retest has a mismatch of 0',
      },
    ];
  if (decision === 'undecided')
    return [
      {
        step: 'No rollout yet. Bring the evidence that is missing.',
        until: 'nothing withholds the decision any more',
      },
    ];
  const canary =
    `${duration(criteria.canaryMinSeconds * 1000)} and ${counted(criteria.canaryMinRequests, 'request')} without a trigger: ` +
    `mismatch 0, no duplicate confirmation, p99 below ${duration(criteria.p99LatencyMs)}, ` +
    `conflicts at most ${percent(criteria.maxConflictRate)}`;
  const rollback = 'any trigger that says “roll back” sends all traffic to the version before, at once';
  return [
    ...(decision === 'canary'
      ? [{ step: 'Canary: a small share of the traffic, such as 5 %.', until: canary }]
      : []),
    { step: 'A quarter of the traffic.', until: 'the same, measured on this share' },
    { step: 'All of the traffic.', until: 'a day without a trigger' },
    { step: 'Rollback, at every step.', until: rollback },
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

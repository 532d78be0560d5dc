import { type Criteria, type Decision, PHASES } from '../../core/index.ts';
import { figureText, percent } from '../../core/words/figures.ts';
import { counted, duration, span } from '../../core/words/numbers.ts';
import { printable } from '../../core/words/printable.ts';
import type { RolloutStep } from './model.ts';
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

/** What this validation says nothing about. Why a run cannot be trusted is a reason of the decision, and stands there. */
export function notTestedBy({ run, before }: ReportInput, phases: readonly SidedPhase[]): readonly string[] {
  const had = new Set(run.phases.map(({ phase }) => phase));
  // A mitigated service is loaded by its retest, and its predecessor by the load.
  const expected = PHASES.filter((phase) =>
    phase === 'load' ? !had.has('retest') : phase === 'retest' ? before !== undefined : true,
  );
  const missing = expected.filter((phase) => !had.has(phase));
  const stores = new Set(phases.flatMap(({ record }) => record.setup.store?.kind ?? []));
  return [
    ...missing.map((phase) => `the phase ${phase}, which shows ${PHASE_SHOWS[phase]}`),
    ...(stores.size === 1 ? [`stores other than ${printable([...stores][0]!)}`] : []),
    ...OUT_OF_SCOPE,
  ];
}

/** What could still go wrong, whatever was decided: the limits of such a test. */
export function residualRisks(): readonly string[] {
  return [
    'A race that needs a rarer interleaving than these loads made has not been seen; the triggers below watch for it.',
    'A code path that the harness does not take, such as a cancellation or an import, may write without the condition.',
  ];
}

/** How the release goes on from here; a single step where it does not. */
export function rolloutOf({ decision }: Decision, criteria: Criteria): readonly RolloutStep[] {
  if (decision === 'blocked')
    return [
      {
        step: 'No rollout. Fix what blocks it and validate again with the same seed.',
        until: 'Until nothing blocks any more.',
      },
    ];
  if (decision === 'undecided')
    return [
      {
        step: 'No rollout yet. Provide the evidence that is missing.',
        until: 'Until nothing withholds the decision any more.',
      },
    ];
  const limits =
    `mismatch 0, no duplicate confirmation, p99 below ${duration(criteria.p99LatencyMs)}, ` +
    `HTTP 5xx below ${percent(criteria.http5xxRate)}, queue delay below ${duration(criteria.maxQueueDelayMs)}, ` +
    `conflicts at most ${percent(criteria.maxConflictRate)}, ` +
    `attempts per request at most ${figureText(criteria.maxAttemptsPerRequest, 'attempts')}`;
  const size = `${span(criteria.canaryMinSeconds)} and ${counted(criteria.canaryMinRequests, 'request')}`;
  const held = (share: string) => `Until ${size} ${share}have held every limit: ${limits}.`;
  const quarter = 'A quarter of the traffic.';
  return [
    ...(decision === 'canary'
      ? [
          { step: 'Canary: a small share of the traffic, such as 5 %.', until: held('') },
          { step: quarter, until: 'Until the same is measured of this share.' },
        ]
      : [{ step: quarter, until: held('of this share ') }]),
    { step: 'All of the traffic.', until: 'Done after a day without a trigger.' },
    {
      step: 'At every step:',
      until: 'a trigger that says “roll back” sends all traffic to the version before, at once.',
    },
  ];
}

import { figureText, percent } from '../words/figures.ts';
import type { Criteria } from './criteria.ts';
import type { EvidenceRef } from './decision.ts';
import type { Evidence, PhaseEvidence } from './evidence.ts';
import { isTrusted, LOADED_PHASES, traceRef } from './refs.ts';
import type { Trigger } from './triggers.ts';

const WINDOW_SECONDS = 300;
const HOUR_SECONDS = 3600;
/** Writes that a key must have had in the window: of fewer, a share is mostly chance. */
const WRITES_FOR_A_RATE = 200;
/** How much more refused writes per write than in the hour before are more than traffic explains. */
const GROWTH = 2;
/** Retries per request may be half as many again as in the test, or this many where the test had next to none. */
const MARGIN = 1.5;
const LEAST_RETRIES = 0.05;

/**
 * When a rollout of the candidate has to be stopped or rolled back: the eight triggers, their thresholds derived from what
 * the loads have shown and, where the criteria set a target, from that. Beyond what was tested nothing is known.
 */
export function triggersOf({ candidate }: Evidence, criteria: Criteria): Trigger[] {
  const loads = LOADED_PHASES.flatMap((phase) => {
    const evidence = candidate.phases[phase];
    return isTrusted(candidate, evidence) ? [evidence] : [];
  });
  return [
    ...correctness(),
    conflictRate({ candidate, loads, criteria }),
    attempts({ candidate, loads, criteria }),
    ...targets(criteria),
    failuresOutgrowTraffic(),
    canaryBreach(criteria),
  ];
}

interface Envelope {
  readonly candidate: Evidence['candidate'];
  /** The loads that can be trusted. */
  readonly loads: readonly PhaseEvidence[];
  readonly criteria: Criteria;
}

function correctness(): Trigger[] {
  return [
    {
      name: 'invariant mismatch',
      expression: { kind: 'max', metric: 'reservation_invariant_mismatch', where: {} },
      threshold: 0,
      forSeconds: 0,
      action: 'roll back',
      meaning:
        'More units were confirmed than left the inventory: a client holds a unit that does not exist.',
      evidence: criteriaRef('invariantMismatch', 'any mismatch is an error'),
    },
    {
      name: 'duplicate confirmation',
      expression: {
        kind: 'increase',
        metric: 'reservation_duplicate_confirmations_total',
        where: {},
        windowSeconds: WINDOW_SECONDS,
      },
      threshold: 0,
      forSeconds: 0,
      action: 'roll back',
      meaning: 'One request was confirmed more than once: retries are no longer idempotent.',
      evidence: criteriaRef('invariantMismatch', 'any duplicate is an error'),
    },
  ];
}

function conflictRate({ candidate, loads, criteria }: Envelope): Trigger {
  const worst = worstBy(loads, ({ contention }) => contention.maxKeyConflictRate);
  const seen = worst?.contention.maxKeyConflictRate;
  // A rate that was never seen may still be as high as 3/n, and what is seen in n writes scatters by three deviations.
  const rate = Math.max(seen ?? criteria.maxConflictRate, 3 / WRITES_FOR_A_RATE);
  const measured = seen === rate ? 'the most of the test' : 'the least that so few writes can tell from none';
  const whence = seen === undefined ? 'the limit of the criteria' : measured;
  const threshold = Math.min(1, rate + 3 * Math.sqrt((rate * (1 - rate)) / WRITES_FOR_A_RATE));
  return {
    name: 'conflict rate per key',
    expression: {
      kind: 'ratio',
      of: 'reservation_conditional_write_failures_total',
      to: 'reservation_conditional_writes_total',
      where: {},
      by: ['inventory_key'],
      windowSeconds: WINDOW_SECONDS,
      atLeast: WRITES_FOR_A_RATE,
    },
    threshold: rounded(threshold),
    forSeconds: WINDOW_SECONDS,
    action: 'stop the rollout',
    meaning: `More writes of one key are refused than chance makes of ${percent(rate)}, ${whence}: it is hotter than any key of the test.`,
    evidence:
      worst === undefined || seen === undefined
        ? criteriaRef('maxConflictRate', 'no load was measured')
        : traceRef(candidate, worst.phase, `at most ${percent(seen)} of the writes of one key were refused`),
  };
}

function attempts({ candidate, loads, criteria }: Envelope): Trigger {
  const worst = worstBy(loads, ({ figures }) => figures.attemptsPerRequest);
  const seen = worst?.figures.attemptsPerRequest;
  const limit = criteria.maxAttemptsPerRequest;
  const retries = Math.max(LEAST_RETRIES, MARGIN * ((seen ?? limit) - 1));
  return {
    name: 'attempts per request',
    expression: {
      kind: 'ratio',
      of: 'reservation_attempts_total',
      to: 'reservation_requests_total',
      where: {},
      by: [],
      windowSeconds: WINDOW_SECONDS,
      atLeast: WRITES_FOR_A_RATE,
    },
    threshold: rounded(Math.min(limit, 1 + retries)),
    forSeconds: WINDOW_SECONDS,
    action: 'stop the rollout',
    meaning: 'Requests take more attempts than was validated: retries multiply the load on the store.',
    evidence:
      worst === undefined || seen === undefined
        ? criteriaRef('maxAttemptsPerRequest', 'no load was measured')
        : traceRef(candidate, worst.phase, `${figureText(seen, 'attempts')} were tested`, 'request_id'),
  };
}

function targets({ p99LatencyMs, maxQueueDelayMs }: Criteria): Trigger[] {
  return [
    {
      name: 'p99 latency',
      expression: {
        kind: 'quantile',
        metric: 'reservation_latency_seconds',
        where: {},
        quantile: 0.99,
        windowSeconds: WINDOW_SECONDS,
      },
      threshold: p99LatencyMs / 1000,
      forSeconds: 120,
      action: 'stop the rollout',
      meaning: 'One request in a hundred takes longer than the target allows.',
      evidence: criteriaRef('p99LatencyMs', `below ${p99LatencyMs} ms`),
    },
    {
      name: 'queue delay',
      expression: { kind: 'max', metric: 'reservation_queue_delay_max_seconds', where: {} },
      threshold: maxQueueDelayMs / 1000,
      forSeconds: 60,
      action: 'stop the rollout',
      meaning: 'Attempts wait for a worker: the service is overloaded, whatever its conflicts are.',
      evidence: criteriaRef('maxQueueDelayMs', `below ${maxQueueDelayMs} ms`),
    },
  ];
}

function failuresOutgrowTraffic(): Trigger {
  return {
    name: 'conditional-write failures outgrow traffic',
    expression: {
      kind: 'growth of ratio',
      of: 'reservation_conditional_write_failures_total',
      to: 'reservation_conditional_writes_total',
      where: {},
      windowSeconds: WINDOW_SECONDS,
      againstSeconds: HOUR_SECONDS,
      atLeast: WRITES_FOR_A_RATE,
    },
    threshold: GROWTH,
    forSeconds: WINDOW_SECONDS,
    action: 'look into it',
    meaning: `Of the conditional writes more than ${GROWTH} times the share of the last hour is refused: more traffic does not explain it.`,
    evidence: {
      phase: 'validation',
      what: `${GROWTH} times the share of the hour before`,
      where: 'a margin, not a measurement',
    },
  };
}

function canaryBreach({ http5xxRate }: Criteria): Trigger {
  return {
    name: 'canary breach',
    expression: {
      kind: 'any',
      of: [
        {
          expression: {
            kind: 'ratio',
            of: 'reservation_server_errors_total',
            to: 'reservation_requests_total',
            where: { deployment: 'canary' },
            by: [],
            windowSeconds: WINDOW_SECONDS,
            atLeast: WRITES_FOR_A_RATE,
          },
          threshold: http5xxRate,
        },
        { expression: { kind: 'max', metric: 'reservation_canary_rollback', where: {} }, threshold: 0 },
      ],
    },
    threshold: 0,
    forSeconds: 60,
    action: 'roll back',
    meaning: 'The canary answers with more server errors than the target allows, or was rolled back.',
    evidence: criteriaRef('http5xxRate', `below ${percent(http5xxRate)}`),
  };
}

function worstBy(
  loads: readonly PhaseEvidence[],
  figure: (evidence: PhaseEvidence) => number,
): PhaseEvidence | undefined {
  return loads
    .filter((load) => !Number.isNaN(figure(load)))
    .reduce<PhaseEvidence | undefined>(
      (worst, load) => (worst === undefined || figure(load) > figure(worst) ? load : worst),
      undefined,
    );
}

function criteriaRef(field: keyof Criteria, what: string): EvidenceRef {
  return { phase: 'validation', what, where: `criteria: ${field}` };
}

function rounded(threshold: number): number {
  return Number(threshold.toPrecision(3));
}

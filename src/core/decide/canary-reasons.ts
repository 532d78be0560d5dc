import { percent } from '../words/figures.ts';
import { printable } from '../words/printable.ts';
import { counted } from '../words/numbers.ts';
import { canaryResults } from './criterion-results.ts';
import type { Criteria } from './criteria.ts';
import type { Reason } from './decision.ts';
import type { CanaryEvidence, Evidence } from './evidence.ts';
import { canaryFloor } from './floor-reasons.ts';
import { missedLimits } from './missed-limits.ts';
import { canaryRef, NO_CANARY_REF } from './refs.ts';

/** What the canary says for and against a release. */
export function canaryReasons(all: Evidence, criteria: Criteria): Reason[] {
  const { candidate, canary } = all;
  if (canary === undefined)
    return [
      {
        code: 'no-canary',
        level: 'limits',
        text: 'No canary has run: a rollout expands only after a canary has kept its limits.',
        evidence: NO_CANARY_REF,
      },
    ];
  if (canary.variant !== candidate.variant)
    return [
      {
        code: 'no-canary',
        level: 'limits',
        text: `The canary ran '${printable(canary.variant)}', not '${printable(candidate.variant)}'.`,
        evidence: canaryRef('variant', printable(canary.variant)),
      },
    ];
  const failures = [...incorrectness(canary), ...missedLimits(all, canaryResults(canary, criteria))];
  if (failures.length > 0) return failures;
  return [sizeReason(canary, criteria)];
}

function incorrectness(canary: CanaryEvidence): Reason[] {
  const { invariantMismatch, duplicateConfirmations, rolledBack } = canary;
  const failures: [keyof CanaryEvidence, boolean, string][] = [
    ['invariantMismatch', invariantMismatch !== 0, `has an invariant mismatch of ${invariantMismatch}`],
    [
      'duplicateConfirmations',
      duplicateConfirmations !== 0,
      `confirmed ${counted(duplicateConfirmations, 'request')} more than once`,
    ],
    ['rolledBack', rolledBack, 'was rolled back'],
  ];
  return failures
    .filter(([, failed]) => failed)
    .map(([field, , what]) => ({
      code: 'canary-failed',
      level: 'blocks',
      text: `The canary ${what}.`,
      evidence: canaryRef(field, what),
    }));
}

function sizeReason(canary: CanaryEvidence, criteria: Criteria): Reason {
  const { seconds, requests, trafficShare } = canary;
  const size = `${counted(requests, 'request')} in ${Math.round(seconds)} s, ${percent(trafficShare)} of the traffic`;
  if (seconds < criteria.canaryMinSeconds || requests < criteria.canaryMinRequests)
    return {
      code: 'canary-too-small',
      level: 'limits',
      text:
        `The canary has seen ${size}; a release asks for ${counted(criteria.canaryMinRequests, 'request')} ` +
        `in ${criteria.canaryMinSeconds} s.`,
      evidence: canaryRef('requests', size),
    };
  const open = canaryFloor(canary, criteria);
  if (open !== undefined)
    return {
      code: 'canary-too-small',
      level: 'limits',
      text: `The canary has seen ${size}, which is too few: ${open}.`,
      evidence: canaryRef('requests', size),
    };
  return {
    code: 'canary-held',
    level: 'supports',
    text: `The canary kept all limits over ${size}.`,
    evidence: canaryRef('source', printable(canary.source)),
  };
}

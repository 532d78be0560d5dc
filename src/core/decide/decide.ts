import { canaryReasons } from './canary-reasons.ts';
import { canaryResults, loadResults } from './criterion-results.ts';
import type { Criteria } from './criteria.ts';
import { comparisonReasons } from './comparison-reasons.ts';
import { controlReasons } from './control-reasons.ts';
import type { Decision, DecisionName, Reason, ReasonLevel } from './decision.ts';
import type { Evidence } from './evidence.ts';
import { faultReasons } from './fault-reasons.ts';
import { fileReasons } from './file-reasons.ts';
import { loadReasons } from './load-reasons.ts';
import { missedLimits } from './missed-limits.ts';
import { phaseReasons } from './phase-reasons.ts';
import { releaseItems } from './release-items.ts';
import { reproductionReason } from './reproduction.ts';

/** The best that a reason leaves possible. */
const AT_BEST: Readonly<Record<ReasonLevel, DecisionName>> = {
  blocks: 'blocked',
  withholds: 'undecided',
  limits: 'canary',
  supports: 'release',
};
const WORST_FIRST: readonly ReasonLevel[] = ['blocks', 'withholds', 'limits', 'supports'];

/**
 * Decides on the candidate: `blocked` if anything proves it wrong or too slow, `undecided` if anything that would have to be
 * known is not, `canary` if only the canary or the length of the peak is wanting, else `release`. The same evidence and
 * criteria always come to the same decision, and every reason says where it can be looked up.
 */
export function decide(evidence: Evidence, criteria: Criteria): Decision {
  const results = [
    ...loadResults(evidence, criteria),
    ...(evidence.canary === undefined ? [] : canaryResults(evidence.canary, criteria)),
  ];
  const all = [
    ...fileReasons(evidence),
    ...phaseReasons(evidence),
    ...missedLimits(
      evidence,
      results.filter(({ phase }) => phase !== 'canary'),
    ),
    ...loadReasons(evidence, criteria),
    ...comparisonReasons(evidence, criteria),
    ...faultReasons(evidence),
    reproductionReason(evidence),
    ...controlReasons(evidence),
    ...canaryReasons(evidence, criteria),
  ];
  const reasons: Reason[] = WORST_FIRST.flatMap((level) => all.filter((reason) => reason.level === level));
  // There is always one: the race was reproduced or it was not.
  const decision = AT_BEST[reasons[0]!.level];
  return {
    decision,
    reasons,
    criteria: results,
    items: releaseItems({ evidence, criteria, reasons, results, decision }),
  };
}

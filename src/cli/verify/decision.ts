import { clipped } from '../../core/words/printable.ts';
import { wrongResult } from './criteria-results.ts';
import { isExcused } from './busy-machine.ts';
import type { DecisionBasis } from './decision-basis.ts';
import { allowedMismatch, lacking } from './rollout-needs.ts';

const AT_BEST = { blocks: 'blocked', withholds: 'undecided', limits: 'canary', supports: 'release' } as const;
const WORST_FIRST = ['blocks', 'withholds', 'limits', 'supports'] as const;

/**
 * Where a decision is not one that certificates, metrics and criteria allow, in printable sentences. What each decision
 * needs is written down here once more, apart from the code that decides: it needs no more than this.
 */
export function decisionRefusals(basis: DecisionBasis): string[] {
  const { decision, reasons, criteria } = basis.report.decision;
  const worst = WORST_FIRST.find((level) => reasons.some((reason) => reason.level === level));
  const allowed = worst === undefined ? 'undecided' : AT_BEST[worst];
  const refusals = criteria.flatMap((result) => wrongResult(basis, result));
  if (allowed !== decision) refusals.push(`the report decides ${decision}, its reasons come to ${allowed}`);
  const proofs = proofsAgainst(basis);
  if (proofs[0] !== undefined && decision !== 'blocked')
    refusals.push(`the report decides ${decision}, although ${proofs[0]}`);
  if (decision === 'blocked' && proofs.length === 0 && !mayBlock(basis))
    refusals.push(
      'the report decides blocked, and neither certificates nor criteria are against the candidate',
    );
  if (decision === 'canary' || decision === 'release')
    refusals.push(...lacking(basis).map((why) => `the report decides ${decision}, although ${why}`));
  return refusals;
}

/** What proves the candidate wrong: with any of it a decision is `blocked`. */
function proofsAgainst(basis: DecisionBasis): string[] {
  const { report, given } = basis;
  const { canary } = report;
  const isOfCanary = canary !== null && clipped(canary.variant, 60) === report.variant;
  // The mismatch is that of the certificates, and may be of a phase of another variant.
  const failed = report.decision.criteria.filter(
    (result) =>
      result.status === 'fail' &&
      result.criterion !== 'invariant mismatch' &&
      (result.phase !== 'canary' || isOfCanary) &&
      !isExcused(basis, result),
  );
  return [
    ...given
      .filter(
        ({ certificate: { side, verdict }, trace }) =>
          side === 'candidate' &&
          verdict === 'violation' &&
          trace.facts?.variant !== undefined &&
          clipped(trace.facts.variant, 60) === report.variant,
      )
      .map(({ certificate }) => `the verdict of ${certificate.phase} is violation`),
    ...failed.map(({ criterion, phase }) => `the ${clipped(criterion, 60)} of ${clipped(phase, 60)} fails`),
    ...(isOfCanary && canary.rolled_back ? ['its canary was rolled back'] : []),
  ];
}

/** What may have blocked a candidate besides. */
function mayBlock({ report, given }: DecisionBasis): boolean {
  const { canary } = report;
  const own = report.certificates.filter(({ side }) => side === 'candidate');
  return (
    own.some(
      (each) => each.verdict === 'violation' || (each.ledger.mismatch ?? 0) !== allowedMismatch(each),
    ) ||
    given.some(
      ({ certificate, metrics }) => certificate.side === 'candidate' && (metrics?.books?.mismatch ?? 0) !== 0,
    ) ||
    (canary !== null && (canary.invariant_mismatch !== 0 || canary.duplicate_confirmations !== 0))
  );
}

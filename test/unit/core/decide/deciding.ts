import assert from 'node:assert/strict';
import { DEFAULT_CRITERIA } from '../../../../src/core/decide/criteria.ts';
import type { Criteria } from '../../../../src/core/decide/criteria.ts';
import { decide } from '../../../../src/core/decide/decide.ts';
import type { DecisionName, ReasonCode } from '../../../../src/core/decide/decision.ts';
import type { Evidence } from '../../../../src/core/decide/evidence.ts';
import { perfectEvidence } from './evidence-of.ts';

/** What makes other evidence of evidence. */
export type Change = (evidence: Evidence) => Evidence;

/** The decision on perfect evidence, changed. */
export function decided(change: Change, criteria: Partial<Criteria> = {}) {
  return decide(change(perfectEvidence()), { ...DEFAULT_CRITERIA, ...criteria });
}

/** That the change makes this decision for this reason, which is returned. */
export function expect(
  change: Change,
  decision: DecisionName,
  code: ReasonCode,
  criteria?: Partial<Criteria>,
) {
  const made = decided(change, criteria);
  assert.equal(made.decision, decision, made.reasons.map(({ text }) => text).join('\n'));
  const reason = made.reasons.find((each) => each.code === code);
  assert.ok(reason, `${code} is not among ${made.reasons.map((each) => each.code).join(', ')}`);
  return reason;
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decided, expect, type Change } from './deciding.ts';
import { CANARY, CONTENTION, FIGURES, withCandidate } from './evidence-of.ts';

const figures =
  (change: Partial<typeof FIGURES>): Change =>
  (evidence) =>
    withCandidate(evidence, 'retest', { figures: { ...FIGURES, ...change } });
const unknown =
  (unknownShare: number): Change =>
  (evidence) =>
    withCandidate(evidence, 'retest', { contention: { ...CONTENTION, unknownShare } });
const canary =
  (change: Partial<typeof CANARY>): Change =>
  (evidence) => ({ ...evidence, canary: { ...CANARY, ...change } });

const codes = (change: Change, criteria = {}) => decided(change, criteria).reasons.map(({ code }) => code);

describe('a rate that keeps its limit', () => {
  it('is open where so many were seen that the one behind it may not, however large the load', () => {
    for (const change of [
      figures({ http5xxRate: 0.00099 }),
      figures({ conflictRate: 0.0999 }),
      unknown(0.00099),
    ])
      expect(change, 'undecided', 'too-few-requests');
    for (const change of [
      figures({ http5xxRate: 0.0009 }),
      figures({ conflictRate: 0.099 }),
      unknown(0.0009),
    ])
      assert.equal(decided(change).decision, 'release');
  });

  it('of a canary is open in the same way', () => {
    for (const change of [canary({ http5xxRate: 0.00095 }), canary({ conflictRate: 0.0995 })])
      expect(change, 'canary', 'canary-too-small');
    for (const change of [canary({ http5xxRate: 0.0005 }), canary({ conflictRate: 0.09 })])
      assert.equal(decided(change).decision, 'release');
  });

  it('needs no more where its limit is that none is seen, or that all may be', () => {
    const none = figures({ conflictRate: 0 });
    for (const maxConflictRate of [0, 1])
      assert.ok(!codes(none, { maxConflictRate }).includes('too-few-requests'), String(maxConflictRate));
    const all = codes(figures({ conflictRate: 1 }), { maxConflictRate: 1 });
    assert.ok(!all.includes('too-few-requests'), all.join());
  });
});

describe('a limit that is missed', () => {
  it('is missed, and not also open', () => {
    for (const change of [
      figures({ http5xxRate: 0.002 }),
      figures({ conflictRate: 0.2 }),
      figures({ p99LatencyMs: 151, p99UpperMs: 160 }),
    ]) {
      const found = codes(change);
      assert.ok(found.includes('criterion-failed') && !found.includes('too-few-requests'), found.join());
    }
    const found = codes(unknown(0.002));
    assert.ok(found.includes('too-many-unknowns') && !found.includes('too-few-requests'), found.join());
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_CRITERIA } from '../../../../src/core/decide/criteria.ts';
import type { Criteria } from '../../../../src/core/decide/criteria.ts';
import { decide } from '../../../../src/core/decide/decide.ts';
import { DECISIONS } from '../../../../src/core/decide/decision.ts';
import type { Evidence } from '../../../../src/core/decide/evidence.ts';
import { CANARY, CONTENTION, FIGURES, perfectEvidence, withCandidate } from './evidence-of.ts';

/** Each criterion made stricter by a factor from 1 to 3; what allows nothing by default cannot be. */
const STRICTER: Readonly<Partial<Record<keyof Criteria, 'lower' | 'higher' | 'never'>>> = {
  p99LatencyMs: 'lower',
  http5xxRate: 'lower',
  maxQueueDelayMs: 'lower',
  maxConflictRate: 'lower',
  maxAttemptsPerRequest: 'lower',
  maxUnknownShare: 'lower',
  achievedRateTolerance: 'lower',
  minWorkers: 'higher',
  minContendedKeys: 'higher',
  minOverlap: 'higher',
  minOverlapped: 'higher',
  peakRatePerS: 'higher',
  peakSeconds: 'higher',
  shorterRunEarnsCanary: 'never',
  minSeconds: 'higher',
  minRequests: 'higher',
  canaryMinSeconds: 'higher',
  canaryMinRequests: 'higher',
};

function stricter(criteria: Criteria, name: keyof Criteria, by: number): Criteria {
  const value = criteria[name];
  if (typeof value === 'boolean') return { ...criteria, [name]: false };
  if (typeof value !== 'number') return criteria;
  return { ...criteria, [name]: STRICTER[name] === 'lower' ? value / by : value * by };
}

const around = (value: number) =>
  fc.double({ min: 0.5, max: 1.2, noNaN: true }).map((factor) => value * factor);

/** Evidence whose figures lie on both sides of the default limits, often enough on the right one. */
const evidences: fc.Arbitrary<Evidence> = fc
  .record({
    p99: around(140),
    queue: around(45),
    http5xxRate: around(0.0009),
    conflictRate: around(0.09),
    attemptsPerRequest: around(1.2),
    seconds: fc.constantFrom(20, 40, 60, 300, 600, 660),
    rate: fc.constantFrom(850, 890, 900, 950),
    achieved: fc.constantFrom(0.95, 0.985, 1),
    unknownShare: fc.constantFrom(0, 0.0009, 0.002),
    contendedKeys: fc.integer({ min: 4, max: 12 }),
    overlapped: fc.integer({ min: 15, max: 60 }),
    canary: fc.option(around(40_000), { nil: undefined }),
  })
  .map(
    ({ p99, queue, seconds, rate, achieved, unknownShare, contendedKeys, overlapped, canary, ...rates }) => {
      const figures = {
        ...FIGURES,
        ...rates,
        p99LatencyMs: p99,
        maxQueueDelayMs: queue,
        offered: rate * seconds,
        offeredSeconds: seconds,
        achievedPerS: rate * achieved,
      };
      const contention = { ...CONTENTION, unknownShare, contendedKeys, overlapped };
      const of = withCandidate(perfectEvidence(), 'retest', { figures, contention });
      return { ...of, canary: canary === undefined ? undefined : { ...CANARY, requests: canary } };
    },
  );

describe('a stricter criterion', () => {
  it('is any of them', () => {
    assert.deepEqual(
      [...Object.keys(STRICTER), 'allowDifferent', 'invariantMismatch'].sort(),
      Object.keys(DEFAULT_CRITERIA).sort(),
    );
  });

  it('never makes the decision better', () => {
    const seen = new Set<string>();
    const worsened = new Set<string>();
    fc.assert(
      fc.property(
        evidences,
        fc.constantFrom(...(Object.keys(STRICTER) as (keyof Criteria)[])),
        fc.double({ min: 1, max: 3, noNaN: true }),
        (evidence, name, by) => {
          const loose = decide(evidence, DEFAULT_CRITERIA).decision;
          const strict = decide(evidence, stricter(DEFAULT_CRITERIA, name, by)).decision;
          assert.ok(
            DECISIONS.indexOf(strict) <= DECISIONS.indexOf(loose),
            `${loose} became ${strict} with a stricter ${name}`,
          );
          seen.add(loose);
          if (strict !== loose) worsened.add(name);
        },
      ),
      { numRuns: 4000, seed: 7 },
    );
    assert.deepEqual([...seen].sort(), [...DECISIONS].sort());
    // Every criterion can make a difference, so that none is written down and never looked at.
    const idle = Object.keys(STRICTER).filter((name) => !worsened.has(name));
    assert.deepEqual(idle, []);
  });
});

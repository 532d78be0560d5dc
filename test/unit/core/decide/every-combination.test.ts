import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_CRITERIA } from '../../../../src/core/decide/criteria.ts';
import { decide } from '../../../../src/core/decide/decide.ts';
import { DECISIONS, RELEASE_ITEMS } from '../../../../src/core/decide/decision.ts';
import type { Decision } from '../../../../src/core/decide/decision.ts';
import type { Evidence, LoadFigures, PhaseEvidence } from '../../../../src/core/decide/evidence.ts';
import { BUSY } from '../diagnosis/machines.ts';
import type { CONTENTION, PhaseChange } from './evidence-of.ts';
import {
  CANARY,
  counts,
  INJECTED,
  ledger,
  perfectEvidence,
  RESULTS,
  withCandidate,
  withPhase,
} from './evidence-of.ts';

/** A state of one dimension of the evidence, and the best decision that it leaves possible. */
interface State {
  readonly name: string;
  readonly atBest: Decision['decision'];
  readonly change: (evidence: Evidence) => Evidence;
}

const same = {
  name: 'as it should be',
  atBest: 'release',
  change: (evidence: Evidence) => evidence,
} as const;

function retest(name: string, atBest: State['atBest'], change: (is: PhaseEvidence) => PhaseChange): State {
  return {
    name,
    atBest,
    // Another dimension may have taken the phase away; what is not there cannot get worse.
    change: (evidence) => {
      const is = evidence.candidate.phases.retest;
      return is === undefined ? evidence : withCandidate(evidence, 'retest', change(is));
    },
  };
}

const figures = (change: Partial<LoadFigures>) => (is: PhaseEvidence) => ({
  figures: { ...is.figures, ...change },
});
const contention = (change: Partial<typeof CONTENTION>) => (is: PhaseEvidence) => ({
  contention: { ...is.contention, ...change },
});
const before = (change: Parameters<typeof withPhase>[2]) => (evidence: Evidence) => ({
  ...evidence,
  before: evidence.before && withPhase(evidence.before, 'reproduce', change),
});

/**
 * Each dimension's states, best first. Whether the retest can be trusted at all comes first: it changes what its other
 * states are worth.
 */
const DIMENSIONS: Readonly<Record<string, readonly State[]>> = {
  'the retest': [
    same,
    retest('incomplete', 'undecided', () => ({ complete: false })),
    retest('INVALID', 'undecided', () => ({ invalidBecause: ['The generator was the bottleneck.'] })),
    retest('with metrics of another run', 'undecided', () => ({
      misfits: ['attempts.success is 1 in the metrics and 38,000 by the rows'],
    })),
    retest('of another variant', 'undecided', () => ({ variant: 'unsafe' })),
    {
      name: 'missing',
      atBest: 'undecided',
      change: (evidence) => withCandidate(evidence, 'retest', undefined),
    },
  ],
  'the verdict': [
    same,
    retest('unknown', 'undecided', () => ({ verdict: 'unknown', unknownBecause: ['rows are missing'] })),
    retest('a violation', 'blocked', () => ({
      verdict: 'violation',
      counts: counts({ 'stale-version-write': 1 }),
    })),
  ],
  'the books': [
    same,
    retest('balanced only with timed-out attempts', 'undecided', (is) => ({
      // A violation found elsewhere stays one.
      verdict: is.verdict === 'ok' ? 'unknown' : is.verdict,
      unknownBecause: ['the books balance only with 2 timed-out attempts'],
      ledger: ledger(is.verdict === 'violation' ? 0 : -2),
      results: { ...RESULTS, timeout: 2 },
      ...figures({ mismatch: -2 })(is),
    })),
    retest('a mismatch', 'blocked', (is) => ({ ledger: ledger(1), ...figures({ mismatch: 1 })(is) })),
  ],
  'unknown outcomes': [same, retest('too many', 'undecided', contention({ unknownShare: 0.01 }))],
  contention: [same, retest('too little', 'undecided', contention({ contendedKeys: 1, overlapped: 2 }))],
  workload: [
    same,
    retest('another', 'undecided', () => ({ workloadHash: 'another' })),
    retest('not named', 'undecided', () => ({ workloadHash: undefined })),
  ],
  latency: [
    same,
    retest('too long on a busy machine', 'undecided', (is) => ({
      ...figures({ p99LatencyMs: 151 })(is),
      machine: BUSY,
    })),
    retest('too long', 'blocked', figures({ p99LatencyMs: 151 })),
  ],
  size: [
    same,
    retest(
      'scaled',
      'canary',
      figures({ offered: 54_000, offeredSeconds: 60, seconds: 60, achievedPerS: 900 }),
    ),
    retest(
      'too small',
      'undecided',
      figures({ offered: 9_000, offeredSeconds: 10, seconds: 10, achievedPerS: 900 }),
    ),
  ],
  reproduction: [
    same,
    {
      name: 'not under the load',
      atBest: 'undecided',
      change: (evidence) => ({
        ...evidence,
        before: evidence.before && withPhase(evidence.before, 'load', { verdict: 'ok' }),
      }),
    },
    { name: 'under another schedule', atBest: 'undecided', change: before({ schedule: 'A:read A:write' }) },
    { name: 'without a violation', atBest: 'undecided', change: before({ verdict: 'ok' }) },
    {
      name: 'missing',
      atBest: 'undecided',
      change: (evidence) => ({ ...evidence, before: undefined }),
    },
  ],
  'the fault phase': [
    same,
    {
      name: 'without a kind of fault',
      atBest: 'undecided',
      change: (evidence) =>
        withCandidate(evidence, 'fault', {
          injected: new Map([...INJECTED].filter(([fault]) => fault !== 'worker-kill')),
        }),
    },
    {
      name: 'missing',
      atBest: 'undecided',
      change: (evidence) => withCandidate(evidence, 'fault', undefined),
    },
    {
      name: 'a violation',
      atBest: 'blocked',
      change: (evidence) => withCandidate(evidence, 'fault', { verdict: 'violation' }),
    },
  ],
  'the canary': [
    same,
    {
      name: 'too small',
      atBest: 'canary',
      change: (evidence) => ({ ...evidence, canary: { ...CANARY, seconds: 1 } }),
    },
    { name: 'missing', atBest: 'canary', change: (evidence) => ({ ...evidence, canary: undefined }) },
    {
      name: 'rolled back',
      atBest: 'blocked',
      change: (evidence) => ({ ...evidence, canary: { ...CANARY, rolledBack: true } }),
    },
  ],
};

const dimensions = Object.values(DIMENSIONS);
const names = Object.keys(DIMENSIONS);
const total = dimensions.reduce((product, states) => product * states.length, 1);

/** The state of each dimension in combination `index`: digits of a number with a base for each. */
function statesOf(index: number): State[] {
  let rest = index;
  return dimensions.map((states) => {
    const state = states[rest % states.length]!;
    rest = Math.floor(rest / states.length);
    return state;
  });
}

/**
 * Calls `look` with every combination and its evidence. Evidence of the dimensions before is made once for all states of
 * those after.
 */
function eachCombination(look: (index: number, evidence: Evidence) => void): void {
  const walk = (dimension: number, index: number, place: number, evidence: Evidence): void => {
    const states = dimensions[dimension];
    if (states === undefined) {
      look(index, evidence);
      return;
    }
    for (const [at, { change }] of states.entries())
      walk(dimension + 1, index + at * place, place * states.length, change(evidence));
  };
  walk(0, 0, 1, perfectEvidence());
}

function described(index: number): string {
  return statesOf(index)
    .map(({ name }, dimension) => `${names[dimension]}: ${name}`)
    .join('; ');
}

const decisions = new Uint8Array(total);

describe(`the decision on each of ${total.toLocaleString('en')} combinations`, () => {
  it('is never better than any of its evidence allows, and every reason says where to look', () => {
    eachCombination((index, evidence) => {
      const made = decide(evidence, DEFAULT_CRITERIA);
      const rank = DECISIONS.indexOf(made.decision);
      decisions[index] = rank;
      const atBest = statesOf(index).map((state) => state.atBest);
      // Blocked or undecided, nothing is rolled out: an untrusted run turns what it measured from wrong into unknown.
      const most = Math.min(...atBest.map((best) => Math.max(1, DECISIONS.indexOf(best))));
      if (rank > most) assert.fail(`${made.decision}: ${described(index)}`);
      if (atBest.every((best) => best === 'release'))
        assert.equal(made.decision, 'release', described(index));
      if (made.reasons.length === 0 || made.items.length !== RELEASE_ITEMS.length)
        assert.fail(`no reason: ${described(index)}`);
      for (const { text, evidence: ref } of [...made.reasons, ...made.items])
        if (text === '' || ref.what === '' || ref.where === '')
          assert.fail(`a reason without evidence: ${text}; ${described(index)}`);
    });
  });

  it('is blocked wherever a trusted run proves it wrong', () => {
    const [trusted] = DIMENSIONS['the retest']!;
    for (let index = 0; index < total; index++) {
      const states = statesOf(index);
      const blocks = states[0] === trusted && states.some(({ atBest }) => atBest === 'blocked');
      if (blocks && decisions[index] !== 0)
        assert.fail(`${DECISIONS[decisions[index]!]}: ${described(index)}`);
    }
  });

  it('never becomes better when one dimension becomes worse', () => {
    for (let index = 0; index < total; index++) {
      let place = 1;
      for (const [dimension, states] of dimensions.entries()) {
        const at = Math.floor(index / place) % states.length;
        if (at + 1 < states.length) {
          const [is, worse] = [decisions[index]!, decisions[index + place]!];
          // What can no longer be trusted no longer proves the candidate wrong; it proves it right even less.
          const rose = dimension === 0 ? Math.max(1, worse) > Math.max(1, is) : worse > is;
          if (rose) assert.fail(`worse ${names[dimension]} is better than: ${described(index)}`);
        }
        place *= states.length;
      }
    }
  });

  it('comes to every decision', () => {
    assert.deepEqual([...new Set(decisions)].sort(), [0, 1, 2, 3]);
  });
});

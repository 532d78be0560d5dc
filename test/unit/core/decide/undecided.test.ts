import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PHASES, type PhaseName } from '../../../../src/core/decide/evidence.ts';
import { decided, expect, type Change } from './deciding.ts';
import {
  CONTENTION,
  counts,
  FIELDS,
  FIGURES,
  INJECTED,
  ledger,
  withCandidate,
  withPhase,
} from './evidence-of.ts';

describe('a candidate is undecided', () => {
  for (const phase of PHASES) {
    it(`without the phase ${phase}`, () => {
      const gone: Change = (evidence) => withCandidate(evidence, phase, undefined);
      const withoutOwn: Change = (evidence) => ({
        ...gone(evidence),
        before: evidence.before && withPhase(evidence.before, 'load', undefined),
      });
      expect(withoutOwn, 'undecided', 'phase-missing');
    });
    it(`if ${phase} is invalid, incomplete, unknown, without books or of another variant`, () => {
      expect(
        (evidence) => withCandidate(evidence, phase, { invalidBecause: ['It was late.'] }),
        'undecided',
        'phase-invalid',
      );
      expect(
        (evidence) => withCandidate(evidence, phase, { complete: false }),
        'undecided',
        'phase-incomplete',
      );
      expect(
        (evidence) => withCandidate(evidence, phase, { verdict: 'unknown', unknownBecause: ['no books'] }),
        'undecided',
        'verdict-unknown',
      );
      expect(
        (evidence) => withCandidate(evidence, phase, { ledger: { ...ledger(), mismatch: undefined } }),
        'undecided',
        'verdict-unknown',
      );
      expect(
        (evidence) => withCandidate(evidence, phase, { variant: 'unsafe' }),
        'undecided',
        'other-variant',
      );
    });
  }

  it('if the metrics of any phase do not agree with its rows', () => {
    const misfits = ['queue_delay_ms.max is 40 ms in the metrics and 151 ms by the rows'];
    for (const phase of PHASES) {
      const { evidence, text } = expect(
        (all) => withCandidate(all, phase, { misfits }),
        'undecided',
        'metrics-do-not-fit',
      );
      assert.deepEqual([evidence.phase, evidence.what], [phase, misfits[0]]);
      assert.match(text, /40 ms in the metrics and 151 ms by the rows\.$/);
      // Such figures prove nothing, for or against.
      const slow = { misfits, figures: { ...FIGURES, p99LatencyMs: 999, mismatch: 9 } };
      assert.equal(decided((all) => withCandidate(all, phase, slow)).decision, 'undecided');
    }
  });

  it('if those of the service before do not agree with its rows', () => {
    const of = (phase: PhaseName): Change => {
      const change = { misfits: ['attempts.success is 1 in the metrics and 2 by the rows'] };
      return (all) => ({ ...all, before: all.before && withPhase(all.before, phase, change) });
    };
    for (const phase of PHASES)
      assert.match(
        expect(of(phase), 'undecided', 'metrics-do-not-fit').evidence.where,
        new RegExp(`^runs/unsafe/${phase}\\.metrics\\.json`),
      );
    const own: Change = (all) => withCandidate(of('load')(all), 'load', undefined);
    assert.match(
      expect(own, 'undecided', 'phase-missing').text,
      /cannot be trusted: its metrics and its rows do not agree\.$/,
    );
  });

  it('without a figure that the rows or the metrics would have', () => {
    const { text, evidence } = expect(
      (all) => withCandidate(all, 'retest', { figures: { ...FIGURES, offered: undefined } }),
      'undecided',
      'no-figures',
    );
    assert.match(text, /^The number of requests that retest was to send is not recorded/);
    assert.match(evidence.where, /retest\.metrics\.json: requests\.offered$/);
    for (const [figure, says] of [
      ['p99LatencyMs', 'p99 latency'],
      ['maxQueueDelayMs', 'queue delay'],
      ['achievedPerS', 'answered requests per second'],
      ['http5xxRate', 'share of server errors'],
      ['conflictRate', 'conflict rate'],
      ['attemptsPerRequest', 'attempts per request'],
    ] as const) {
      const figures = { ...FIGURES, [figure]: NaN };
      const reason = expect((all) => withCandidate(all, 'load', { figures }), 'undecided', 'no-figures');
      assert.equal(reason.text, `The rows of load lack the figures for its ${says}.`);
    }
  });

  it('with too many unknown outcomes', () => {
    const unknown = (unknownShare: number): Change => {
      return (evidence) => withCandidate(evidence, 'load', { contention: { ...CONTENTION, unknownShare } });
    };
    expect(unknown(0.0011), 'undecided', 'too-many-unknowns');
    assert.equal(decided(unknown(0.0009)).decision, 'release');
  });

  it('with fields that not every row carries', () => {
    const fields = FIELDS.map((each) =>
      each.field === 'queue_delay_ms' ? { ...each, carried: each.rows - 1 } : each,
    );
    const { text } = expect(
      (evidence) => withCandidate(evidence, 'retest', { fields }),
      'undecided',
      'fields-missing',
    );
    assert.match(text, /^Not every row of retest .*: queue_delay_ms in 99\.9998 % of 540,000 rows\.$/);
  });

  it('with too few requests for any of its rates', () => {
    const few = { ...FIGURES, deliveries: 2994, http5xxRate: 0, conflictRate: 0 };
    const of = (figures: typeof FIGURES): Change => {
      return (evidence) => withCandidate(evidence, 'retest', { figures });
    };
    const { text } = expect(of(few), 'undecided', 'too-few-requests');
    assert.equal(
      text,
      'In retest the HTTP 5xx rate is 0 % of 2,994 deliveries: with 95 % confidence it is at most 0.10001 %, and the limit is 0.1 %.',
    );
    assert.equal(decided(of({ ...few, deliveries: 2995 })).decision, 'release');
    expect(of({ ...few, deliveries: 540_000, conflictRate: 0.0999 }), 'undecided', 'too-few-requests');
    for (const p99UpperMs of [150, Infinity])
      assert.match(
        expect(of({ ...FIGURES, p99UpperMs }), 'undecided', 'too-few-requests').text,
        /^In retest the p99 latency is 41 ms, but of so few requests it can be (up to 150 ms|any \(299 .*\)) with 95 %/,
      );
    const unknown = { ...CONTENTION, unknownShare: 0, attempts: 2994 };
    expect(
      (evidence) => withCandidate(evidence, 'load', { contention: unknown }),
      'undecided',
      'too-few-requests',
    );
  });

  it('with too little contention, of any kind', () => {
    const few = [
      { workers: 1 },
      { contendedKeys: 4 },
      { maxOverlap: 1 },
      { overlapped: 19 },
      { measurable: false },
    ];
    for (const each of few)
      expect(
        (evidence) => withCandidate(evidence, 'retest', { contention: { ...CONTENTION, ...each } }),
        'undecided',
        'too-little-contention',
      );
  });

  it('with another workload, or one that nobody names', () => {
    for (const workloadHash of ['other', undefined]) {
      expect(
        (evidence) => withCandidate(evidence, 'retest', { workloadHash }),
        'undecided',
        'different-workload',
      );
      expect(
        (evidence) => withCandidate(evidence, 'load', { workloadHash }),
        'undecided',
        'different-workload',
      );
      expect(
        (evidence) => ({
          ...evidence,
          before: evidence.before && withPhase(evidence.before, 'load', { workloadHash }),
        }),
        'undecided',
        'different-workload',
      );
    }
  });

  it('with a workload hash that its seed does not make, in any phase of either side', () => {
    for (const phase of ['baseline', 'load', 'fault', 'retest'] as const) {
      const drawn = { drawnHash: 'b'.repeat(64) };
      expect((evidence) => withCandidate(evidence, phase, drawn), 'undecided', 'different-workload');
      const { text } = expect(
        (evidence) => ({ ...evidence, before: evidence.before && withPhase(evidence.before, phase, drawn) }),
        'undecided',
        'different-workload',
      );
      assert.ok(
        text.startsWith(`The workload hash of ${phase} of 'unsafe' is ${phase}-hash`) || phase === 'retest',
      );
    }
  });

  it('if any kind of fault that is asked for never struck', () => {
    for (const fault of INJECTED.keys())
      for (const never of [0, undefined]) {
        const injected = new Map(INJECTED);
        injected.delete(fault);
        if (never !== undefined) injected.set(fault, never);
        const without: Change = (evidence) => withCandidate(evidence, 'fault', { injected });
        if (fault === 'slow-storage') assert.equal(decided(without).decision, 'release');
        else {
          const { evidence } = expect(without, 'undecided', 'faults-not-injected');
          assert.equal(evidence.what, `none of ${fault}`);
        }
      }
    const undisturbed: Change = (evidence) => withCandidate(evidence, 'fault', { injected: new Map() });
    const { text } = expect(undisturbed, 'undecided', 'faults-not-injected');
    assert.match(text, /lost answer; a worker that dies .*; a request that is delivered twice\.$/);
    const mitigation = decided(undisturbed).items.find(({ item }) => item === 'mitigation');
    assert.equal(mitigation?.status, 'conditional pass');
  });

  it('if the service before met no race under the load that the retest repeats', () => {
    const control = (change: Parameters<typeof withPhase>[2]): Change => {
      return (evidence) => ({
        ...evidence,
        before: evidence.before && withPhase(evidence.before, 'load', change),
      });
    };
    for (const change of [
      undefined,
      { verdict: 'ok' },
      { verdict: 'unknown' },
      { counts: counts({ 'phantom-read': 1 }) },
      { variant: 'other' },
    ] as const) {
      expect(control(change), 'undecided', 'race-not-met');
      const made = decided(control(change));
      const item = made.items.find((each) => each.item === 'invariant under load');
      assert.equal(item?.status, 'missing');
    }
    assert.equal(decided(control({ complete: false })).decision, 'release');
  });

  it('without a reproduction of the race under the same schedule', () => {
    const before = (change: Parameters<typeof withPhase>[2]): Change => {
      return (evidence) => ({
        ...evidence,
        before: evidence.before && withPhase(evidence.before, 'reproduce', change),
      });
    };
    const failing: Change[] = [
      (evidence) => ({ ...evidence, before: undefined }),
      before(undefined),
      before({ verdict: 'ok' }),
      before({ verdict: 'unknown' }),
      before({ counts: counts({ 'phantom-read': 1 }) }),
      before({ complete: false }),
      before({ invalidBecause: ['late'] }),
      before({ variant: 'conditional' }),
      before({ schedule: 'A:read A:write B:read' }),
      before({ schedule: undefined }),
      (evidence) => ({ ...evidence, before: evidence.candidate }),
    ];
    for (const each of failing) expect(each, 'undecided', 'not-reproduced');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PHASES } from '../../../../src/core/decide/evidence.ts';
import type { Evidence } from '../../../../src/core/decide/evidence.ts';
import { decided, expect, type Change } from './deciding.ts';
import { CANARY, counts, FIGURES, ledger, RESULTS, withCandidate, withPhase } from './evidence-of.ts';

const scaled: Change = (evidence) =>
  (['load', 'retest'] as const).reduce(
    (all, phase) =>
      withCandidate(all, phase, {
        figures: { ...FIGURES, offered: 54_118, offeredSeconds: 60, seconds: 60.01, achievedPerS: 901.9 },
      }),
    evidence,
  );

describe('a release', () => {
  it('is earned by whole evidence and a canary that held', () => {
    const made = decided((evidence) => evidence);
    assert.equal(made.decision, 'release');
    assert.ok(made.reasons.every(({ level }) => level === 'supports'));
    assert.deepEqual(
      made.items.map(({ item, status }) => `${item}: ${status}`),
      [
        'race reproduction: closed',
        'root cause: closed',
        'mitigation: pass',
        'invariant under load: pass',
        'latency target: pass',
        'retry amplification: pass',
        'observability: pass',
        'rollout: pass',
      ],
    );
  });

  it('asks for a canary, a whole one, of this variant', () => {
    expect((evidence) => ({ ...evidence, canary: undefined }), 'canary', 'no-canary');
    expect((evidence) => ({ ...evidence, canary: { ...CANARY, variant: 'other' } }), 'canary', 'no-canary');
    expect((evidence) => ({ ...evidence, canary: { ...CANARY, seconds: 60 } }), 'canary', 'canary-too-small');
    expect((evidence) => ({ ...evidence, canary: { ...CANARY, requests: 9 } }), 'canary', 'canary-too-small');
  });

  it('asks for a canary of enough requests to show each rate, whatever the criteria call enough', () => {
    const criteria = { canaryMinRequests: 1, canaryMinSeconds: 1 };
    const of = (requests: number, rates: object): Change => {
      return (evidence) => ({ ...evidence, canary: { ...CANARY, requests, ...rates } });
    };
    const none = { http5xxRate: 0, conflictRate: 0 };
    assert.match(
      expect(of(2, none), 'canary', 'canary-too-small', criteria).text,
      /HTTP 5xx rate is 0 % of 2 requests: with 95 % confidence it is at most 77\.6 %, and the limit is 0\.1 %\.$/,
    );
    expect(of(2994, none), 'canary', 'canary-too-small', criteria);
    assert.equal(decided(of(2995, none), criteria).decision, 'release');
    const loose = { ...criteria, http5xxRate: 0.5, maxConflictRate: 0.5 };
    assert.match(
      expect(of(298, none), 'canary', 'canary-too-small', loose).text,
      /the p99 latency of 298 requests/,
    );
    assert.equal(decided(of(299, none), loose).decision, 'release');
  });

  it('asks for the whole peak: a minute of it earns a canary, and says that it was scaled', () => {
    const reason = expect(scaled, 'canary', 'shorter-than-peak');
    assert.match(reason.text, /scaled: 54,118 requests in 60 s, 902\/s, where the peak is 900\/s for 600 s/);
    const { items } = decided(scaled);
    assert.equal(items.find(({ item }) => item === 'invariant under load')?.status, 'conditional pass');
  });
});

describe('a scaled load', () => {
  const figures = (change: Partial<typeof FIGURES>): Change => {
    return (evidence) => withCandidate(evidence, 'retest', { figures: { ...FIGURES, ...change } });
  };
  it('earns nothing where the criteria ask for the whole peak', () => {
    expect(scaled, 'undecided', 'load-too-small', { shorterRunEarnsCanary: false });
  });

  it('may be scaled in length, not in rate', () => {
    const slow = { offered: 27_000, offeredSeconds: 60, seconds: 60, achievedPerS: 450 };
    assert.match(expect(figures(slow), 'undecided', 'load-too-small').text, /not its rate/);
  });

  it('has a least length and a least number of requests', () => {
    const short = { offered: 26_100, offeredSeconds: 29, seconds: 29, achievedPerS: 900 };
    assert.match(expect(figures(short), 'undecided', 'load-too-small').text, /at least 30 s/);
    expect(scaled, 'undecided', 'load-too-small', { minRequests: 60_000 });
  });

  it('counts only what was answered', () => {
    expect(figures({ achievedPerS: 850 }), 'undecided', 'rate-not-achieved');
  });
});

describe('a candidate is blocked', () => {
  for (const phase of PHASES)
    it(`by a violation in ${phase}, even if the run is invalid and incomplete`, () => {
      const violation = {
        verdict: 'violation',
        counts: counts({ 'duplicate-confirmation': 2 }),
        invalidBecause: ['The generator was the bottleneck.'],
        complete: false,
      } as const;
      const reason = expect((evidence) => withCandidate(evidence, phase, violation), 'blocked', 'violation');
      assert.match(reason.text, /2 duplicate-confirmation/);
      assert.deepEqual(reason.evidence.where, `runs/conditional/${phase}.trace.csv`);
    });

  it('by a mismatch, in the trace or in the books of the run itself', () => {
    expect((evidence) => withCandidate(evidence, 'load', { ledger: ledger(1) }), 'blocked', 'mismatch');
    expect((evidence) => withCandidate(evidence, 'fault', { ledger: ledger(-1) }), 'blocked', 'mismatch');
    expect(
      (evidence) => withCandidate(evidence, 'retest', { figures: { ...FIGURES, mismatch: -1 } }),
      'blocked',
      'mismatch',
    );
  });

  it('by every limit of the service that is missed, and by none that is just held', () => {
    const misses: [Partial<typeof FIGURES>, Partial<typeof FIGURES>, string][] = [
      [{ p99LatencyMs: 150 }, { p99LatencyMs: 149.9 }, 'p99 latency'],
      [{ http5xxRate: 0.001 }, { http5xxRate: 0.0009 }, 'HTTP 5xx rate'],
      [{ maxQueueDelayMs: 50 }, { maxQueueDelayMs: 49.9 }, 'maximum queue delay'],
      [{ conflictRate: 0.11 }, { conflictRate: 0.099 }, 'conflict rate'],
      [{ attemptsPerRequest: 1.26 }, { attemptsPerRequest: 1.25 }, 'attempts per request'],
    ];
    for (const [miss, hold, name] of misses)
      for (const phase of ['load', 'retest'] as const) {
        const change = (figures: Partial<typeof FIGURES>) => (evidence: Evidence) =>
          withCandidate(evidence, phase, { figures: { ...FIGURES, ...figures } });
        const { text } = expect(change(miss), 'blocked', 'criterion-failed');
        assert.ok(text.startsWith(`The ${name} in ${phase} is `), text);
        assert.equal(decided(change(hold)).decision, 'release', name);
      }
  });

  it('by a canary that misses a limit, is wrong, or was rolled back', () => {
    const failures = [
      { invariantMismatch: 1 },
      { duplicateConfirmations: 1 },
      { rolledBack: true },
      { p99LatencyMs: 150 },
      { http5xxRate: 0.01 },
      { maxQueueDelayMs: 51 },
      { conflictRate: 0.2 },
      { attemptsPerRequest: 1.3 },
    ];
    for (const failure of failures)
      expect((evidence) => ({ ...evidence, canary: { ...CANARY, ...failure } }), 'blocked', 'canary-failed');
  });
});

describe('writes whose outcome the client never learned', () => {
  it('are no mismatch in the phase that injects timeouts, if the checker proved them', () => {
    const lost = { ledger: ledger(-3, 3), figures: { ...FIGURES, mismatch: -3 } };
    assert.equal(decided((evidence) => withCandidate(evidence, 'fault', lost)).decision, 'release');
    expect((evidence) => withCandidate(evidence, 'retest', lost), 'blocked', 'mismatch');
    const more = { ...lost, ledger: { ...ledger(-3, 3), mismatch: -4 } };
    expect((evidence) => withCandidate(evidence, 'fault', more), 'blocked', 'mismatch');
  });
});

describe('books that balance only with what timed-out attempts may have taken', () => {
  const open = (units: number, timeout: number) =>
    ({
      verdict: 'unknown',
      unknownBecause: [`the books balance only with ${timeout} timed-out attempts`],
      ledger: ledger(units),
      figures: { ...FIGURES, mismatch: units },
      results: { ...RESULTS, timeout },
    }) as const;
  for (const phase of PHASES) {
    const of = (units: number, timeout: number): Change => {
      return (evidence) => withCandidate(evidence, phase, open(units, timeout));
    };
    it(`prove nothing in ${phase}, for or against`, () => {
      for (const units of [-1, -2]) {
        expect(of(units, 2), 'undecided', 'verdict-unknown');
        const { reasons, criteria } = decided(of(units, 2));
        assert.ok(reasons.every(({ level, code }) => level !== 'blocks' && code !== 'mismatch'));
        const ofPhase = criteria.filter((each) => each.phase === phase);
        const mismatch = ofPhase.find(({ criterion }) => criterion === 'invariant mismatch');
        assert.equal(mismatch?.status ?? 'missing', 'missing');
      }
    });
    it(`block ${phase} if even all of them are too few, or more was confirmed than is gone`, () => {
      expect(of(-3, 2), 'blocked', 'mismatch');
      const { text } = expect(of(1, 2), 'blocked', 'mismatch');
      assert.equal(
        text,
        `After ${phase}, by the store's own books, 1 unit more was confirmed than left the inventory.`,
      );
    });
    it(`block nothing in ${phase} if the run cannot be trusted`, () => {
      for (const untrusted of [{ complete: false }, { invalidBecause: ['It was late.'] }]) {
        const change = { ...open(-3, 2), ...untrusted };
        const made = decided((evidence) => withCandidate(evidence, phase, change));
        assert.equal(made.decision, 'undecided');
      }
    });
  }
});

describe('the load of the service before', () => {
  it('stands in for the load of the candidate, which its retest repeats', () => {
    const gone: Change = (evidence) => withCandidate(evidence, 'load', undefined);
    assert.equal(decided(gone).decision, 'release');
    const untrusted: Change = (evidence) => ({
      ...gone(evidence),
      before: evidence.before && withPhase(evidence.before, 'load', { complete: false }),
    });
    const { text } = expect(untrusted, 'undecided', 'phase-missing');
    assert.equal(
      text,
      "The load of 'unsafe', which the retest repeats, cannot be trusted: its trace is not whole.",
    );
  });
});

describe('a reason', () => {
  it('shows what comes from a trace or a file with its control characters visible', () => {
    const evil = 'x\u001b[2J\u202e';
    const made = decided((evidence) => ({
      ...withCandidate(evidence, 'load', { variant: evil, invalidBecause: [evil], unknownBecause: [evil] }),
      before: evidence.before && {
        ...withPhase(evidence.before, 'reproduce', { sites: [evil], schedule: evil }),
        directory: evil,
      },
      canary: { ...CANARY, source: evil },
    }));
    const text = JSON.stringify([made.reasons, made.items, made.criteria]);
    assert.match(text, /u\{1b\}/);
    assert.doesNotMatch(text, /\\u001b|[\u001b\u202e]/);
  });

  it('looks the deciding ones up first', () => {
    const made = decided((evidence) =>
      withCandidate(withCandidate(evidence, 'baseline', undefined), 'retest', { ledger: ledger(2) }),
    );
    assert.deepEqual(made.reasons.map(({ level }) => level).slice(0, 2), ['blocks', 'withholds']);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_CRITERIA } from '../../../../src/core/decide/criteria.ts';
import { decide } from '../../../../src/core/decide/decide.ts';
import type { ReleaseItemName } from '../../../../src/core/decide/decision.ts';
import type { Evidence } from '../../../../src/core/decide/evidence.ts';
import {
  CANARY,
  CONTENTION,
  counts,
  FIELDS,
  FIGURES,
  perfectEvidence,
  validation,
  withCandidate,
  withPhase,
} from './evidence-of.ts';

function item(name: ReleaseItemName, evidence: Evidence) {
  const { items } = decide(evidence, DEFAULT_CRITERIA);
  const found = items.find((each) => each.item === name);
  assert.ok(found);
  return found;
}

function before(change: Parameters<typeof withPhase>[2]): Evidence {
  const perfect = perfectEvidence();
  return { ...perfect, before: perfect.before && withPhase(perfect.before, 'reproduce', change) };
}

const perfect = perfectEvidence();
const violation = { verdict: 'violation', counts: counts({ 'stale-version-write': 3 }) } as const;

describe('the release package', () => {
  it('has a race that was not reproduced, or that the reproducer could not make', () => {
    assert.equal(item('race reproduction', { ...perfect, before: undefined }).status, 'missing');
    assert.equal(item('race reproduction', before({ verdict: 'ok' })).status, 'fail');
  });

  it('has the race of a service that is held against no mitigation, with its root cause, and releases nothing', () => {
    const alone: Evidence = { ...perfect, candidate: perfect.before!, before: undefined };
    const { decision, reasons } = decide(alone, DEFAULT_CRITERIA);
    assert.equal(decision, 'blocked');
    assert.equal(reasons.find(({ code }) => code === 'reproduced')?.level, 'withholds');
    assert.match(reasons[0]!.text, /1 stale-version-write, at src\/service\/unsafe\.ts:9:17\.$/);
    assert.equal(item('race reproduction', alone).status, 'closed');
    assert.match(item('root cause', alone).text, /unsafe\.ts:9:17/);
  });

  it('has a root cause with its line of code, without one, or none', () => {
    const closed = item('root cause', perfect);
    assert.match(
      closed.text,
      /^The write at src\/service\/unsafe\.ts:9:17: what was read .* no condition on its version/,
    );
    assert.equal(closed.evidence.where, 'runs/unsafe/reproduce.trace.csv');
    assert.equal(item('root cause', before({ sites: [] })).status, 'conditional pass');
    assert.equal(item('root cause', before({ mechanism: [] })).status, 'missing');
  });

  it('has a mitigation that held, that was not tried with faults, or that failed', () => {
    assert.equal(item('mitigation', withCandidate(perfect, 'fault', undefined)).status, 'conditional pass');
    assert.equal(
      item('mitigation', withCandidate(perfect, 'fault', { complete: false })).status,
      'conditional pass',
    );
    assert.equal(item('mitigation', withCandidate(perfect, 'fault', violation)).status, 'fail');
    assert.equal(item('mitigation', withCandidate(perfect, 'reproduce', violation)).status, 'fail');
    assert.equal(item('mitigation', withCandidate(perfect, 'reproduce', undefined)).status, 'missing');
  });

  it('has an invariant that held, did not, or of which the loads say too little', () => {
    assert.match(
      item('invariant under load', perfect).text,
      /1,080,000 attempts; 400,000 of them could write, and 1,800/,
    );
    assert.equal(item('invariant under load', withCandidate(perfect, 'load', violation)).status, 'fail');
    const weak = { contention: { ...CONTENTION, overlapped: 0 } };
    assert.equal(item('invariant under load', withCandidate(perfect, 'retest', weak)).status, 'missing');
    assert.equal(item('invariant under load', withCandidate(perfect, 'retest', undefined)).status, 'missing');
  });

  it('has targets that were held, missed, or not measured', () => {
    const slow = { figures: { ...FIGURES, maxQueueDelayMs: 80 } };
    assert.equal(item('latency target', withCandidate(perfect, 'load', slow)).status, 'fail');
    assert.equal(item('retry amplification', withCandidate(perfect, 'load', slow)).status, 'pass');
    assert.match(item('retry amplification', perfect).text, /attempts per request 1\.18 \(predicted 1\.2\)/);
    for (const name of ['latency target', 'retry amplification'] as const)
      assert.equal(item(name, withCandidate(perfect, 'retest', { complete: false })).status, 'missing');
  });

  it('names the telemetry that is lacking', () => {
    const blank = FIELDS.map((each) => (each.field === 'queue_delay_ms' ? { ...each, carried: 1 } : each));
    const lacking = item('observability', withCandidate(perfect, 'retest', { fields: blank }));
    assert.deepEqual(
      [lacking.status, lacking.text],
      ['fail', 'Not every row carries what it should: queue_delay_ms in 0.000185 % of 540,000 rows.'],
    );
    assert.equal(item('observability', withCandidate(perfect, 'retest', undefined)).status, 'missing');
  });

  it('has a rollout as far as the decision goes', () => {
    assert.equal(item('rollout', perfect).status, 'pass');
    assert.equal(item('rollout', { ...perfect, canary: undefined }).status, 'conditional pass');
    assert.equal(item('rollout', { ...perfect, before: undefined }).status, 'missing');
    assert.equal(item('rollout', { ...perfect, canary: { ...CANARY, rolledBack: true } }).status, 'fail');
  });
});

describe('a run that cannot be trusted', () => {
  it('has no figures, good or bad: a slow generator is not a slow service', () => {
    const slow = {
      invalidBecause: ['The generator was the bottleneck.'],
      figures: { ...FIGURES, p99LatencyMs: 900, achievedPerS: 9 },
      contention: { ...CONTENTION, unknownShare: 0.5, overlapped: 0 },
    };
    const { decision, reasons, criteria } = decide(withCandidate(perfect, 'load', slow), DEFAULT_CRITERIA);
    assert.equal(decision, 'undecided');
    assert.deepEqual(
      reasons.filter(({ level }) => level !== 'supports').map(({ code }) => code),
      ['phase-invalid'],
    );
    const ofLoad = criteria.filter(
      ({ phase, criterion }) => phase === 'load' && criterion !== 'invariant mismatch',
    );
    assert.ok(ofLoad.length === 5 && ofLoad.every(({ status }) => status === 'missing'));
  });
});

describe('what nobody says', () => {
  it('is not the same because it is missing everywhere', () => {
    const unnamed = { workloadHash: undefined };
    const loads = withCandidate(withCandidate(perfect, 'load', unnamed), 'retest', unnamed);
    const evidence = { ...loads, before: loads.before && withPhase(loads.before, 'load', unnamed) };
    assert.equal(decide(evidence, DEFAULT_CRITERIA).decision, 'undecided');

    const unscheduled = { schedule: undefined };
    const both = withCandidate(before(unscheduled), 'reproduce', unscheduled);
    assert.equal(decide(both, DEFAULT_CRITERIA).decision, 'undecided');
  });

  it('is not settled by the variant itself', () => {
    const itself = withPhase(validation('conditional', 'runs/earlier'), 'reproduce', violation);
    const { decision, reasons } = decide({ ...perfect, before: itself }, DEFAULT_CRITERIA);
    assert.equal(decision, 'undecided');
    assert.match(reasons[0]!.text, /'conditional' was compared with itself/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_CRITERIA } from '../../../../src/core/decide/criteria.ts';
import type { Evidence } from '../../../../src/core/decide/evidence.ts';
import { triggersOf } from '../../../../src/core/decide/triggers-of.ts';
import { TRIGGER_NAMES } from '../../../../src/core/decide/triggers.ts';
import type { MetricExpression, TriggerName } from '../../../../src/core/decide/triggers.ts';
import { CONTENTION, FIGURES, perfectEvidence, withCandidate } from './evidence-of.ts';
import { MONITORED_METRICS } from '../../../../src/core/words/monitored-metrics.ts';

function trigger(name: TriggerName, evidence: Evidence = perfectEvidence(), criteria = DEFAULT_CRITERIA) {
  const found = triggersOf(evidence, criteria).find((each) => each.name === name);
  assert.ok(found, name);
  return found;
}

const untested = (evidence: Evidence): Evidence =>
  withCandidate(withCandidate(evidence, 'load', undefined), 'retest', { complete: false });

describe('the triggers', () => {
  const all = triggersOf(perfectEvidence(), DEFAULT_CRITERIA);

  it('are all eight, in order, each with its meaning and its evidence', () => {
    assert.deepEqual(
      all.map(({ name }) => name),
      TRIGGER_NAMES,
    );
    for (const { name, meaning, evidence, threshold } of all) {
      assert.ok(meaning.endsWith('.') && evidence.what !== '' && evidence.where !== '', name);
      assert.ok(Number.isFinite(threshold), name);
    }
  });

  it('roll back at the first unit or request that is wrong', () => {
    for (const name of ['invariant mismatch', 'duplicate confirmation'] as const) {
      const { threshold, forSeconds, action } = trigger(name);
      assert.deepEqual([threshold, forSeconds, action], [0, 0, 'roll back']);
    }
  });

  it('read only metrics that are listed, of the right type and with the labels that they have', () => {
    const check = (expression: MetricExpression): void => {
      if (expression.kind === 'any') {
        expression.of.forEach((part) => {
          check(part.expression);
        });
        return;
      }
      const metrics = 'metric' in expression ? [expression.metric] : [expression.of, expression.to];
      const type = { max: 'gauge', quantile: 'histogram' } as const;
      const expected = expression.kind in type ? type[expression.kind as keyof typeof type] : 'counter';
      const by = 'by' in expression ? expression.by : [];
      for (const metric of metrics) {
        assert.equal(MONITORED_METRICS[metric].type, expected, metric);
        const labels: readonly string[] = MONITORED_METRICS[metric].labels;
        for (const label of [...Object.keys(expression.where), ...by])
          assert.ok(labels.includes(label), metric);
      }
    };
    for (const { expression } of all) check(expression);
  });
});

describe('the rate that a conflict trigger names', () => {
  const meaning = (maxKeyConflictRate: number) => {
    const contention = { ...CONTENTION, maxKeyConflictRate };
    const evidence = withCandidate(perfectEvidence(), 'load', { contention });
    return trigger('conflict rate per key', withCandidate(evidence, 'retest', { contention })).meaning;
  };

  it('is said to be of the test only if it is', () => {
    assert.match(meaning(0.04), /makes of 4 %, the most of the test:/);
    assert.match(meaning(0), /makes of 1\.5 %, the least that so few writes can tell from none:/);
    assert.match(
      trigger('conflict rate per key', untested(perfectEvidence())).meaning,
      /makes of 10 %, the limit of the criteria:/,
    );
  });
});

describe('the threshold of', () => {
  it('conflicts per key is what the hottest key of the loads showed, and its scatter', () => {
    const { threshold, evidence } = trigger('conflict rate per key');
    // 2.5 % and three standard deviations of a share of 200 writes.
    assert.equal(threshold, 0.0581);
    assert.match(evidence.what, /2\.5 %/);
    const hotter = withCandidate(perfectEvidence(), 'load', {
      contention: { ...CONTENTION, maxKeyConflictRate: 0.3 },
    });
    const raised = trigger('conflict rate per key', hotter);
    assert.ok(raised.threshold > 0.3 && raised.threshold < 0.41);
    assert.equal(raised.evidence.phase, 'load');
  });

  it('conflicts per key is not zero where the loads had none: never seen is not impossible', () => {
    const calm = { contention: { ...CONTENTION, maxKeyConflictRate: 0 } };
    const none = withCandidate(withCandidate(perfectEvidence(), 'load', calm), 'retest', calm);
    const { threshold } = trigger('conflict rate per key', none);
    assert.ok(threshold > 0.015 && threshold < 0.05, String(threshold));
  });

  it('attempts per request is above what was tested and never above the limit', () => {
    assert.equal(trigger('attempts per request').threshold, 1.25);
    const few = { figures: { ...FIGURES, attemptsPerRequest: 1.0007 } };
    const calm = withCandidate(withCandidate(perfectEvidence(), 'load', few), 'retest', few);
    assert.equal(trigger('attempts per request', calm).threshold, 1.05);
    const some = { figures: { ...FIGURES, attemptsPerRequest: 1.1 } };
    const busy = withCandidate(calm, 'load', some);
    assert.equal(trigger('attempts per request', busy).threshold, 1.15);
    assert.match(trigger('attempts per request', busy).evidence.where, /load\.trace\.csv: request_id$/);
  });

  it('a target is the target, in seconds', () => {
    const criteria = { ...DEFAULT_CRITERIA, p99LatencyMs: 90, maxQueueDelayMs: 20 };
    assert.equal(trigger('p99 latency', perfectEvidence(), criteria).threshold, 0.09);
    assert.equal(trigger('queue delay', perfectEvidence(), criteria).threshold, 0.02);
  });

  it('what was not tested comes from the criteria, and says so', () => {
    const evidence = untested(perfectEvidence());
    for (const name of ['conflict rate per key', 'attempts per request'] as const)
      assert.match(trigger(name, evidence).evidence.where, /^criteria: max/);
    assert.ok(trigger('attempts per request', evidence).threshold <= DEFAULT_CRITERIA.maxAttemptsPerRequest);
  });
});

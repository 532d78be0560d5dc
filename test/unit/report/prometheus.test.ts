import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_CRITERIA } from '../../../src/core/decide/criteria.ts';
import { triggersOf } from '../../../src/core/decide/triggers-of.ts';
import { alertOf } from '../../../src/report/prometheus/prometheus.ts';
import { perfectEvidence } from '../core/decide/evidence-of.ts';

describe('an alert of several conditions', () => {
  it('says which figure has which threshold', () => {
    const breach = triggersOf(perfectEvidence(), DEFAULT_CRITERIA).find(
      ({ name }) => name === 'canary breach',
    );
    assert.ok(breach);
    assert.equal(
      alertOf(breach).annotations.threshold,
      'reservation_server_errors_total / reservation_requests_total above 0.001, or reservation_canary_rollback above 0',
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isTooOld } from '../../../src/cli/runtime.ts';

void describe('the Node that the command line runs on', () => {
  it('is too old before 22.13, compared as numbers', () => {
    for (const version of ['18.20.0', '20.20.2', '22.9.0', '22.12.0']) assert.equal(isTooOld(version), true);
    for (const version of ['22.13.0', '22.13.1', '24.0.0', '100.1.0']) assert.equal(isTooOld(version), false);
  });

  it('is new enough here', () => {
    assert.equal(isTooOld(process.versions.node), false);
  });
});

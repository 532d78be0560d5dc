import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lensTitle } from '../../../../src/extension/sites/lens-title.ts';

describe('the title of a CodeLens', () => {
  it('is what was done, in the order of time', () => {
    assert.equal(lensTitle(['A wrote v2', 'B wrote v3 from v1 ✕']), 'A wrote v2 · B wrote v3 from v1 ✕');
  });

  it('counts the first of many acts', () => {
    assert.equal(lensTitle(['A', 'B', 'C', 'D', 'E']), '2 more · C · D · E');
    assert.equal(lensTitle(['A', 'B', 'C']), 'A · B · C');
  });

  it('has no icon that a trace names', () => {
    assert.ok(!lensTitle(['$(flame) wrote v2']).includes('$('));
  });
});

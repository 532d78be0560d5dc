import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checked, found } from './history-language.ts';

describe('the witness of a key that no outcome explains', () => {
  it('is as few rows as still have no lawful world, and the message has their alternatives', () => {
    const analysis = checked(`
      scheme sequential
      initial k 9 v1
      A r-1 k read 1=9 write 2=8 success
      B r-2 k read 2=8 write 3=7 success
      C r-3 k read 3=7 write 4=6 success
      D r-4 k read 3=7 success
      E r-5 k read 5=5 write 6=4 success
      F r-6 k read 6=4 write 7=3 success
      G r-7 k read 7=3 timeout
      remaining k 3 v7
    `);
    const [first] = analysis.findings;
    assert.equal(analysis.verdict, 'violation');
    assert.equal(first?.code, 'no-lawful-world');
    assert.deepEqual(found(analysis), ['no-lawful-world 5 4']);
    assert.equal(first.data.alternatives?.length, 2);
    assert.match(first.data.alternatives.join(' or '), /D wrote v3→v5 after C had already replaced v3/);
    assert.match(first.data.alternatives.join(' or '), /D was told success, but request r-4 never wrote/);
  });
});

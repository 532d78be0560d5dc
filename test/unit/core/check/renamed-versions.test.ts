/** Versions that are texts have no order: other names for them change nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../../src/core/check/analyze.ts';
import { historyOf } from './history-language.ts';

/** What is made of an attempt that read the one version and made the other before it timed out. */
function judged(read: string, write: string) {
  const history = historyOf([{ request: 'r', key: 'k', read, write, retry: 0, result: 'timeout' }]);
  const { verdict, counts } = analyze(history, undefined, { accepted: 1, rejected: 0, blank: 0 });
  return { verdict, counts };
}

describe('versions that are texts', () => {
  it('may have any names: a timed-out write is one whichever of them comes first', () => {
    assert.equal(judged('etag-a', 'etag-b').counts['lost-confirmation'], 1);
    assert.deepEqual(judged('etag-b', 'etag-a'), judged('etag-a', 'etag-b'));
  });
});

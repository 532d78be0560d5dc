import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../../src/core/check/analyze.ts';
import { explain, findingSite } from '../../../../src/core/findings/explain.ts';
import { HistoryBuilder } from '../../../../src/core/history/builder.ts';
import { checked } from './history-language.ts';
import { RESULT } from '../../../../src/core/words/codes.ts';

const sentences = (drawing: string): string[] => {
  const analysis = checked(drawing);
  return analysis.findings.map((finding) => explain(finding, analysis));
};

describe('a finding in words', () => {
  it('says who overtook whom, and the books', () => {
    assert.deepEqual(
      sentences(`
        initial seat-7 1 v1
        A@w1 r-1 seat-7 read 1 write 2 success
        B@w2 r-2 seat-7 read 1 write 2 success
        remaining seat-7 0 v2
      `),
      [
        'B wrote v1→v2 after A had already replaced v1',
        'seat-7: 2 units confirmed but 1 taken (initial 1 − remaining 0), a mismatch of +1',
        'stale writes to seat-7 were accepted and no refusal was seen: the write may have no condition',
      ],
    );
  });

  it('names attempts by client, else worker, else request, and tells namesakes apart', () => {
    assert.equal(
      sentences('@w1 r-1 k read 1 write 2 success\n@w1 r-2 k read 1 write 2 success')[0],
      'w1 (r-2) wrote v1→v2 after w1 (r-1) had already replaced v1',
    );
    assert.equal(
      sentences('@ r-1 k read 1 write 2 success\n@ r-2 k read 1 write 2 success')[0],
      'r-2 wrote v1→v2 after r-1 had already replaced v1',
    );
    assert.equal(
      sentences('A r-1 k read 1 write 2 success\nA r-1 k read 1 write 3 success')[0],
      'A (line 3) wrote v1→v3 after A (line 2) had already replaced v1',
    );
  });

  it('says when the overtaker is not in the trace', () => {
    assert.equal(
      sentences('scheme sequential\nA r-1 k read 1 write 3 success')[0],
      'A wrote v1→v3 after a writer outside the trace had already replaced v1',
    );
    const later = sentences(`
      scheme sequential
      initial k 9 v1
      A r-1 k read 2 write 3 success
      B r-2 k read 1 write 4 success
    `);
    assert.equal(
      later[0],
      'B wrote v1→v4 after a writer outside the trace had already replaced v1',
      'A came after that',
    );
  });

  for (const [drawing, sentence] of [
    [
      'A r-1 k read 1 write 2 success\nA r-1 k read 2 write 3 success',
      'request r-1 was confirmed 2 times: v1→v2, v2→v3',
    ],
    [
      'initial k 5 v1\nA r-1 k read 1 write 2 success\nB r-2 k read 2 success\nremaining k 3 v2',
      'B was told success, but request r-2 never wrote',
    ],
    ['A r-1 k read 1=0 write 2=-1 success', 'A left −1 units of k'],
    ['A r-1 k read 1=-2 rejected', 'A read −2 units of k'],
    ['A r-1 k read 3 write 2 success', 'A wrote v2 although it had already read v3'],
    [
      'closed\ninitial k 0 v1\nA r-1 k read 9 conflict',
      'A read v9, which no write in the trace can have made',
    ],
    [
      'A r-1 k |-R1-W2-|    success\nB r-2 k |         R1-| rejected',
      'B read v1 after A had been told that v2 was written',
    ],
    [
      'closed\nscheme sequential\nA r-1 k read 1 timeout\nB r-2 k read 2 rejected',
      'A timed out, but its write was applied as v2; its client was never told',
    ],
  ] as const)
    it(`reads: ${sentence}`, () => {
      assert.deepEqual(sentences(drawing), [sentence]);
    });

  it('says which bases a version was made from twice', () => {
    assert.ok(
      sentences(`
        scheme monotonic
        C r-3 k read 1 write 3 success
        A r-1 k read 3 write 5 success
        B r-2 k read 1 write 5 success
      `).includes('B and A both made v5, from v1 and from v3'),
    );
  });

  it('shows what would clear a terminal or reverse a line as visible text', () => {
    const [sentence] = sentences(
      'A\u001b[2J r-1 k read 1 write 2 success\nB\u202e r-2 k read 1 write 2 success',
    );
    assert.equal(sentence, String.raw`B\u{202e} wrote v1→v2 after A\u{1b}[2J had already replaced v1`);
  });
});

describe('the site of a finding', () => {
  const analysisWith = (sites: { read?: string; write?: string; confirm?: string }) => {
    const builder = new HistoryBuilder();
    builder.declare('read_version');
    builder.declare('write_version');
    for (const request of ['r-1', 'r-2']) {
      builder.startRow(2);
      builder.text('request_id', request);
      builder.text('inventory_key', 'k');
      builder.version('read_version', 1);
      builder.version('write_version', 2);
      builder.text('read_site', sites.read ?? '');
      builder.text('write_site', sites.write ?? '');
      builder.text('confirm_site', sites.confirm ?? '');
      builder.result(RESULT.success);
      builder.endRow();
    }
    return analyze(builder.finish([]), undefined, { accepted: 2, rejected: 0, blank: 0 });
  };

  it('is the step to blame, or the nearest to it that the trace has', () => {
    const all = analysisWith({ read: 'a.ts:1', write: 'a.ts:2:5', confirm: 'a.ts:3' });
    assert.equal(findingSite(all.findings[0]!, all), 'a.ts:2:5');
    const read = analysisWith({ read: 'a.ts:1' });
    assert.equal(findingSite(read.findings[0]!, read), 'a.ts:1');
  });

  it('of negative inventory is where it was written, or else where it was read', () => {
    const siteOf = (value: 'read_value' | 'write_value') => {
      const builder = new HistoryBuilder();
      builder.startRow(2);
      builder.text('request_id', 'r-1');
      builder.text('inventory_key', 'k');
      builder.text('read_site', 'a.ts:1');
      builder.text('write_site', 'a.ts:2');
      builder.integer(value, -1);
      builder.result(value === 'read_value' ? RESULT.conflict : RESULT.success);
      builder.endRow();
      const analysis = analyze(builder.finish([]), undefined, { accepted: 1, rejected: 0, blank: 0 });
      return findingSite(analysis.findings[0]!, analysis);
    };
    assert.equal(siteOf('read_value'), 'a.ts:1');
    assert.equal(siteOf('write_value'), 'a.ts:2');
  });

  it('is undefined where the trace has none, or the finding has no row', () => {
    const none = analysisWith({});
    assert.equal(findingSite(none.findings[0]!, none), undefined);
    const books = checked('initial k 5 v1\nA r-1 k read 1 conflict\nremaining k 4 v1');
    assert.equal(findingSite(books.findings[0]!, books), undefined);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { comparisonModel } from '../../../../src/report/comparison/model.ts';
import { comparisonPage } from '../../../../src/report/comparison/page.ts';
import { comparisonMarkdown } from '../../../../src/report/comparison/text.ts';
import { checked } from '../../core/check/history-language.ts';

const EVIL = '<img/src=x/onerror=alert(1)>';

const unsafe = checked(`
  initial ${EVIL} 1 v1
  A r-1 ${EVIL} |--R1----W2--|      success
  B r-2 ${EVIL} |----R1-----W3--|   success
`);
const safe = checked(`
  initial ${EVIL} 1 v1
  A r-1 ${EVIL} |--R1----W2--|      success
  B r-2 ${EVIL} |----R2-----W3--|   success
`);
const before = { name: 'before.csv', analysis: unsafe };
const after = { name: 'after.csv', analysis: safe };

describe('the comparison of two traces', () => {
  it('says in a sentence what became of the findings', () => {
    assert.match(comparisonModel(before, after).answer, /^Findings per kind, key and line: \d gone\.$/);
    assert.match(comparisonModel(after, before).answer, /^Findings per kind, key and line: \d new\.$/);
    assert.equal(comparisonModel(before, before).answer, 'Nothing differs.');
  });

  it('says why a figure of a short trace has no interval', () => {
    assert.match(comparisonModel(before, after).notes.join(' '), /1 and 1 slices .* ten are needed/);
  });

  it('is text to HTML and to Markdown, whatever a trace says', () => {
    const model = comparisonModel(before, after);
    const page = comparisonPage(model, { nonce: 'n', scriptUri: 's' });
    assert.ok(page.includes('&lt;img/src=x/onerror=alert(1)&gt;'));
    assert.doesNotMatch(page, /<img/);
    assert.doesNotMatch(comparisonMarkdown(model), /<img/);
    assert.match(comparisonMarkdown(model), /\| gone \| stale-version-write \|/);
  });
});

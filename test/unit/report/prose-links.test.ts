import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { proseLinks } from '../../../src/report/html/prose-links.ts';
import { markup } from '../../../src/report/html/template.ts';
import type { FindingLine } from '../../../src/report/model/model.ts';

const FINDINGS = [{ site: 'a.ts:3' }, { site: 'b<b>.ts:1' }] as FindingLine[];

function html(text: string): string {
  return markup`${proseLinks(text, FINDINGS)}`.toString();
}

describe('a line of source in the prose of a report', () => {
  it('is a link where a finding names it, and else text', () => {
    assert.match(
      html('B wrote at a.ts:3, and not at c.ts:3.'),
      /^B wrote at <button [^>]*data-open="source" data-finding="0">a\.ts:3<\/button>, and not at c\.ts:3\.$/,
    );
  });

  it('makes no markup of what stands around it', () => {
    assert.doesNotMatch(html('<i>a.ts:3</i> b<b>.ts:1'), /<[ib]>/);
  });
});

import type { FindingLine } from '../model/model.ts';
import { markup, type Part } from './template.ts';

/** A line of source as the findings write it: `reservation.ts:31`. */
const SITE = /([\w.-]+:\d+)/;

/** A text in which each line of source that a finding names leads there. */
export function proseLinks(text: string, findings: readonly FindingLine[]): Part {
  // At odd places stand the sites: what `split` has matched.
  const parts = text.split(SITE).map((part, index): Part => {
    const finding = index % 2 === 1 ? findings.findIndex(({ site }) => site === part) : -1;
    return finding < 0
      ? part
      : markup`<button type="button" class="link prose" data-open="source" data-finding="${finding}">${part}</button>`;
  });
  return parts.length === 1 ? text : parts;
}

import type { Analysis } from '../analysis.ts';
import { findingMessage, findingSite } from '../findings/explain.ts';
import { FINDING_CODES } from '../findings/finding.ts';
import type { Finding } from '../findings/finding.ts';
import { traceTimes } from '../history/attempt-times.ts';
import { filterOf } from '../search/filter.ts';
import { findingName } from './finding-name.ts';
import { findingSummary } from './finding-summary.ts';
import type { FindingList, FindingRow } from './model.ts';
import { shortMessage, shortSite } from '../history/names.ts';
import { printable } from '../words/printable.ts';
import { count, momentWithUnit } from '../words/numbers.ts';
import { offendingMoment } from '../picture/offending-step.ts';

/**
 * The findings that fit the filter, worst first, of which the first `limit` are rows. A finding fits by its code, its key,
 * or one of its rows. Linear in the findings.
 */
export function findingList(analysis: Analysis, filter: string, limit: number): FindingList {
  const { history, findings } = analysis;
  const { isEmpty, fitsFinding } = filterOf(history, filter);
  const ids = isEmpty
    ? Int32Array.from(findings.keys())
    : Int32Array.from([...findings.keys()].filter((id) => fitsFinding(findings[id]!)));
  const all = FINDING_CODES.reduce((sum, code) => sum + analysis.counts[code], 0);
  return {
    rows: findingRows(analysis, ids.subarray(0, limit)),
    ids,
    keyIds: ids.map((id) => findings[id]!.key),
    matching: isEmpty ? all : ids.length,
    possible: analysis.possible
      .flatMap((finding, position) => {
        if (!fitsFinding(finding)) return [];
        const row = findingRow(analysis, findings.length + position, finding);
        return [{ ...row, hangsOn: printable(finding.hangsOn) }];
      })
      .slice(0, limit),
  };
}

/** The rows of these certain findings, in the order of the ids; an id that there is not has none. */
export function findingRows(analysis: Analysis, ids: Iterable<number>): FindingRow[] {
  return [...ids].flatMap((id) => {
    const finding = analysis.findings[id];
    return finding === undefined ? [] : [findingRow(analysis, id, finding)];
  });
}

function findingRow(analysis: Analysis, id: number, finding: Finding): FindingRow {
  const site = findingSite(finding, analysis);
  return {
    id,
    ...findingName(analysis, finding),
    level: finding.level,
    keyId: finding.key,
    summary: findingSummary(analysis, finding),
    when: whenOf(analysis, finding),
    site: site === undefined ? shortMessage(findingMessage(finding, analysis)) : shortSite(site),
  };
}

/** `13.121 ms`, or `line 7` where the trace has no time of it; '' for a finding about a key's books alone. */
function whenOf({ history }: Analysis, finding: Finding): string {
  const [row] = finding.rows;
  if (row === undefined) return '';
  const { fromUs, toUs } = traceTimes(history);
  const us = offendingMoment(history, finding);
  return Number.isNaN(us) ? `line ${count(history.line[row]!)}` : momentWithUnit(us - fromUs, toUs - fromUs);
}

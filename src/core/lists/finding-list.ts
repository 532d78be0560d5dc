import type { Analysis } from '../analysis.ts';
import { findingMessage, findingSite } from '../findings/explain.ts';
import { FINDING_CODES } from '../findings/finding.ts';
import type { Finding } from '../findings/finding.ts';
import { traceTimes } from '../history/attempt-times.ts';
import { filterOf } from './filter.ts';
import { findingName } from './finding-name.ts';
import { findingSummary } from './finding-summary.ts';
import type { FindingList, FindingRow } from './model.ts';
import { shortMessage, shortSite } from '../history/names.ts';
import { printable } from '../words/printable.ts';
import { count, momentWithUnit } from '../words/numbers.ts';
import { offendingMoment } from '../picture/offending-step.ts';

/**
 * The first `limit` findings that fit the filter, worst first. A finding fits by its code, its key, or one of its rows.
 * Linear in the findings.
 */
export function findingList(analysis: Analysis, filter: string, limit: number): FindingList {
  const { history, findings } = analysis;
  const fits = filterOf(history, filter);
  const fitsFinding = ({ code, key, rows }: Finding): boolean =>
    fits.isEmpty || fits.fitsCode(code) || fits.fitsName(key) || rows.some((row) => fits.fitsRow(row));
  const matching = [...findings.keys()].filter((id) => fitsFinding(findings[id]!));
  const all = FINDING_CODES.reduce((sum, code) => sum + analysis.counts[code], 0);
  return {
    rows: matching.slice(0, limit).map((id) => findingRow(analysis, id, findings[id]!)),
    matching: fits.isEmpty ? all : matching.length,
    possible: analysis.possible
      .flatMap((finding, position) => {
        if (!fitsFinding(finding)) return [];
        const row = findingRow(analysis, findings.length + position, finding);
        return [{ ...row, hangsOn: printable(finding.hangsOn) }];
      })
      .slice(0, limit),
  };
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

import type { Analysis, KeyAnalysis } from '../analysis.ts';
import { DEFINITIONS, definitionOf } from '../findings/finding.ts';
import type { FindingCode } from '../findings/finding.ts';
import { filterOf } from '../search/filter.ts';
import type { Filter } from '../search/filter.ts';
import { rowsOf } from '../picture/key-index.ts';
import type { KeyList, KeyRow } from './model.ts';
import { nameOf } from '../history/names.ts';
import { count, counted, signed } from '../words/numbers.ts';
import { severityOf } from '../picture/severity.ts';
import { SEVERITY, ROW_FLAG } from '../words/codes.ts';

/**
 * The first `limit` keys that fit the filter, worst first. A key fits by its name, by the code of one of its findings, or
 * by an attempt on it. Linear in the attempts.
 */
export function keyList(analysis: Analysis, filter: string, limit: number): KeyList {
  const fits = filterOf(analysis.history, filter);
  const codes = codesByKey(analysis);
  const found = fits.isEmpty ? new Set<number>() : keysOfFindings(analysis, fits);
  const possible = new Set(analysis.possible.map(({ key }) => key));
  const matching = fits.isEmpty
    ? analysis.keys
    : analysis.keys.filter(
        (key) =>
          fits.fitsKeyName(key.key) ||
          found.has(key.key) ||
          rowsOf(analysis, key).some((row) => fits.fitsRow(row)),
      );
  const rows = matching.slice(0, limit).map((key) => {
    const row = keyRow(analysis, key, codes.get(key.key));
    return row.badge === '' && possible.has(key.key) ? { ...row, badge: 'possible' } : row;
  });
  return { rows, matching: matching.length };
}

type Codes = ReadonlySet<FindingCode> | undefined;

function codesByKey({ findings }: Analysis): Map<number, Set<FindingCode>> {
  const codes = new Map<number, Set<FindingCode>>();
  for (const { key, code } of findings) {
    const known = codes.get(key);
    if (known) known.add(code);
    else codes.set(key, new Set([code]));
  }
  return codes;
}

/** The keys of which a finding fits: one pass for all keys, since each finding may fit by any of its rows. */
function keysOfFindings({ findings }: Analysis, fits: Filter): ReadonlySet<number> {
  return new Set(findings.filter((finding) => fits.fitsFinding(finding)).map(({ key }) => key));
}

function keyRow(analysis: Analysis, key: KeyAnalysis, codes: Codes): KeyRow {
  const rows = rowsOf(analysis, key);
  const levels = [0, 0, 0, 0];
  for (const row of rows) levels[severityOf(analysis, row)]!++;
  const share = (...severities: readonly number[]): number =>
    severities.reduce((sum, severity) => sum + levels[severity]!, 0) / Math.max(1, rows.length);
  const contended = share(SEVERITY.contended, SEVERITY.warning);
  return {
    id: key.key,
    name: nameOf(analysis.history, key.key) || '(no name)',
    attempts: rows.length,
    severity: key.errors > 0 ? 'wrong' : contended > 0 ? 'contended' : 'calm',
    calm: share(SEVERITY.calm),
    contended,
    wrong: share(SEVERITY.error),
    badge: badgeOf(analysis, key, rows, codes),
  };
}

/** `1 stale`: the worst that is wrong with the key, counted over all of its rows where a flag tells it. */
function badgeOf({ rowFlags }: Analysis, key: KeyAnalysis, rows: Uint32Array, codes: Codes): string {
  const flagged = (flag: number): number =>
    rows.reduce((sum, row) => sum + Number((rowFlags[row]! & flag) !== 0), 0);
  // The flags are those of one explanation, and there every explanation has another error.
  if (codes?.has('no-lawful-world') && !codes.has('stale-version-write'))
    return definitionOf('no-lawful-world').badge;
  const stale = flagged(ROW_FLAG.staleWrite);
  if (stale > 0) return `${count(stale)} stale`;
  const duplicates = flagged(ROW_FLAG.duplicate);
  if (duplicates > 0) return `${count(duplicates)} dup`;
  const { mismatch } = key.ledger;
  if (codes?.has('invariant-mismatch'))
    return mismatch === undefined ? 'mismatch' : `mismatch ${signed(mismatch)}`;
  const word = DEFINITIONS.find(({ code, badge }) => badge !== '' && codes?.has(code))?.badge;
  if (word !== undefined) return word;
  if (key.errors > 0) return counted(key.errors, 'error');
  return key.warnings > 0 ? counted(key.warnings, 'stale read') : '';
}

import type { Analysis } from '../analysis.ts';
import { nameBeside } from '../check/explain.ts';
import type { Finding, FindingCode } from '../check/finding.ts';
import { NONE } from '../history/history.ts';
import type { History } from '../history/history.ts';
import { clipped } from '../words/printable.ts';
import { nameAt, versionName } from '../history/names.ts';
import { count, counted, signed } from '../words/numbers.ts';

/** A finding in the few words of a table's cell: `v1→v3 after w1's v2`. */
export function findingSummary(analysis: Analysis, finding: Finding): string {
  return clipped(SUMMARIES[finding.code](finding, analysis.history), 200);
}

type Summary = (finding: Finding, history: History) => string;

const SUMMARIES: Readonly<Record<FindingCode, Summary>> = {
  'stale-version-write': ({ rows: [row, first], data }, history) => {
    const written = `${version(history, data.base)}→${version(history, data.made)}`;
    if (first === undefined) return `${written} after a writer outside the trace`;
    const worker = nameAt(history, history.workerId, first) || nameBeside(history, first, row);
    return `${written} after ${worker}'s ${version(history, history.writeVersion[first])}`;
  },
  'duplicate-confirmation': ({ rows, data }, history) => {
    const made = rows.map((row) => history.writeVersion[row]!).sort((a, b) => a - b);
    const retry = history.retryCount[rows[0]!]!;
    const more = (data.confirmations ?? rows.length) > rows.length ? ' and more' : '';
    const versions = made.map((cell) => version(history, cell)).join(' and ');
    return `confirmed as ${versions}${more}${retry > 0 ? `, retry ${count(retry)}` : ''}`;
  },
  'confirmation-without-write': () => 'told success, but nothing was written',
  'invariant-mismatch': ({ data: { confirmed = 0, taken = 0 } }) =>
    `${count(confirmed)} confirmed, ${count(taken)} taken: ${signed(confirmed - taken)}`,
  'negative-inventory': ({ data: { value = 0 } }) => `${counted(value, 'unit')} left`,
  'version-reuse': ({ rows: [row, other] }, history) => {
    const made = version(history, history.writeVersion[row!]);
    const base = version(history, history.readVersion[row!]);
    if (other === undefined) return `${made} written on top of ${base}`;
    return `${made} made twice, from ${version(history, history.readVersion[other])} and from ${base}`;
  },
  'phantom-read': ({ rows: [row] }, history) =>
    `${version(history, history.readVersion[row!])} read, which no write made`,
  'stale-read': ({ rows: [row, newer] }, history) =>
    `${version(history, history.readVersion[row!])} read after ${version(history, history.writeVersion[newer!])} was confirmed`,
  'lost-confirmation': ({ data }, history) => `timed out, but applied as ${version(history, data.made)}`,
  'unconditional-pattern': () => 'stale writes, and no refusal was seen',
};

function version(history: History, cell: number | undefined): string {
  return versionName(history, cell ?? NONE) || 'an unknown version';
}

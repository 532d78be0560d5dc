import type { Analysis } from '../analysis.ts';
import { firstOf, traceTimes } from '../history/attempt-times.ts';
import { filterOf } from './filter.ts';

/** The attempts that fit a filter. */
export interface Matches {
  readonly total: number;
  /** Per bin of the overview, 1 where such an attempt begins; empty where nothing is asked for. */
  readonly lit: Uint8Array;
  /** What is wrong with the filter, as a sentence; '' where nothing is. */
  readonly problem: string;
}

/** One of the attempts that fit a filter. */
export interface Match {
  readonly row: number;
  /** Counted from 1, in the order of time. */
  readonly place: number;
  readonly of: number;
}

/** The last filter that was asked for, with its rows. */
const last = new WeakMap<Analysis, { readonly text: string; readonly rows: Uint32Array }>();

/** Where the attempts that fit lie in the run, in `bins` bins as the overview has them. */
export function matchesOf(analysis: Analysis, text: string, bins: number): Matches {
  const { isEmpty, problem } = filterOf(analysis.history, text);
  if (isEmpty) return { total: 0, lit: new Uint8Array(0), problem };
  const rows = matchingRows(analysis, text);
  const lit = new Uint8Array(bins);
  const { hasTimes, fromUs, toUs } = traceTimes(analysis.history);
  const length = hasTimes ? Math.max(1, toUs - fromUs) : Math.max(1, analysis.history.size);
  for (const row of rows) {
    const at = hasTimes ? firstOf(analysis.history, row) - fromUs : row;
    if (!Number.isNaN(at)) lit[Math.min(bins - 1, Math.floor((at / length) * bins))] = 1;
  }
  return { total: rows.length, lit, problem };
}

/** The fitting attempt after (`by` 1) or before (`by` -1) that of `row`, around the ends; undefined where none fits. */
export function nextMatch(
  analysis: Analysis,
  text: string,
  row: number | undefined,
  by: 1 | -1,
): Match | undefined {
  const rows = matchingRows(analysis, text);
  if (rows.length === 0) return undefined;
  const here = row === undefined ? -1 : rows.indexOf(row);
  const at = here < 0 ? (by > 0 ? 0 : rows.length - 1) : (here + by + rows.length) % rows.length;
  return { row: rows[at]!, place: at + 1, of: rows.length };
}

/** The rows that fit, in the order of time; attempts without any in the order of the file, last. */
function matchingRows(analysis: Analysis, text: string): Uint32Array {
  const known = last.get(analysis);
  if (known?.text === text) return known.rows;
  const { history } = analysis;
  const { fitsRow, isEmpty } = filterOf(history, text);
  const found: number[] = [];
  if (!isEmpty) for (let row = 0; row < history.size; row++) if (fitsRow(row)) found.push(row);
  const at = new Map(found.map((row) => [row, firstOf(history, row)]));
  const order = (row: number): number => (Number.isNaN(at.get(row)!) ? Infinity : at.get(row)!);
  const rows = Uint32Array.from(found).sort((a, b) => {
    const [first, second] = [order(a), order(b)];
    return first === second ? a - b : first - second;
  });
  last.set(analysis, { text, rows });
  return rows;
}

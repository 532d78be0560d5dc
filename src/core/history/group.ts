/** Rows by group: group `g` has `rows[from[g]]` up to `rows[from[g + 1]]`, exclusive, in ascending order. */
export interface Groups {
  readonly from: Uint32Array;
  readonly rows: Uint32Array;
}

/** Groups rows by a column of indexes below `groups`; a row without an index, or that `keep` refuses, is in none. Linear. */
export function groupRows(column: Int32Array, groups: number, keep?: (row: number) => boolean): Groups {
  const from = new Uint32Array(groups + 1);
  for (let row = 0; row < column.length; row++) {
    const group = column[row]!;
    if (group >= 0 && (keep === undefined || keep(row))) from[group + 1]!++;
  }
  for (let group = 0; group < groups; group++) from[group + 1]! += from[group]!;
  const next = from.slice();
  const rows = new Uint32Array(from[groups]!);
  for (let row = 0; row < column.length; row++) {
    const group = column[row]!;
    if (group >= 0 && (keep === undefined || keep(row))) rows[next[group]!++] = row;
  }
  return { from, rows };
}

/** Sorts rows in place unless they are in order already, which rows of a trace mostly are. */
export function sortRows(rows: Uint32Array, compare: (a: number, b: number) => number): void {
  for (let index = 1; index < rows.length; index++)
    if (compare(rows[index - 1]!, rows[index]!) > 0) {
      rows.sort(compare);
      return;
    }
}

/** Orders two rows by a column of numbers, the rows without one last; 0 where the column does not decide. */
export function compareBy(column: Float64Array, a: number, b: number): number {
  return inOrder(column[a]!, column[b]!);
}

/** Orders two numbers, NaN last; 0 where they do not decide. */
export function inOrder(first: number, second: number): number {
  if (Number.isNaN(first) || Number.isNaN(second))
    return Number(Number.isNaN(first)) - Number(Number.isNaN(second));
  return first - second;
}

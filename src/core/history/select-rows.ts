import type { History } from './history.ts';

/** The history of some rows alone, in the order given; strings, versions and times are those of the whole. */
export function selectRows(history: History, rows: readonly number[]): History {
  const columns = Object.entries(history).filter(([, column]) => ArrayBuffer.isView(column));
  const picked = columns.map(([name, column]) => [name, pick(column as Float64Array, rows)] as const);
  return {
    ...history,
    ...(Object.fromEntries(picked) as Partial<History>),
    size: rows.length,
    files: [],
    extra: history.extra.map(({ name, values }) => ({ name, values: pick(values, rows) })),
  };
}

function pick<Column extends Float64Array | Int32Array>(column: Column, rows: readonly number[]): Column {
  const picked = column.slice(0, rows.length) as Column;
  for (const [index, row] of rows.entries()) picked[index] = column[row]!;
  return picked;
}

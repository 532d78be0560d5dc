import type { History } from '../history/history.ts';

/** Rows that say in every cell what an earlier row of the same request says: delivered again, and counted as one. */
export function repeatedAmong(history: History, rows: Uint32Array): number[] {
  if (rows.length < 2) return [];
  const repeated: number[] = [];
  for (let index = 1; index < rows.length; index++)
    if (rows.subarray(0, index).some((earlier) => isSame(history, rows[index]!, earlier)))
      repeated.push(rows[index]!);
  return repeated;
}

/** Whether two rows agree in every cell, those of columns that the format does not know included. */
function isSame(history: History, a: number, b: number): boolean {
  const { extra } = history;
  return (
    columnsOf(history).every((column) => Object.is(column[a], column[b])) &&
    extra.every(({ values }) => values[a] === values[b])
  );
}

type Column = Float64Array | Int32Array | Uint8Array;

const known = new WeakMap<History, readonly Column[]>();

/** The columns of a history, those first that mostly differ. */
function columnsOf(history: History): readonly Column[] {
  let columns = known.get(history);
  if (columns !== undefined) return columns;
  const { result, readVersion, writeVersion, retryCount, inventoryKey, workerId, clientId } = history;
  const { startUs, readUs, writeUs, endUs, latencyMs, queueDelayMs, readValue, writeValue, units } = history;
  const { readSite, writeSite, confirmSite, phase, fault, deployment } = history;
  columns = [
    ...[inventoryKey, result, readVersion, writeVersion, retryCount, startUs, endUs, readUs, writeUs],
    ...[latencyMs, queueDelayMs, readValue, writeValue, units, workerId, clientId],
    ...[readSite, writeSite, confirmSite, phase, fault, deployment],
  ];
  known.set(history, columns);
  return columns;
}

import { NONE, RESULT } from '../../core/words/codes.ts';
import { known } from './key-values.ts';
import type { TraceRows } from './trace-rows.ts';
import type { VerifiedKey } from './verified-key.ts';

/** Whether a value below zero was read, or written by a write that was made, or is what the store has. */
export function isNegative(trace: TraceRows, { name, isVersioned, speaking, walks }: VerifiedKey): boolean {
  const { readValue, writeValue, result } = trace.history;
  // There are no books of a record that was made anew.
  const records = walks.length === 1 ? trace.recordsOf(name) : [];
  if (records.some((record) => (record?.value ?? 0) < 0)) return true;
  const writers = new Set(walks.flatMap(({ steps }) => steps.map(({ writer }) => writer)));
  const wrote = (row: number): boolean =>
    writers.has(row) || (!isVersioned && result[row] === RESULT.success);
  return speaking.some((row) => readValue[row]! < 0 || (wrote(row) && writeValue[row]! < 0));
}

/** Whether no outcome that the rows leave open makes the books come to what the store has. */
export function isOutOfBalance(trace: TraceRows, key: VerifiedKey): boolean {
  const { facts, history } = trace;
  const { name, ledger, unconfirmed, outside, walks, rows, isVersioned, scheme } = key;
  const { initial, remaining, confirmed } = ledger;
  if (initial === null || Number.isNaN(outside)) return false;
  const [before, after] = trace.recordsOf(name);
  const hasEnds = before?.version !== undefined && after?.version !== undefined;
  const isClosed = facts?.closed === true;
  if (isVersioned && !hasEnds && !isClosed) return false;
  const isHidden = walks.some(({ steps }) => steps.some(({ kind }) => kind === 'unchecked'));
  if (isHidden && !isClosed && !(scheme === 'sequential' && hasEnds)) return false;
  const told = confirmed + unconfirmed + outside;
  if (remaining === null) return told > initial && rows.every((row) => !(history.units[row]! < 0));
  const open = isVersioned
    ? []
    : rows.filter((row) => history.result[row] === RESULT.timeout).map((row) => key.unitsOf(row));
  const [least, most] = [Math.min, Math.max].map((of) =>
    open.reduce((sum, each) => sum + of(0, each), told),
  ) as [number, number];
  return initial - remaining < least || initial - remaining > most;
}

/** Whether a value was read at a version, or is in the store at it, that was written with another. */
export function hasTwoValues(trace: TraceRows, { name, speaking, walks, values }: VerifiedKey): boolean {
  const { readVersion, readValue, writeValue, units } = trace.history;
  const [before, after] = trace.recordsOf(name);
  const [initial, final] = [trace.cellOf(before), trace.cellOf(after)];
  const written = new Map<number, number>();
  const isWhole = walks.length === 1;
  if (isWhole && before !== undefined && initial !== NONE) written.set(initial, before.value);
  for (const { steps } of walks)
    for (const { row, writer, to, kind } of steps) {
      if (to === NONE) continue;
      const found = isWhole && after !== undefined && to === final ? after.value : values.found(to);
      if (kind === 'untraced') {
        written.set(to, found);
        continue;
      }
      const isOpen = Number.isNaN(values.ofWrite(row, writer));
      const value = known(values.written(row, writer, to), isOpen ? found : NaN);
      written.set(to, written.has(to) ? NaN : value);
    }
  const differs = (value: number, version: number): boolean =>
    Math.abs(value - (written.get(version) ?? NaN)) > 0;
  const isMade = walks.some(({ steps }) => steps.some(({ to, kind }) => kind !== 'untraced' && to === final));
  if (isWhole && after !== undefined && final !== NONE && isMade && differs(after.value, final)) return true;
  return speaking.some((row) => {
    const isDenied = Math.abs(readValue[row]! - writeValue[row]! - units[row]!) > 0;
    return isDenied || (readVersion[row] !== NONE && differs(readValue[row]!, readVersion[row]!));
  });
}

import { NONE, RESULT } from '../../core/words/codes.ts';
import type { TraceRows } from './trace-rows.ts';
import type { VerifiedKey } from './verified-key.ts';

/** Whether a value below zero was read, or written by a write that was made, or is what the store has. */
export function isNegative(
  { history, facts }: TraceRows,
  { name, rows, speaking, walks }: VerifiedKey,
): boolean {
  const { readValue, writeValue, readVersion, writeVersion, result } = history;
  const stored = [facts?.initial?.get(name), facts?.remaining?.get(name)];
  if (stored.some((record) => (record?.value ?? 0) < 0)) return true;
  const writers = new Set(walks.flatMap(({ steps }) => steps.map(({ writer }) => writer)));
  const isVersioned = rows.some((row) => readVersion[row] !== NONE || writeVersion[row] !== NONE);
  const wrote = (row: number): boolean =>
    writers.has(row) || (!isVersioned && result[row] === RESULT.success);
  return speaking.some((row) => readValue[row]! < 0 || (wrote(row) && writeValue[row]! < 0));
}

export function isOutOfBalance({ facts, history }: TraceRows, key: VerifiedKey): boolean {
  const { name, ledger, unconfirmed, outside, walks, rows, scheme } = key;
  const { initial, remaining, confirmed } = ledger;
  if (initial === null || Number.isNaN(outside)) return false;
  const [before, after] = [facts?.initial?.get(name), facts?.remaining?.get(name)];
  const hasEnds = before?.version !== undefined && after?.version !== undefined;
  const isVersioned = rows.some(
    (row) => history.readVersion[row] !== NONE || history.writeVersion[row] !== NONE,
  );
  const isClosed = facts?.closed === true;
  if (isVersioned && !hasEnds && !isClosed) return false;
  const isCounted = scheme === 'sequential' || scheme === 'client';
  const isHidden = walks.some(({ steps }) => steps.some(({ kind }) => kind === 'unchecked'));
  if (isHidden && !isClosed && !(isCounted && hasEnds)) return false;
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
export function hasTwoValues({ history, facts }: TraceRows, { name, speaking, walks }: VerifiedKey): boolean {
  const { readVersion, readValue, writeValue, versions, units } = history;
  const [before, after] = [facts?.initial?.get(name), facts?.remaining?.get(name)];
  const cell = (record: typeof before) =>
    record?.version === undefined ? NONE : (versions.cell(record.version) ?? NONE);
  const written = new Map<number, number>();
  const isWhole = walks.length === 1;
  if (isWhole && before !== undefined && cell(before) !== NONE) written.set(cell(before), before.value);
  for (const { steps } of walks)
    for (const { row, writer, to, kind } of steps) {
      if (kind === 'untraced' || to === NONE) continue;
      const value = Number.isNaN(writeValue[row]!) ? writeValue[writer]! : writeValue[row]!;
      written.set(to, written.has(to) ? NaN : value);
    }
  const differs = (value: number, version: number): boolean =>
    Math.abs(value - (written.get(version) ?? NaN)) > 0;
  const isMade = walks.some(({ steps }) =>
    steps.some(({ to, kind }) => kind !== 'untraced' && to === cell(after)),
  );
  if (isWhole && after !== undefined && cell(after) !== NONE && isMade && differs(after.value, cell(after)))
    return true;
  return speaking.some((row) => {
    const isDenied = Math.abs(readValue[row]! - writeValue[row]! - units[row]!) > 0;
    return isDenied || (readVersion[row] !== NONE && differs(readValue[row]!, readVersion[row]!));
  });
}

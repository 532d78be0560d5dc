import { NONE, RESULT } from '../../core/words/codes.ts';
import { clipped } from '../../core/words/printable.ts';
import type { EpochWalk } from './key-walk.ts';
import type { TraceRows } from './trace-rows.ts';

/** Every version that a row names as its own write has one step, and no step is there twice. */
export function refuseUncovered(
  trace: TraceRows,
  name: string,
  rows: readonly number[],
  walks: readonly EpochWalk[],
): void {
  const { result, requestId, readVersion, writeVersion, versions } = trace.history;
  const id = (row: number, version: number): string => `${requestId[row]} ${version}`;
  const stepped = new Set<string>();
  for (const { steps } of walks)
    for (const { row, to, kind } of steps) {
      if (kind === 'untraced' || row === NONE) continue;
      if (to !== NONE && stepped.has(id(row, to)))
        trace.refuse(row, `version ${versions.text(to)} is its step twice`);
      stepped.add(id(row, to));
    }
  const unmoved = new Set(
    rows.filter((row) => readVersion[row] === writeVersion[row]).map((row) => id(row, writeVersion[row]!)),
  );
  for (const row of rows) {
    const [read, made] = [readVersion[row]!, writeVersion[row]!];
    // A row that says it made what it had read, or less, made something only where nothing else says so.
    if (
      made === NONE ||
      stepped.has(id(row, made)) ||
      (read >= made && (result[row] !== RESULT.success || unmoved.has(id(row, made))))
    )
      continue;
    trace.refuse(row, `key ${clipped(name, 80)} has no step for version ${versions.text(made)}`);
  }
}

/** Where versions are counted, no refused attempt read one above the last of the steps. */
export function refuseUnseen(
  trace: TraceRows,
  rows: readonly number[],
  scheme: string,
  walk: EpochWalk,
): void {
  const { result, readVersion, writeVersion, versions } = trace.history;
  if ((scheme !== 'sequential' && scheme !== 'client') || walk.initial === NONE) return;
  for (const row of rows) {
    const read = readVersion[row]!;
    const isTold = result[row] === RESULT.success || result[row] === RESULT.timeout;
    if (!isTold && writeVersion[row] === NONE && read > walk.current)
      trace.refuse(row, `it read version ${versions.text(read)}, which no step made`);
  }
}

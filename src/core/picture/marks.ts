import type { History } from '../history/history.ts';
import { duration, unitsChanged } from '../words/numbers.ts';
import { nameAt, valueRead, valueWritten, versionName } from '../history/names.ts';
import { ownUnits } from '../history/own-units.ts';
import { endOf, firstOf, resultName, startOf, traceTimes } from '../history/attempt-times.ts';
import type { KeyIndex } from './key-index.ts';
import type { Marks } from './model.ts';
import { ROW_FLAG, NONE } from '../words/codes.ts';

/** The marks of these entries, in their order; those that `isLit` says are lit. */
export function marksOf(index: KeyIndex, entries: readonly number[], isLit: (row: number) => boolean): Marks {
  const { analysis, tracks, trackOf } = index;
  const { history, rowFlags } = analysis;
  const rows = entries.map((entry) => index.row[entry]!);
  const column = (values: Float64Array): Float64Array =>
    Float64Array.from(entries, (entry) => values[entry]!);
  return {
    row: Int32Array.from(rows),
    lane: Uint16Array.from(entries, (entry) => tracks[trackOf[entry]!]!.lane),
    track: Uint16Array.from(entries, (entry) => tracks[trackOf[entry]!]!.track),
    start: column(index.start),
    service: column(index.service),
    read: column(index.read),
    write: column(index.write),
    end: column(index.end),
    result: Uint8Array.from(rows, (row) => history.result[row]!),
    flags: Uint8Array.from(rows, (row) => rowFlags[row]!),
    finding: Int32Array.from(rows, (row) => index.findingOf.get(row) ?? NONE),
    possible: Uint8Array.from(rows, (row) =>
      Number((index.findingOf.get(row) ?? NONE) >= analysis.findings.length),
    ),
    lit: Uint8Array.from(rows, (row) => Number(isLit(row))),
    units: Float64Array.from(rows, (row) => ownUnits(history, row)),
    readVersion: rows.map(
      (row) => versionName(history, history.readVersion[row]!) || valueRead(history, row),
    ),
    writeVersion: rows.map(
      (row) => versionName(history, history.writeVersion[row]!) || valueWritten(history, row),
    ),
    outcome: rows.map((row) => outcome(index, row)),
    request: rows.map((row) => nameAt(history, history.requestId, row)),
  };
}

/** `success 4.1 ms`, `success 3.6 ms, replay`; says so where a trace with times has none for this attempt. */
function outcome({ analysis }: KeyIndex, row: number): string {
  const replay = (analysis.rowFlags[row]! & ROW_FLAG.idempotentReplay) !== 0;
  const parts = [
    howItEnded(analysis.history, row),
    replay ? 'replay' : '',
    unitsChanged(ownUnits(analysis.history, row)),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function howItEnded(history: History, row: number): string {
  const result = resultName(history, row);
  const known = history.latencyMs[row]!;
  const latencyMs = Number.isNaN(known) ? (endOf(history, row) - startOf(history, row)) / 1000 : known;
  if (!Number.isNaN(latencyMs)) return `${result} ${duration(latencyMs)}`;
  const placed = !traceTimes(history).hasTimes || !Number.isNaN(firstOf(history, row));
  return placed ? result : `${result}, time unknown`;
}

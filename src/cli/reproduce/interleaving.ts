import { NONE, RESULT, RESULTS, type History } from '../../core/history/history.ts';
import type { Analysis } from '../../core/analysis.ts';
import { printable } from '../../core/words/printable.ts';
import { ROW_FLAG } from '../../core/words/codes.ts';

/** What one client did at one moment. */
export interface InterleavingStep {
  /** Row of the attempt in the history. */
  readonly row: number;
  readonly client: string;
  readonly step: 'read' | 'write' | 'answer';
  /** E.g. `write I=0  v1→v2  and confirm`. */
  readonly text: string;
  /** Whether it is the offending step of an error. */
  readonly offending: boolean;
}

interface Moment extends Omit<InterleavingStep, 'text'> {
  readonly atUs: number;
  readonly words: readonly string[];
}

/**
 * What happened, step by step in the order of the trace's clock: one line of the two-column table each. An answer that
 * follows its own client's step at once stands on that step's line.
 */
export function interleavingOf(analysis: Analysis): readonly InterleavingStep[] {
  const { history, rowFlags } = analysis;
  const moments: Moment[] = [];
  for (let row = 0; row < history.size; row++) moments.push(...momentsOf(history, row, rowFlags[row] ?? 0));
  moments.sort((a, b) => a.atUs - b.atUs || a.row - b.row);

  const lines: Moment[] = [];
  for (const moment of moments) {
    const before = lines.at(-1);
    if (moment.words.length === 0) continue;
    if (moment.step === 'answer' && before?.row === moment.row)
      lines[lines.length - 1] = { ...before, words: [...before.words, ` and ${moment.words.join(' ')}`] };
    else lines.push(moment);
  }
  return lines.map(({ row, client, step, words, offending }) => ({
    row,
    client,
    step,
    text: words.join(' '),
    offending,
  }));
}

/** The clients of a trace in the order of their first attempts, each with the worker that it first met. */
export function clientsOf(history: History): ReadonlyMap<string, string> {
  const clients = new Map<string, string>();
  const rows = Array.from({ length: history.size }, (_, row) => row);
  rows.sort((a, b) => (history.startUs[a] ?? 0) - (history.startUs[b] ?? 0));
  for (const row of rows) {
    const client = nameAt(history, history.clientId, row);
    if (!clients.has(client)) clients.set(client, nameAt(history, history.workerId, row));
  }
  return clients;
}

function momentsOf(history: History, row: number, flags: number): readonly Moment[] {
  const client = nameAt(history, history.clientId, row);
  const moments: Moment[] = [];
  const add = (
    step: Moment['step'],
    atUs: number | undefined,
    words: readonly string[],
    offending = false,
  ) => {
    if (atUs !== undefined && !Number.isNaN(atUs))
      moments.push({ row, client, step, atUs, words, offending });
  };
  add('read', history.readUs[row], [
    'read',
    ...inventory(history.readValue[row]),
    ...version(history, row, 'read'),
  ]);
  add(
    'write',
    history.writeUs[row],
    history.writeVersion[row] === NONE
      ? ['write ', `refused: ${versionName(history, history.readVersion[row])} is outdated`]
      : ['write', ...inventory(history.writeValue[row]), ...version(history, row, 'write')],
    (flags & ROW_FLAG.staleWrite) !== 0,
  );
  add('answer', history.endUs[row], answerOf(history, row));
  return moments;
}

/** What the client was told; nothing where the service went on by itself. */
function answerOf(history: History, row: number): readonly string[] {
  const result = history.result[row];
  if (result === RESULT.success) return ['confirm'];
  if (result === RESULT.retry) return [];
  if (result === RESULT.rejected) return ['reject'];
  return [RESULTS[result ?? RESULT.timeout] ?? 'timeout'];
}

function inventory(value: number | undefined): readonly string[] {
  return value === undefined || Number.isNaN(value) ? [] : [` I=${value}`];
}

/** The version read, or the transition written. */
function version(history: History, row: number, step: 'read' | 'write'): readonly string[] {
  const read = versionName(history, history.readVersion[row]);
  return step === 'read' ? [` ${read}`] : [` ${read}→${versionName(history, history.writeVersion[row])}`];
}

function versionName(history: History, cell: number | undefined): string {
  return cell === undefined || cell === NONE ? '?' : `v${history.versions.text(cell)}`;
}

function nameAt(history: History, column: Int32Array, row: number): string {
  return printable(history.strings[column[row] ?? NONE] ?? '');
}

import { clipped } from '../../core/words/printable.ts';
import type { OpenedTrace } from '../../ingest/open-trace.ts';
import { NONE, RESULT } from '../../core/words/codes.ts';

/** What of a trace is verified. */
export type VerifiedTrace = Pick<OpenedTrace, 'history' | 'facts' | 'reading'>;

/** The rows of a trace, each of which one claim may account for, and why claims are refused. */
export class TraceRows {
  readonly history: VerifiedTrace['history'];
  readonly facts: VerifiedTrace['facts'];
  readonly reading: VerifiedTrace['reading'];
  /** No row was refused, and the manifest does not say that the writer never finished. */
  readonly isWhole: boolean;
  /** Whether an empty write version means that nothing was written. */
  readonly recordsWrites: boolean;
  /** Rows by key, in the order of the file. */
  readonly byKey = new Map<string, number[]>();
  /** Requests that have a success with a write version, on any key. */
  readonly writing = new Set<number>();
  /** Timed-out rows by request, in the order of the file. */
  readonly timeouts = new Map<number, number[]>();
  /** The first success of each request. */
  readonly firstSuccess = new Map<number, number>();
  readonly reasons: string[] = [];
  readonly #rowOfLine: Map<number, number>;
  readonly #taken: Uint8Array;
  readonly #cells = new Map([['', NONE]]);

  constructor({ history, facts, reading }: VerifiedTrace) {
    this.history = history;
    this.facts = facts;
    this.reading = reading;
    this.isWhole = reading.rejected === 0 && facts?.complete !== false;
    this.recordsWrites = history.columns.has('write_version') || !history.result.includes(RESULT.success);
    this.#rowOfLine = new Map(Array.from(history.line, (line, row) => [line, row]));
    this.#taken = new Uint8Array(history.size);
    for (let row = 0; row < history.size; row++) this.#index(row);
  }

  /** The row of a line; NONE if there is none. */
  at(line: number): number {
    return this.#rowOfLine.get(line) ?? NONE;
  }

  /** The row of a line, which has this result and is of this key, and which nothing else may account for. */
  take(line: number, result: number, key: string): number {
    const { history } = this;
    const row = this.at(line);
    const isOfKey = history.strings[history.inventoryKey[row] ?? NONE] === key;
    if (row === NONE || this.isTaken(row) || !isOfKey || history.result[row] !== result)
      this.refuse(row, `line ${line} does not count as it was certified to`);
    this.#taken[row] = 1;
    return row;
  }

  /** The cell of a version in decimal digits; NONE for '', and NaN of one that neither rows nor manifest have. */
  cell(version: string): number {
    let cell = this.#cells.get(version);
    if (cell === undefined) {
      cell = this.history.versions.cell(BigInt(version)) ?? NaN;
      this.#cells.set(version, cell);
    }
    return cell;
  }

  isTaken(row: number): boolean {
    return this.#taken[row] === 1;
  }

  refuse(row: number, why: string): void {
    const { line, strings, inventoryKey } = this.history;
    const key = strings[inventoryKey[row] ?? NONE] ?? 'unknown';
    this.reasons.push(`line ${line[row] ?? 'unknown'}, key ${clipped(key, 80)}: ${why}`);
  }

  /** Refuses what is claimed of a key as a whole. */
  refuseKey(key: string, why: string): void {
    this.reasons.push(`key ${clipped(key, 80)}: ${why}`);
  }

  #index(row: number): void {
    const { inventoryKey, strings, result, requestId, writeVersion } = this.history;
    listIn(this.byKey, strings[inventoryKey[row]!] ?? '').push(row);
    const request = requestId[row]!;
    if (result[row] === RESULT.timeout) listIn(this.timeouts, request).push(row);
    if (result[row] !== RESULT.success) return;
    if (writeVersion[row] !== NONE) this.writing.add(request);
    if (!this.firstSuccess.has(request)) this.firstSuccess.set(request, row);
  }
}

function listIn<K>(lists: Map<K, number[]>, key: K): number[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** Whether a row comes before another by a column of numbers, those without one last, else by their place in the file. */
export function isBefore(column: Float64Array, a: number, b: number): boolean {
  const [first, second] = [column[a]!, column[b]!];
  if (first === second || (Number.isNaN(first) && Number.isNaN(second))) return a < b;
  return Number.isNaN(second) || first < second;
}

/**
 * A small language for histories that reads like a textbook figure, one line per attempt:
 *
 *     initial seat-7 1 v1
 *     A r-1 seat-7 |--R1----W2--|      success
 *     B r-2 seat-7 |----R1-----W2--|   success
 *     remaining seat-7 0 v2
 *
 * The bar is the time: the column of each sign is a millisecond, `|` begins and ends the attempt, `R1` reads version 1,
 * `W2` writes version 2, `R1=5` reads 5 units with it, and `R` or `W` without a number leaves the cell empty. Without
 * times the steps are words instead of a bar: `read 1 write 2 success`. `A@w1` names the worker too; `A` alone is a client.
 * `retry 1` and `units 3` among the words set those cells.
 * Lines of facts: `initial` and `remaining` (KEY VALUE [vVERSION]), `scheme`, `closed`, `each UNITS`, `offered N`, `rows N`, `incomplete`, `invalid WHY`, `rejected N`,
 * `lost` rows that nobody has counted, `twice COLUMN`, `most N` findings, and `no COLUMN` for a file that lacks one. `#` begins a comment.
 */
import { analyze } from '../../../../src/core/check/analyze.ts';
import type { Analysis } from '../../../../src/core/analysis.ts';
import { HistoryBuilder } from '../../../../src/core/history/builder.ts';
import type { TextColumn } from '../../../../src/core/history/builder.ts';
import type { ColumnName, History } from '../../../../src/core/history/history.ts';
import type { ReadingFacts, RunFacts, StoreRecord } from '../../../../src/core/history/run-facts.ts';
import type { VersionScheme } from '../../../../src/core/words/terms.ts';
import { RESULT, RESULTS, type Result } from '../../../../src/core/words/codes.ts';

/** A figure, ready to be checked. */
export interface Figure {
  readonly history: History;
  readonly facts: RunFacts | undefined;
  readonly reading: ReadingFacts;
  readonly options: { readonly maxFindings?: number };
}

/** One attempt as the builder of a figure needs it; what is absent is an empty cell. */
export interface Attempt {
  readonly client?: string;
  readonly worker?: string;
  readonly request: string;
  readonly key: string;
  readonly read?: number | bigint | string | undefined;
  readonly readValue?: number | undefined;
  readonly write?: number | bigint | string | undefined;
  readonly writeValue?: number | undefined;
  readonly result: Result;
  readonly start?: number | undefined;
  readonly readAt?: number | undefined;
  readonly writeAt?: number | undefined;
  readonly end?: number | undefined;
  readonly retry?: number;
  readonly units?: number;
  readonly queueDelayMs?: number;
}

const US_PER_SIGN = 1000;

/** Reads a figure. Attempts stand on lines 2, 3, … of the "file", in the order drawn. */
export function figure(drawing: string): Figure {
  return new FigureReader(drawing).read();
}

class FigureReader {
  readonly #lines: string[];
  readonly #initial = new Map<string, StoreRecord>();
  readonly #remaining = new Map<string, StoreRecord>();
  readonly #attempts: Attempt[] = [];
  readonly #absent = new Set<string>();
  #scheme: VersionScheme | undefined;
  #complete = true;
  #said: Partial<Pick<RunFacts, 'closed' | 'unitsPerSuccess' | 'offered' | 'rows'>> = {};
  #invalid = '';
  #rejected = 0;
  #doubts: Pick<ReadingFacts, 'restLost' | 'columnsTwice'> = {};
  #options: Figure['options'] = {};

  constructor(drawing: string) {
    this.#lines = drawing
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trimEnd())
      .filter((line) => line.trim() !== '');
  }

  read(): Figure {
    for (const line of this.#lines) this.#readLine(line);
    const facts = this.#facts();
    const versions = [...this.#initial.values(), ...this.#remaining.values()].map(({ version }) => version);
    const history = historyOf(this.#attempts, {
      absent: this.#absent,
      known: versions.filter((version) => version !== undefined),
      keys: [...this.#initial.keys()],
    });
    return {
      history,
      facts,
      reading: { accepted: history.size, rejected: this.#rejected, blank: 0, ...this.#doubts },
      options: this.#options,
    };
  }

  #readLine(line: string): void {
    const [word = '', ...rest] = line.trim().split(/\s+/);
    if (word === 'initial') this.#initial.set(...storeRecord(rest));
    else if (word === 'remaining') this.#remaining.set(...storeRecord(rest));
    else if (word === 'scheme') this.#scheme = rest[0] as VersionScheme;
    else if (word === 'closed') this.#said = { ...this.#said, closed: true };
    else if (word === 'each') this.#said = { ...this.#said, unitsPerSuccess: Number(rest[0]) };
    else if (word === 'offered' || word === 'rows') this.#said = { ...this.#said, [word]: Number(rest[0]) };
    else if (word === 'incomplete') this.#complete = false;
    else if (word === 'invalid') this.#invalid = rest.join(' ');
    else if (word === 'rejected') this.#rejected = Number(rest[0]);
    else if (word === 'lost') this.#doubts = { ...this.#doubts, restLost: true };
    else if (word === 'twice') this.#doubts = { ...this.#doubts, columnsTwice: rest };
    else if (word === 'most') this.#options = { maxFindings: Number(rest[0]) };
    else if (word === 'no') this.#absent.add(rest[0]!);
    else this.#attempts.push(attempt(line));
  }

  #facts(): RunFacts | undefined {
    const known =
      this.#initial.size + this.#remaining.size + Object.keys(this.#said).length > 0 ||
      this.#scheme !== undefined;
    if (!known && this.#complete && this.#invalid === '') return undefined;
    return {
      versionScheme: this.#scheme,
      initial: this.#initial,
      remaining: this.#remaining,
      complete: this.#complete,
      ...this.#said,
      ...(this.#invalid !== '' && { invalidBecause: [this.#invalid] }),
      variant: undefined,
      seed: undefined,
      schedule: undefined,
      faultWindows: [],
    };
  }
}

function storeRecord([key, value, version]: string[]): [string, StoreRecord] {
  return [
    key!,
    { value: Number(value), version: version === undefined ? undefined : BigInt(version.slice(1)) },
  ];
}

function attempt(line: string): Attempt {
  const match = /^\s*(?<who>\S+)\s+(?<request>\S+)\s+(?<key>\S+)\s+(?<steps>.*?)\s+(?<result>[a-z]+)$/d.exec(
    line,
  );
  const { who, request, key, steps, result } = match?.groups ?? {};
  if (who === undefined || !(RESULTS as readonly string[]).includes(result ?? ''))
    throw new Error(`not a line of a figure: ${line}`);
  const [client, worker] = who.split('@');
  return {
    ...(client === '' ? {} : { client: client! }),
    ...(worker === undefined ? {} : { worker }),
    request: request!,
    key: key!,
    result: result as Result,
    ...(steps!.startsWith('|') ? bar(line) : words(steps!.split(/\s+/))),
  };
}

/** `|--R1----W2--|`, placed by its columns. */
function bar(line: string): Partial<Attempt> {
  const at = (pattern: RegExp): number | undefined => {
    const index = line.search(pattern);
    return index < 0 ? undefined : index * US_PER_SIGN;
  };
  const read = /R(\d*)(?:=(-?\d+))?/.exec(line.slice(line.indexOf('|')));
  const write = /W(\d*)(?:=(-?\d+))?/.exec(line.slice(line.indexOf('|')));
  return {
    start: at(/\|/),
    readAt: read === null ? undefined : at(/(?<=\|.*)R/),
    writeAt: write === null ? undefined : at(/(?<=\|.*)W/),
    end: at(/\|(?!.*\|)/),
    read: read?.[1] ? BigInt(read[1]) : undefined,
    readValue: read?.[2] ? Number(read[2]) : undefined,
    write: write?.[1] ? BigInt(write[1]) : undefined,
    writeValue: write?.[2] ? Number(write[2]) : undefined,
  };
}

/** `read 1 write 2`, with `=UNITS` after a version; also `-` for no steps at all. */
function words(steps: readonly string[]): Partial<Attempt> {
  const after = (word: string): [bigint | undefined, number | undefined] => {
    const index = steps.indexOf(word);
    if (index < 0) return [undefined, undefined];
    const [version, value] = steps[index + 1]!.split('=');
    return [version === '' ? undefined : BigInt(version!), value === undefined ? undefined : Number(value)];
  };
  const [read, readValue] = after('read');
  const [write, writeValue] = after('write');
  const number = (word: string): number | undefined => {
    const index = steps.indexOf(word);
    return index < 0 ? undefined : Number(steps[index + 1]);
  };
  const [retry, units] = [number('retry'), number('units')];
  return {
    ...{ read, readValue, write, writeValue },
    ...(retry !== undefined && { retry }),
    ...(units !== undefined && { units }),
  };
}

const ALWAYS: readonly ColumnName[] = [
  'request_id',
  'inventory_key',
  'worker_id',
  'read_version',
  'write_version',
  'result',
  'latency_ms',
  'queue_delay_ms',
  'retry_count',
  'client_id',
];

/** The history of these attempts; line 2 is the first. */
export function historyOf(
  attempts: readonly Attempt[],
  options: {
    readonly absent?: ReadonlySet<string>;
    readonly known?: Iterable<bigint | string>;
    readonly keys?: Iterable<string>;
  } = {},
): History {
  const builder = new HistoryBuilder();
  const declare = (column: ColumnName): void => {
    if (!options.absent?.has(column)) builder.declare(column);
  };
  ALWAYS.forEach(declare);
  if (attempts.some(({ start }) => start !== undefined))
    (['start_us', 'read_us', 'write_us', 'end_us'] as const).forEach(declare);
  if (attempts.some(({ readValue, writeValue }) => (readValue ?? writeValue) !== undefined))
    (['read_value', 'write_value'] as const).forEach(declare);
  if (attempts.some(({ units }) => units !== undefined)) declare('units');
  attempts.forEach((each, index) => {
    addRow(builder, each, index + 2, options.absent ?? new Set());
  });
  return builder.finish(options.known ?? [], options.keys);
}

function addRow(builder: HistoryBuilder, attempt: Attempt, line: number, absent: ReadonlySet<string>): void {
  builder.startRow(line);
  const text = (column: TextColumn, value: string | undefined): void => {
    if (value !== undefined) builder.text(column, value);
  };
  text('request_id', attempt.request);
  text('inventory_key', attempt.key);
  text('client_id', attempt.client);
  text('worker_id', attempt.worker);
  if (attempt.read !== undefined && !absent.has('read_version'))
    builder.version('read_version', attempt.read);
  if (attempt.write !== undefined && !absent.has('write_version'))
    builder.version('write_version', attempt.write);
  builder.result(RESULT[attempt.result]);
  const numbers = {
    start_us: attempt.start,
    read_us: attempt.readAt,
    write_us: attempt.writeAt,
    end_us: attempt.end,
    read_value: attempt.readValue,
    write_value: attempt.writeValue,
    retry_count: attempt.retry,
    units: attempt.units,
  } as const;
  for (const [column, value] of Object.entries(numbers) as [keyof typeof numbers, number | undefined][])
    if (value !== undefined) builder.integer(column, value);
  if (attempt.queueDelayMs !== undefined) builder.real('queue_delay_ms', attempt.queueDelayMs);
  if (attempt.start !== undefined && attempt.end !== undefined)
    builder.real('latency_ms', (attempt.end - attempt.start) / 1000);
  builder.endRow();
}

/** The analysis of a figure. */
export function checked(drawing: string): Analysis {
  const { history, facts, reading, options } = figure(drawing);
  return analyze(history, facts, reading, options);
}

/** Findings as `code line line …`, the offending line first; how a golden answer is written. */
export function found({ findings, history }: Analysis): string[] {
  return findings.map(({ code, rows }) => [code, ...rows.map((row) => history.line[row]!)].join(' '));
}

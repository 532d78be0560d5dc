import type {
  HistoryBuilder,
  IntegerColumn,
  RealColumn,
  TextColumn,
  TimeColumn,
  VersionColumn,
} from '../core/history/builder.ts';
import type { ColumnName } from '../core/history/history.ts';
import { isOnAnyClock, offAnyClock } from './cells/clock.ts';
import { isEmptyWord } from './cells/empty-words.ts';
import type { SourceMapping } from './mapping/source-mapping.ts';
import { strictCount, strictDecimal, strictInteger, strictSignedDecimal } from './numbers.ts';
import type { ProblemKind } from './problem.ts';
import { RESULT, RESULTS } from '../core/words/codes.ts';

/** What a cell of the file is put into. */
export type Slot = { /** As the file writes it. */ readonly name: string } & (
  | { readonly kind: 'text'; readonly column: TextColumn }
  | { readonly kind: 'required'; readonly column: 'request_id' | 'inventory_key' }
  | {
      readonly kind: 'result';
      readonly column: 'result';
      readonly codes: ReadonlyMap<string, number>;
      readonly message?: number;
    }
  | { readonly kind: 'version'; readonly column: VersionColumn }
  | { readonly kind: 'count'; readonly column: Exclude<IntegerColumn, TimeColumn> }
  | {
      readonly kind: 'value';
      readonly column: Exclude<IntegerColumn, TimeColumn>;
      readonly words: ReadonlyMap<string, number>;
    }
  | { readonly kind: 'time'; readonly column: TimeColumn; readonly shift: number }
  | { readonly kind: 'duration'; readonly column: Exclude<RealColumn, TimeColumn>; readonly shift: number }
  | { readonly kind: 'extra'; readonly column?: undefined; readonly extra: number }
);

/** Why a cell was refused. */
export interface CellFault {
  readonly kind: ProblemKind;
  readonly message: string;
}

/** The slot of a known column whose cells have to be multiplied by 10^shift; of results and units with the user's own words for them. */
export function slotOf(
  column: ColumnName,
  name: string,
  shift: number,
  { results, units = NO_WORDS }: Pick<SourceMapping, 'results' | 'units'>,
): Slot {
  switch (column) {
    case 'request_id':
    case 'inventory_key':
      return { name, kind: 'required', column };
    case 'result':
      return { name, kind: 'result', column, codes: codesOf(results) };
    case 'read_version':
    case 'write_version':
      return { name, kind: 'version', column };
    case 'retry_count':
      return { name, kind: 'count', column };
    case 'read_value':
    case 'write_value':
      return { name, kind: 'value', column, words: NO_WORDS };
    case 'units':
      return { name, kind: 'value', column, words: units };
    case 'start_us':
    case 'read_us':
    case 'write_us':
    case 'end_us':
      return { name, kind: 'time', column, shift };
    case 'latency_ms':
    case 'queue_delay_ms':
      return { name, kind: 'duration', column, shift };
    default:
      return { name, kind: 'text', column };
  }
}

/** Puts the text of one cell into the row, if it is written as the format says; says why if it is not. */
export function putText(builder: HistoryBuilder, slot: Slot, text: string): CellFault | undefined {
  if (text === '') return isNeeded(slot) ? missing(slot.column) : undefined;
  switch (slot.kind) {
    case 'text':
      if (!isPlain(text)) return NOT_PLAIN;
      builder.text(slot.column, text);
      return undefined;
    case 'required':
      builder.text(slot.column, text);
      return undefined;
    case 'extra':
      builder.extra(slot.extra, text);
      return undefined;
    case 'result': {
      if (slot.message !== undefined) builder.extra(slot.message, text);
      const code = resultOf(slot, text);
      if (code === undefined) return NOT_PLAIN;
      builder.result(code);
      return undefined;
    }
    case 'version': {
      const version = strictCount(text);
      if (version === undefined) return NOT_PLAIN;
      builder.version(slot.column, version);
      return undefined;
    }
    case 'count':
    case 'value': {
      const value = slot.kind === 'count' ? strictCount(text) : (strictInteger(text) ?? slot.words.get(text));
      return value !== undefined && builder.integer(slot.column, value) ? undefined : NOT_PLAIN;
    }
    case 'time': {
      const us = slot.shift === 0 ? strictInteger(text) : strictSignedDecimal(text, slot.shift);
      return us === undefined ? NOT_PLAIN : putTime(builder, slot, us);
    }
    case 'duration': {
      const ms = strictDecimal(text, slot.shift);
      if (ms === undefined) return NOT_PLAIN;
      builder.real(slot.column, ms);
      return undefined;
    }
  }
}

/** Puts a JSON number that a double holds exactly; the same as {@link putText} of its digits, without making them. */
export function putNumber(builder: HistoryBuilder, slot: Slot, value: number): CellFault | undefined {
  if (value > 0 || Object.is(value, 0)) {
    const whole = Number.isSafeInteger(value);
    if (slot.kind === 'duration' && slot.shift === 0) {
      builder.real(slot.column, value);
      return undefined;
    }
    if (slot.kind === 'version' && whole) {
      builder.version(slot.column, value);
      return undefined;
    }
    if (slot.kind === 'time' && slot.shift === 0 && whole) return putTime(builder, slot, value);
  }
  return putText(builder, slot, numberText(value));
}

/** The digits of a JSON number. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Whether a row is lost without this cell. */
export function isNeeded(slot: Slot): slot is Slot & { readonly kind: 'required' | 'result' } {
  return slot.kind === 'required' || slot.kind === 'result';
}

/** What is wrong with an empty cell that a row needs. */
export function missing(column: ColumnName): CellFault {
  return { kind: 'missing-value', message: `${column} is empty` };
}

/** Puts microseconds, which are whole and exact to 64 bits; another unit's may leave a fraction of one. */
export function putTime(
  builder: HistoryBuilder,
  { column, shift }: Slot & { readonly kind: 'time' },
  us: number | bigint,
): CellFault | undefined {
  if (!isOnAnyClock(us)) return { kind: 'bad-number', message: offAnyClock(us, shift) };
  const whole = typeof us === 'bigint' || Number.isSafeInteger(us);
  return (whole ? builder.integer(column, us) : builder.real(column, us)) ? undefined : OFF_THE_CLOCK;
}

/** Of a cell that is not written as the format says, whatever else may be made of it. */
const NOT_PLAIN: CellFault = { kind: 'bad-value', message: 'is not written as the format says' };

const OFF_THE_CLOCK: CellFault = {
  kind: 'bad-number',
  message: 'is more than 142 years from the first time of the trace',
};

const [FIRST_INKED, LAST_ASCII] = [0x21, 0x7e];

/** Whether a text has nothing around it that is trimmed, and is no word for nothing; ASCII costs two looks. */
function isPlain(text: string): boolean {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  const isAscii = first <= LAST_ASCII && last <= LAST_ASCII;
  const isTrimmed = isAscii ? first >= FIRST_INKED && last >= FIRST_INKED : text.trim() === text;
  return isTrimmed && !isEmptyWord(text);
}

const NO_WORDS: ReadonlyMap<string, number> = new Map();

/** The codes of the format's own results, and of the words that a user has for them. */
function codesOf(results: SourceMapping['results'] = new Map()): ReadonlyMap<string, number> {
  return new Map([...RESULT_CODES, ...[...results].map(([word, result]) => [word, RESULT[result]] as const)]);
}

/** The code of the result that a text stands for; undefined if it stands for none. */
export function resultOf({ codes }: Slot & { readonly kind: 'result' }, text: string): number | undefined {
  return codes.get(text) ?? codes.get(statusClass(text));
}

/** `5xx` for the HTTP status 503; any other text stays as it is. */
function statusClass(text: string): string {
  return /^[1-5]\d\d$/.test(text) ? `${text[0]!}xx` : text;
}

const RESULT_CODES: ReadonlyMap<string, number> = new Map(RESULTS.map((result) => [result, RESULT[result]]));

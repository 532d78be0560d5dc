import type {
  HistoryBuilder,
  IntegerColumn,
  RealColumn,
  TextColumn,
  TimeColumn,
  VersionColumn,
} from '../core/history/builder.ts';
import type { ColumnName } from '../core/history/history.ts';
import { opaqueVersion, strictCount, strictDecimal, strictInteger, strictSignedDecimal } from './numbers.ts';
import type { ProblemKind } from './problem.ts';
import { RESULT, RESULTS } from '../core/words/codes.ts';

/** What a cell of the file is put into. */
export type Slot = { /** As the file writes it. */ readonly name: string } & (
  | { readonly kind: 'text'; readonly column: TextColumn }
  | { readonly kind: 'required'; readonly column: 'request_id' | 'inventory_key' }
  | { readonly kind: 'result'; readonly column: 'result' }
  | { readonly kind: 'version'; readonly column: VersionColumn }
  | { readonly kind: 'count' | 'value'; readonly column: Exclude<IntegerColumn, TimeColumn> }
  | { readonly kind: 'time'; readonly column: TimeColumn; readonly shift: number }
  | { readonly kind: 'duration'; readonly column: Exclude<RealColumn, TimeColumn>; readonly shift: number }
  | { readonly kind: 'extra'; readonly column?: undefined; readonly extra: number }
);

/** Why a cell was refused. */
export interface CellFault {
  readonly kind: ProblemKind;
  readonly message: string;
}

/** The slot of a known column whose cells have to be multiplied by 10^shift. */
export function slotOf(column: ColumnName, name: string, shift: number): Slot {
  switch (column) {
    case 'request_id':
    case 'inventory_key':
      return { name, kind: 'required', column };
    case 'result':
      return { name, kind: 'result', column };
    case 'read_version':
    case 'write_version':
      return { name, kind: 'version', column };
    case 'retry_count':
      return { name, kind: 'count', column };
    case 'read_value':
    case 'write_value':
    case 'units':
      return { name, kind: 'value', column };
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

/** Puts the text of one cell into the row; says why if it cannot. */
export function putText(builder: HistoryBuilder, slot: Slot, text: string): CellFault | undefined {
  if (text === '')
    return slot.kind === 'required' || slot.kind === 'result' ? missing(slot.column) : undefined;
  switch (slot.kind) {
    case 'text':
    case 'required':
      builder.text(slot.column, text);
      return undefined;
    case 'extra':
      builder.extra(slot.extra, text);
      return undefined;
    case 'result':
      return putResult(builder, text);
    case 'version': {
      const version = strictCount(text) ?? opaqueVersion(text);
      if (version === undefined) return NOT_A_VERSION;
      builder.version(slot.column, version);
      return undefined;
    }
    case 'count':
    case 'value': {
      const value = slot.kind === 'count' ? strictCount(text) : strictInteger(text);
      return value !== undefined && builder.integer(slot.column, value) ? undefined : FAULTS[slot.kind];
    }
    case 'time':
      return putTime(builder, slot.column, text, slot.shift);
    case 'duration': {
      const ms = strictDecimal(text, slot.shift);
      if (ms === undefined) return FAULTS.duration;
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
    if (slot.kind === 'time' && slot.shift === 0 && whole && builder.integer(slot.column, value))
      return undefined;
  }
  return putText(builder, slot, Object.is(value, -0) ? '-0' : String(value));
}

function missing(column: ColumnName): CellFault {
  return { kind: 'missing-value', message: `${column} is empty` };
}

const FAULTS = {
  count: { kind: 'bad-number', message: 'not a whole number from 0 to 2147483647' },
  value: { kind: 'bad-number', message: 'not a whole number of units, below 2^53 either way' },
  time: { kind: 'bad-number', message: 'not a time on the clock of the other rows, in whole microseconds' },
  duration: { kind: 'bad-number', message: 'not a plain decimal number ≥ 0' },
} as const satisfies Record<string, CellFault>;

const NOT_A_VERSION: CellFault = {
  kind: 'bad-number',
  message:
    'not a version: 1 to 19 digits, at most 9223372036854775807, or a text of plain characters that is no number',
};

const RESULT_CODES: ReadonlyMap<string, number> = new Map(RESULTS.map((result) => [result, RESULT[result]]));

function putResult(builder: HistoryBuilder, text: string): CellFault | undefined {
  const code = RESULT_CODES.get(text);
  if (code === undefined) return { kind: 'bad-result', message: `result is none of ${RESULTS.join(', ')}` };
  builder.result(code);
  return undefined;
}

/** No clock's microseconds are above this. */
const FARTHEST_US = 2 ** 63;

/** Microseconds are whole and exact to 64 bits; another unit's may leave a fraction of a microsecond. */
function putTime(
  builder: HistoryBuilder,
  column: TimeColumn,
  text: string,
  shift: number,
): CellFault | undefined {
  const us = shift === 0 ? strictInteger(text) : strictSignedDecimal(text, shift);
  if (us === undefined || us > FARTHEST_US || us < -FARTHEST_US) return FAULTS.time;
  const whole = typeof us === 'bigint' || Number.isSafeInteger(us);
  return (whole ? builder.integer(column, us) : builder.real(column, us)) ? undefined : FAULTS.time;
}

import { COLUMNS } from '../core/history/history.ts';
import type { ColumnName } from '../core/history/history.ts';
import { clipped } from '../core/words/printable.ts';

/** What a name in a file means. */
export interface NamedColumn {
  readonly column: ColumnName;
  /** The column's own unit is 10^shift of the unit that the name states: 3 for `latency_s`, −3 for `latency_us`. */
  readonly shift: number;
}

/** Without these a file is not a trace. */
export const REQUIRED = ['request_id', 'inventory_key', 'result'] as const satisfies readonly ColumnName[];

/** Unit endings, as powers of ten of a second. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ...['s', 'sec', 'secs', 'second', 'seconds'].map((name) => [name, 0] as const),
  ...['ms', 'msec', 'millis', 'milliseconds'].map((name) => [name, -3] as const),
  ...['us', 'µs', 'μs', 'usec', 'micros', 'microseconds'].map((name) => [name, -6] as const),
  ...['ns', 'nsec', 'nanos', 'nanoseconds'].map((name) => [name, -9] as const),
]);

/** Other names of a column that can mean nothing else. */
const ALIASES: ReadonlyMap<string, ColumnName> = new Map([
  ['quantity', 'units'],
  ['qty', 'units'],
]);

const BY_FOLDED: ReadonlyMap<string, ColumnName> = new Map([
  ...ALIASES,
  ...COLUMNS.map((column) => [folded(column), column] as const),
]);

/** Measured columns by their name without the unit. */
const BY_STEM: ReadonlyMap<string, ColumnName> = new Map(
  COLUMNS.filter((column) => /_[mu]s$/.test(column)).map((column) => [folded(column.slice(0, -3)), column]),
);

/** A name as names are compared: lower case, without `_`, `-`, `.` and spaces. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[-_. ]/g, '');
}

/** The known column that a name stands for, with its unit; undefined for a name that the format does not know. */
export function namedColumn(name: string): NamedColumn | undefined {
  const column = BY_FOLDED.get(folded(name));
  if (column !== undefined) return { column, shift: 0 };
  const { stem, unit } = measured(name);
  const base = BY_STEM.get(folded(stem));
  return base === undefined || unit === undefined ? undefined : { column: base, shift: shiftTo(base, unit) };
}

/** One column of the user's own. */
export interface Mapping extends NamedColumn {
  readonly theirs: string;
}

/**
 * What `ours=theirs` maps; a sentence without full stop if it maps nothing. A measured column needs a unit: after an `@`, at
 * the end of the user's own name, or of ours, in this order.
 */
export function mappingOf(ours: string, theirs: string): Mapping | string {
  const named = namedColumn(ours);
  const column = named?.column ?? BY_STEM.get(folded(ours));
  if (column === undefined)
    return `The format has no column ${clipped(ours, 60)}; it has ${COLUMNS.join(', ')}`;
  if (!isMeasured(column)) return { column, theirs, shift: 0 };
  const [, bare = theirs, suffix = ''] = /^(.+)@([a-zµμ]+)$/i.exec(theirs) ?? [];
  const stated = UNITS.get(suffix.toLowerCase());
  if (stated !== undefined) return { column, theirs: bare, shift: shiftTo(column, stated) };
  const { unit } = measured(theirs);
  const [name, example] = [clipped(ours, 60), clipped(theirs, 60)];
  if (unit === undefined && named === undefined)
    return `${name} needs a unit: ${name}_ms=${example}, or ${name}=${example}@ms`;
  const shift = unit === undefined ? named!.shift : shiftTo(column, unit);
  const isOwnUnit = named === undefined || named.shift === 0 || named.shift === shift;
  return isOwnUnit
    ? { column, theirs, shift }
    : `${name} and ${example} end in different units: say which it is, such as ${name}=${example}@ms`;
}

function isMeasured(column: ColumnName): boolean {
  return [...BY_STEM.values()].includes(column);
}

/** The unit of `column` is milliseconds or microseconds, as its name says. */
function shiftTo(column: ColumnName, unit: number): number {
  return unit - (column.endsWith('_us') ? -6 : -3);
}

/** How a unit may end a name: a word apart, a word in camel case, or `ms`, `us`, `ns` run into the stem. */
const UNIT_ENDINGS = [
  /^(.*[^-_. ])[-_. ]+([a-zµμ]+)$/i,
  /^(.*[a-z0-9])([A-Zµμ][a-z]*)$/,
  /^(.+?)([munµμ]s)$/i,
];

/** Splits a name into its stem and the unit that it ends in. `reads` is no `read` in seconds: it may count reads. */
function measured(name: string): { stem: string; unit: number | undefined } {
  for (const ending of UNIT_ENDINGS) {
    const parts = ending.exec(name);
    const unit = parts === null ? undefined : UNITS.get(parts[2]!.toLowerCase());
    if (unit !== undefined) return { stem: parts![1]!, unit };
  }
  return { stem: name, unit: undefined };
}

import type { Result } from '../../core/words/codes.ts';
import { mappingOf } from '../column-names.ts';

/** How the records of a file become rows of the trace format. What it does not say is read by the format's own names. */
export interface SourceMapping {
  /** Where a column is found: a name or a dotted path of the file, a time with its unit after an `@`. */
  readonly columns?: ColumnMap;
  /** What the file's results stand for; `5xx` is every status from 500 to 599 that has no entry of its own. */
  readonly results?: ReadonlyMap<string, Result>;
  /** The units that the file's words for them stand for. */
  readonly units?: ReadonlyMap<string, number>;
  /** The format of the text, where neither its name nor its first line shows it. */
  readonly format?: 'csv' | 'ndjson';
  /** Only records with one of these values at each of these paths are attempts; the others are skipped. */
  readonly where?: Where;
}

/** The user's own names, ours → theirs: where to look first. A column that they do not find has its own name. */
type ColumnMap = ReadonlyMap<string, string>;

/** In a filter, stands for any value that is there. */
export const ANY = '*';

/** Values by the path at which a record must have one of them, or {@link ANY}. */
export type Where = ReadonlyMap<string, readonly string[]>;

/** A mapping over another one: what it says comes first, column by column and value by value; its filter replaces the other. */
export function overlaid(below: SourceMapping = {}, above: SourceMapping = {}): SourceMapping {
  const where = above.where ?? below.where;
  const format = above.format ?? below.format;
  const mapped = new Set([...(above.columns ?? [])].map((pair) => columnOf(...pair)));
  const kept = [...(below.columns ?? [])].filter((pair) => !mapped.has(columnOf(...pair)));
  return {
    columns: new Map([...kept, ...(above.columns ?? [])]),
    results: new Map([...(below.results ?? []), ...(above.results ?? [])]),
    units: new Map([...(below.units ?? []), ...(above.units ?? [])]),
    ...(format && { format }),
    ...(where && { where }),
  };
}

function columnOf(ours: string, theirs: string): string {
  const mapping = mappingOf(ours, theirs);
  return typeof mapping === 'string' ? ours : mapping.column;
}

import { createHash } from 'node:crypto';
import type { FieldValue, RecordedColumn } from '../src/harness/record/attempt-row.ts';

/** The cells of an attempt as the harness records them, and as a service of another kind logs the same attempt. */
type Cells = Readonly<Record<RecordedColumn, FieldValue>>;
export type Logged = (cells: Cells) => Readonly<Record<string, FieldValue>>;

/** A log that says how many units each attempt took; negative for a release. */
export const withUnits: Logged = ({ phase, fault, deployment, ...cells }) => ({
  ...cells,
  units: unitsOf(cells),
  phase,
  fault,
  deployment,
});

/** The same, of a store whose records have no number but an ETag. */
export const withEtags: Logged = (cells) => ({
  ...withUnits(cells),
  read_version: etagOf(cells.inventory_key, cells.read_value),
  write_version: etagOf(cells.inventory_key, cells.write_value),
});

/** A log that knows no versions at all. */
export const withoutVersions: Logged = (cells) =>
  Object.fromEntries(Object.entries(cells).filter(([column]) => !column.endsWith('_version')));

/** A version made of what the record holds, so that it comes back with its value. */
export function etagOf(key: FieldValue, value: FieldValue): string | undefined {
  if (value === undefined) return undefined;
  return `etag-${createHash('sha256').update(`${key}=${value}`).digest('hex').slice(0, 6)}`;
}

function unitsOf({ read_value, write_value }: Pick<Cells, 'read_value' | 'write_value'>): number | undefined {
  return typeof read_value === 'number' && typeof write_value === 'number'
    ? read_value - write_value
    : undefined;
}

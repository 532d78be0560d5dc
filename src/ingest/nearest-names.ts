import type { ColumnName } from '../core/history/history.ts';
import { folded } from './column-names.ts';
import { editDistance } from './edit-distance.ts';

/** What other formats call the columns that a trace needs, as whole names or as words of a name; the likeliest first. */
const SYNONYMS: Readonly<Partial<Record<ColumnName, readonly string[]>>> = {
  request_id: [
    'idempotencykey',
    'request',
    'req',
    'orderid',
    'order',
    'correlationid',
    'transactionid',
    'traceid',
    'booking',
    'uuid',
    'id',
  ],
  inventory_key: [
    'sku',
    'inventory',
    'item',
    'product',
    'seat',
    'stock',
    'resource',
    'record',
    'key',
    'room',
  ],
  result: ['outcome', 'status', 'state', 'answer', 'response', 'code'],
};

/** More letters than this between two names are no slip of the pen. */
const MOST_SLIPS = 2;

/**
 * For each of these columns the name of the file that most likely means it, each name at most once; nothing for a column
 * that no name is near to.
 */
export function nearestNames(
  columns: readonly ColumnName[],
  names: readonly string[],
): ReadonlyMap<ColumnName, string> {
  const pairs = columns.flatMap((column) =>
    names.map((name) => ({ column, name, far: distance(column, name) })),
  );
  const nearest = new Map<ColumnName, string>();
  for (const { column, name } of pairs.filter(({ far }) => far < Infinity).sort((a, b) => a.far - b.far))
    if (!nearest.has(column) && ![...nearest.values()].includes(name)) nearest.set(column, name);
  return new Map(columns.flatMap((column) => (nearest.has(column) ? [[column, nearest.get(column)!]] : [])));
}

/** How far a name is from a column: letters that differ, then synonyms in their order, then a word of it; else Infinity. */
function distance(column: ColumnName, name: string): number {
  const [ours, theirs] = [folded(column), folded(name)];
  const slips = Math.abs(ours.length - theirs.length) > MOST_SLIPS ? Infinity : editDistance(ours, theirs);
  if (slips <= MOST_SLIPS) return slips;
  const synonyms = SYNONYMS[column] ?? [];
  const whole = synonyms.indexOf(theirs);
  if (whole >= 0) return 10 + whole;
  const words = wordsOf(name);
  const part = synonyms.findIndex((synonym) => words.includes(synonym));
  return part >= 0 ? 100 + part : Infinity;
}

/** `orderItem_sku` as `order`, `item`, `sku`. */
function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, 100)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
}

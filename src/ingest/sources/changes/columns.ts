import type { JsonRecord } from '../../json-value.ts';
import { firstNamed, integerOf, textOf } from '../values.ts';

/** Names that tables give to what a unit is taken from, to the version of a row, and to the units that are left. */
const KEYS = [
  'inventory_key',
  'sku',
  'key',
  'id',
  'item_id',
  'product_id',
  'seat_id',
  'event_id',
  'code',
  'name',
];
const VERSIONS = ['version', 'row_version', 'lock_version', 'opt_lock', 'revision', 'rev', 'ver'];
const VALUES = [
  ...['value', 'remaining', 'left', 'stock', 'available', 'quantity', 'qty', 'on_hand', 'inventory'],
  ...['balance', 'count', 'units', 'seats', 'amount'],
];

/** What a changed record says of the inventory: '' and undefined where no column has such a name. */
export interface InventoryColumns {
  readonly key: string;
  readonly version: string;
  readonly value: bigint | undefined;
}

/** The columns of a record that the format knows by their usual names. */
export function inventoryColumns(record: JsonRecord): InventoryColumns {
  return {
    key: cell(record, KEYS),
    version: cell(record, VERSIONS),
    value: integerOf(cell(record, VALUES)),
  };
}

function cell(record: JsonRecord, names: readonly string[]): string {
  const name = firstNamed(record, names);
  return name === undefined ? '' : textOf(record[name]);
}

import type { JsonRecord } from '../../json-value.ts';
import { firstNamed } from '../values.ts';

/** Names that load scripts give to a request and to the record that it takes a unit of. */
const USUAL_NAMES = {
  request_id: ['request_id', 'x-request-id', 'idempotency_key', 'order_id', 'order_no', 'req_id'],
  inventory_key: ['inventory_key', 'sku', 'item_id', 'product_id', 'seat_id', 'event_id', 'key'],
} as const;

/** The columns that a load script has given to a request under such names. */
export function usualColumns(tags: JsonRecord): JsonRecord {
  const entries = Object.entries(USUAL_NAMES).flatMap(([column, names]) => {
    const name = firstNamed(tags, names);
    return name === undefined || tags[name] === '' ? [] : [[column, tags[name]!] as const];
  });
  return Object.fromEntries(entries);
}

import type { History } from './history.ts';

/** Units that a row says in its own cells that it takes, negative for a release: its `units`, else what its values differ by; NaN where it does not say. */
export function ownUnits({ units, readValue, writeValue }: History, row: number): number {
  const stated = units[row]!;
  return Number.isNaN(stated) ? readValue[row]! - writeValue[row]! : stated;
}

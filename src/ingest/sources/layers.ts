import { folded, namedColumn } from '../column-names.ts';
import type { JsonRecord } from '../json-value.ts';

/** Members of several objects in one; of names that mean one column, the first is kept. */
export function layered(...layers: readonly JsonRecord[]): JsonRecord {
  const taken = new Set<string>();
  const entries = layers
    .flatMap((layer) => Object.entries(layer))
    .filter(([name]) => {
      const meaning = namedColumn(name)?.column ?? folded(name);
      if (taken.has(meaning)) return false;
      taken.add(meaning);
      return true;
    });
  return Object.fromEntries(entries);
}

import type { History } from '../../core/history/history.ts';
import { counted } from '../../core/words/numbers.ts';
import { clippedName } from '../../core/words/printable.ts';
import type { ManifestReading } from './manifest.ts';

/** Keys that are named of each side, and characters of each. */
const NAMED = 3;
const KEY = 40;

/**
 * A manifest without its books, where these are of other keys than all rows: a store and a log that call a key by two names
 * (`stock:seat-7` and `seat-7`) would be books that no row balances. A problem says both names.
 */
export function withBooksOfTheRows(manifest: ManifestReading, history: History): ManifestReading {
  const { facts } = manifest;
  const ofBooks = new Set([...(facts?.initial?.keys() ?? []), ...(facts?.remaining?.keys() ?? [])]);
  if (facts === undefined || ofBooks.size === 0 || history.size === 0) return manifest;
  const ofRows = new Set<string>();
  for (const index of new Set(history.inventoryKey)) {
    const key = history.strings.at(index) ?? '';
    if (ofBooks.has(key)) return manifest;
    ofRows.add(key);
  }
  const message =
    `it has the books of ${shown(ofBooks)}, and the rows are of ${shown(ofRows)}: ` +
    'none is of both, so that its books are not used';
  return {
    ...manifest,
    facts: { ...facts, initial: undefined, remaining: undefined },
    problems: [...manifest.problems, { field: 'initial', message }],
  };
}

function shown(keys: ReadonlySet<string>): string {
  const names = [...keys].slice(0, NAMED).map((key) => `'${clippedName(key, KEY)}'`);
  const more = keys.size - names.length;
  return names.join(', ') + (more > 0 ? ` and ${counted(more, 'other key')}` : '');
}

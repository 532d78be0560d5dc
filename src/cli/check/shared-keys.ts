import { counted } from '../../core/words/numbers.ts';
import { clipped, clippedName } from '../../core/words/printable.ts';
import type { CheckedTrace } from './checked-trace.ts';

/** Two files that were checked apart and have rows of the same keys. */
export interface SharedKeys {
  readonly files: readonly [string, string];
  readonly keys: number;
  readonly example: string;
}

/** The files that share keys, each with the first before it that has some of them. */
export function sharedKeys(traces: readonly CheckedTrace[]): readonly SharedKeys[] {
  // A file alone, however long, is not gone through for its keys.
  if (traces.length < 2) return [];
  const shared: SharedKeys[] = [];
  const firstWith = new Map<string, string>();
  for (const { path, analysis } of traces) {
    const { strings, inventoryKey } = analysis.history;
    const names = Array.from(new Set(inventoryKey), (key) => strings.at(key) ?? '');
    const known = names.filter((name) => firstWith.has(name));
    const [example] = known;
    if (example !== undefined)
      shared.push({ files: [firstWith.get(example)!, path], keys: known.length, example });
    for (const name of names) if (!firstWith.has(name)) firstWith.set(name, path);
  }
  return shared;
}

/** What a person is told of it. */
export function sharedKeysText(shared: readonly SharedKeys[]): string {
  return shared
    .map(({ files, keys, example }) => {
      const [one, other] = files.map((file) => clipped(file, 80));
      return `${other} and ${one} share ${counted(keys, 'key')} such as '${clippedName(example, 40)}': if they are of one run, --together checks them as one history\n`;
    })
    .join('');
}

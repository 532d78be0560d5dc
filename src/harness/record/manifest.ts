import { renameSync, rmSync } from 'node:fs';
import type { PartialManifest } from '../../ingest/run-files/manifest-schema.ts';
import type { Stored, VersionedStore } from '../store/versioned-store.ts';
import { writeText } from './write-text.ts';

/** What a manifest says of the history of a run: its keys are those of this run alone, and a request takes one unit. */
export const OWN_HISTORY = { closed: true, units_per_success: 1 } as const;

/** Writes the manifest so that a reader finds the old one or the new one, never a half. */
export function writeManifest(path: string, manifest: PartialManifest): void {
  const temporary = `${path}.tmp`;
  try {
    writeText(temporary, manifestText(manifest));
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

export function manifestText(manifest: PartialManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The store's records for these keys. */
export async function inventoryOf(
  store: VersionedStore,
  keys: Iterable<string>,
): Promise<Readonly<Record<string, Stored>>> {
  const records: [string, Stored][] = [];
  for (const key of keys) {
    const stock = await store.get(key);
    if (stock !== undefined) records.push([key, stock]);
  }
  // fromEntries defines properties: a key named __proto__ is data like any other.
  return Object.fromEntries(records);
}

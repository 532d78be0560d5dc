import { renameSync, writeFileSync } from 'node:fs';
import type { WorkloadOptions } from '../load/workload.ts';
import type { StoreKind } from '../store/store-url.ts';
import type { Stored, VersionedStore } from '../store/versioned-store.ts';
import type { ManifestEnvironment } from './environment.ts';

/** When a fault was injected, in microseconds on the trace's clock. */
export interface ManifestWindow {
  readonly fault: string;
  readonly from_us: number;
  readonly to_us: number;
}

/** What a trace says of its run, in the file `NAME.run.json` beside it. */
export interface Manifest {
  readonly format: 'race-trace/1';
  readonly seed: number;
  readonly variant: string;
  /** Whether a repeated request gets its first confirmation. */
  readonly idempotent?: boolean;
  /** What held the inventory, and by how much its calls were slowed down on average. */
  readonly store?: { readonly kind: StoreKind; readonly latency_ms?: number };
  /** Worker processes that served. */
  readonly workers?: number;
  /** Requests that might be in the service at the same time. */
  readonly admitted?: number;
  readonly version_scheme: 'sequential' | 'monotonic';
  /** What the store itself held before the run, and what it held after; never computed from the rows. */
  readonly initial: Readonly<Record<string, Stored>>;
  readonly remaining?: Readonly<Record<string, Stored>>;
  /** Requests that were to be made. */
  readonly offered: number;
  readonly schedule?: string;
  readonly phase?: string;
  /** Left out of what must be the same bytes every time. */
  readonly environment?: ManifestEnvironment;
  /** What the requests were drawn from, and the hash of what was drawn. */
  readonly workload?: WorkloadOptions & { readonly units: number; readonly hash: string };
  /** What was made to go wrong, as `--faults` reads it, and when. */
  readonly faults?: string;
  readonly fault_windows?: readonly ManifestWindow[];
  /** What the machine's monotonic clock showed, in microseconds, when that of the trace showed 0. */
  readonly origin_us?: number;
  /** Why the run proves nothing, in whole sentences; absent if it can be trusted. */
  readonly invalid_because?: readonly string[];
  /** Present only when every row has been written. */
  readonly complete?: true;
}

/** Writes the manifest so that a reader finds the old one or the new one, never a half. */
export function writeManifest(path: string, manifest: Manifest): void {
  const temporary = `${path}.tmp`;
  writeFileSync(temporary, manifestText(manifest));
  renameSync(temporary, path);
}

export function manifestText(manifest: Manifest): string {
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

import { messageOf } from '../../core/words/errors.ts';
import type { Manifest } from '../../ingest/run-files/manifest-schema.ts';
import type { LoadMetrics } from '../../ingest/run-files/metrics.ts';
import type { RunUse } from '../monitor/run-use.ts';
import { inventoryOf, writeManifest } from '../record/manifest.ts';
import { writeText } from '../record/write-text.ts';
import type { VariantName } from '../service/variants.ts';
import type { VersionedStore } from '../store/versioned-store.ts';
import { loadMetrics } from './load-metrics.ts';
import type { Sent } from './send.ts';
import type { Capacity } from './service-time.ts';
import { invalidBecause, type StoreBooks } from './validity.ts';

/** Where a run is written down. */
export interface RunPaths {
  readonly tracePath: string;
  readonly manifestPath: string;
  readonly metricsPath: string;
  readonly histogramPath: string;
}

/** A workload that was offered, after the service has ended. */
export interface Offering extends Sent {
  readonly phase: string;
  readonly variant: VariantName;
  readonly hash: string;
  /** How long requests were due, in seconds. */
  readonly durationS: number;
  readonly store: VersionedStore;
  readonly paths: RunPaths;
  /** The manifest as it was written before. */
  readonly started: Manifest;
  readonly startedAt: Date;
  readonly capacity: Capacity;
  readonly underFaults: boolean;
  /** Of the machine and of each process, while requests were sent. */
  readonly use: RunUse;
  /** Processes that ended by themselves, in whole sentences. */
  readonly deaths: readonly string[];
}

/**
 * Balances the books against the store and writes down what was measured; the manifest is complete only then. A store
 * that is gone makes the run invalid; what was measured is worth having all the same.
 */
export async function finish(offering: Offering): Promise<LoadMetrics> {
  const { paths, started, startedAt, originUs, sending, counters, disturbance, deaths } = offering;
  const asked = await askStore(offering.store, started.initial);
  const books = 'commits' in asked ? asked : undefined;
  const unasked = 'commits' in asked ? [] : [`The store could not be asked afterwards (${asked.why}).`];
  const unbalanced = invalidBecause(sending, counters, books, offering);
  const invalid = [...deaths, ...unasked, ...unbalanced];
  const metrics = loadMetrics({ ...offering, books, faults: disturbance?.counts, invalid });
  writeText(paths.histogramPath, counters.latency.hlog(startedAt, sending.seconds));
  writeText(paths.metricsPath, `${JSON.stringify(metrics, null, 2)}\n`);
  const windows = disturbance?.windowsUntil(sending.endUs);
  writeManifest(paths.manifestPath, {
    ...started,
    origin_us: originUs,
    ...(windows && { fault_windows: windows }),
    ...(books && { remaining: books.remaining }),
    machine: offering.use.machine,
    ...(invalid.length > 0 && { invalid_because: invalid }),
    complete: true,
  });
  return metrics;
}

/** What the store says of the run, or why it does not. */
async function askStore(
  store: VersionedStore,
  initial: StoreBooks['initial'],
): Promise<StoreBooks | { readonly why: string }> {
  const { versionScheme } = store;
  try {
    const remaining = await inventoryOf(store, Object.keys(initial));
    return { initial, remaining, commits: await store.commits(), versionScheme };
  } catch (error) {
    return { why: messageOf(error) };
  }
}

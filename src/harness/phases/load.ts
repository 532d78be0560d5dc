import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpClient } from '../http/http-client.ts';
import { Generator } from '../load/generator.ts';
import {
  offeredHash,
  seededInventory,
  workload,
  type Workload,
  type WorkloadOptions,
} from '../load/workload.ts';
import { inventoryOf, writeManifest, type Manifest } from '../record/manifest.ts';
import { csvFormat } from '../record/trace-format.ts';
import { TraceWriter } from '../record/trace-writer.ts';
import { machineClock } from '../service/ports.ts';
import { VARIANTS, type VariantName } from '../service/variants.ts';
import { openStore } from '../store/open-store.ts';
import type { VersionedStore } from '../store/versioned-store.ts';
import { loadMetrics, type LoadMetrics } from './load-metrics.ts';
import { withService } from './loaded-service.ts';
import { screenCapacity } from './service-time.ts';
import { invalidBecause } from './validity.ts';
import { warmUp } from './warm-up.ts';

/** How long a client waits for an answer before it counts it as unknown. */
const PATIENCE_MS = 10_000;
/** Requests in the service at the same time: at 900/s what arrives in a quarter of a second. */
const ADMITTED = 256;
const PROGRESS_MS = 200;

/** The manifest of a load run within its folder; a retest reads there what to repeat. */
export const MANIFEST_OF_LOAD = 'load.run.json';

export type LoadPhase = 'baseline' | 'load' | 'retest';

export interface LoadOptions {
  readonly phase: LoadPhase;
  readonly variant: VariantName;
  readonly workload: WorkloadOptions;
  /** Units of all keys together, about. */
  readonly units: number;
  /** Worker processes; what the capacity screen asks for if it is not given. */
  readonly workers?: number;
  /** For a retest: the hash of the workload that it must repeat. */
  readonly expectedHash?: string;
  /** Folder for the trace, the manifest and the metrics; made if it does not exist. */
  readonly directory: string;
  /** Stops the sending; the run then ends in good order. */
  readonly interrupted: AbortSignal;
}

/** A run as it stands while it is going on. */
export interface LoadProgress {
  readonly sent: number;
  readonly offered: number;
  readonly seconds: number;
  readonly p99Ms: number;
  readonly conflicts: number;
  readonly mismatch: number;
}

/** Where a run is written down, and what was measured. */
export interface LoadRun {
  readonly tracePath: string;
  readonly manifestPath: string;
  readonly metricsPath: string;
  readonly metrics: LoadMetrics;
}

/**
 * Offers a workload to the service and balances its books against the store itself: the load test and, with another
 * variant, its retest; and the baseline, where one client asks one worker, one request after another.
 * @throws Error if the service cannot be started, says that a request of ours is wrong, or if the workload is not the one
 *   that was expected
 */
export async function runLoad(
  options: LoadOptions,
  show: (progress: LoadProgress) => void,
): Promise<LoadRun> {
  const offered = workload(options.workload);
  const hash = offeredHash(offered);
  if (hash !== (options.expectedHash ?? hash))
    throw new Error(
      `the workload would not be the one that is to be repeated: it hashes to ${hash}, not to ${options.expectedHash}`,
    );
  mkdirSync(options.directory, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'race-trace-'));
  const storeUrl = `sqlite:${join(scratch, 'store.sqlite')}`;
  try {
    const store = openStore(storeUrl);
    try {
      return await offer(offered, { ...options, hash, store, storeUrl, show });
    } finally {
      await store.close();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Run extends LoadOptions {
  readonly hash: string;
  readonly store: VersionedStore;
  readonly storeUrl: string;
  readonly show: (progress: LoadProgress) => void;
}

async function offer(offered: Workload, run: Run): Promise<LoadRun> {
  const { phase, variant, store, storeUrl, directory, hash, units, interrupted } = run;
  const path = (ending: string) => join(directory, `${phase}${ending}`);
  const paths = {
    tracePath: path(csvFormat.extension),
    manifestPath: path('.run.json'),
    metricsPath: path('.metrics.json'),
  };
  const workers = phase === 'baseline' ? 1 : run.workers;
  const capacity = await screenCapacity(store, VARIANTS[variant], offered.options.rate, workers);
  const inventory = seededInventory(offered, units);
  const service = { variant, storeUrl, workers: capacity.workers, admitted: ADMITTED };
  const { started, startedAt, sending, tally, deaths } = await withService(
    service,
    async ({ http, deaths }) => {
      await warmUp(offered.options, units, store, http, interrupted);
      await store.load(inventory);
      const started: Manifest = {
        format: 'race-trace/1',
        phase,
        seed: offered.options.seed,
        variant,
        version_scheme: store.versionScheme,
        initial: await inventoryOf(store, inventory.keys()),
        offered: offered.dueUs.length,
        workload: { ...offered.options, units, hash },
      };
      writeManifest(paths.manifestPath, started);
      const startedAt = new Date();
      return { started, startedAt, deaths, ...(await send(offered, inventory, http, paths.tracePath, run)) };
    },
  );

  const remaining = await inventoryOf(store, inventory.keys());
  const commits = await store.commits();
  const invalid = [...invalidBecause(sending, tally, commits), ...deaths];
  const books = { initial: started.initial, remaining, commits };
  const metrics = loadMetrics({ phase, variant, hash, capacity, sending, tally, books, invalid });
  writeFileSync(path('.hlog'), tally.latency.hlog(startedAt, sending.seconds));
  writeFileSync(paths.metricsPath, `${JSON.stringify(metrics, null, 2)}\n`);
  writeManifest(paths.manifestPath, { ...started, remaining, complete: true });
  return { ...paths, metrics };
}

/** Offers the workload and writes down every attempt, telling now and then how it goes. */
async function send(
  offered: Workload,
  inventory: ReadonlyMap<string, number>,
  http: HttpClient,
  tracePath: string,
  { phase, interrupted, show }: Run,
) {
  const trace = new TraceWriter(tracePath, csvFormat, { phase, originUs: machineClock() });
  const generator = new Generator(offered, {
    http,
    clock: machineClock,
    record: trace.append.bind(trace),
    interrupted,
    patienceMs: PATIENCE_MS,
    oneByOne: phase === 'baseline',
  });
  const progress = setInterval(() => {
    const { sent, tally, originUs } = generator;
    show({
      sent,
      offered: offered.dueUs.length,
      seconds: (machineClock() - originUs) / 1e6,
      p99Ms: tally.latency.percentile(99),
      conflicts: tally.results.conflict,
      mismatch: tally.mismatchSoFar(inventory),
    });
  }, PROGRESS_MS);
  try {
    const sending = await generator.run();
    return { sending, tally: generator.tally };
  } finally {
    clearInterval(progress);
    trace.close();
  }
}

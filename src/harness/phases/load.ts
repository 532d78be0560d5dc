import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineReading } from '../../core/index.ts';
import type { Manifest } from '../../ingest/run-files/manifest-schema.ts';
import type { LoadMetrics } from '../../ingest/run-files/metrics.ts';
import { printFaults, type FaultRate } from '../fault/faults.ts';
import {
  offeredHash,
  seededInventory,
  workload,
  type Workload,
  type WorkloadOptions,
} from '../load/workload.ts';
import { withUse } from '../monitor/run-use.ts';
import { withWatch } from '../monitor/watched.ts';
import { environmentAt } from '../record/environment.ts';
import { serviceCode } from '../service/service-code.ts';
import { inventoryOf, OWN_HISTORY, writeManifest } from '../record/manifest.ts';
import { csvFormat } from '../record/trace-format.ts';
import { variantOf, type ServiceChoice } from '../service/variants.ts';
import { STORES } from '../store/registry.ts';
import { finish, type RunPaths } from './finish.ts';
import { withService, type LoadedService } from './loaded-service.ts';
import { withRunStore, type RunStore } from './run-store.ts';
import { withScratchFolder } from './scratch-folder.ts';
import { withScratchStore } from './scratch-store.ts';
import { plannedWindows } from './disturbance.ts';
import { send, type LoadProgress } from './send.ts';
import { screenCapacity } from './service-time.ts';
import { reconcile } from './reconcile.ts';
import { withStoreWatch } from './store-watch.ts';
import { warmUp } from './warm-up.ts';

/** In the service at the same time: at 900/s what arrives in a quarter of a second. */
const ADMISSION = { inService: 256, waitedMs: 1000 };

/** The manifest of a load run within its folder; a retest reads there what to repeat. */
export const MANIFEST_OF_LOAD = 'load.run.json';

export type LoadPhase = 'baseline' | 'load' | 'fault' | 'retest';

export interface LoadOptions extends ServiceChoice {
  readonly phase: LoadPhase;
  readonly workload: WorkloadOptions;
  /** Units of all keys together, about. */
  readonly units: number;
  /** Worker processes; what the capacity screen asks for if it is not given. */
  readonly workers?: number;
  /** How many of the workers, the last ones, report themselves as the canary of a rollout; none in the baseline. */
  readonly canary?: number;
  /** Where the inventory is kept, in a place of the run's own there; a file of its own if it is not given. */
  readonly storeUrl?: string;
  /** How much longer every call of the workers to the store takes, on average. */
  readonly storeLatencyMs?: number;
  /** Requests that may be in the service at the same time. */
  readonly admitted?: number;
  /** For a retest: the hash of the workload that it must repeat. */
  readonly expectedHash?: string;
  /** What is made to go wrong, one after another. */
  readonly faults?: readonly FaultRate[];
  /** How long a client waits for an answer, in milliseconds; as long as `send` does unless told. */
  readonly deadlineMs?: number;
  /** A file that is, while the run lasts, a configuration with which Prometheus scrapes it. */
  readonly scrapeConfig?: string;
  /** Folder for the trace, the manifest and the metrics; made if it does not exist. */
  readonly directory: string;
  /** Stops the sending; the run then ends in good order. */
  readonly interrupted: AbortSignal;
  /** Called with the reason when the run begins to wait for its store. */
  readonly onWait?: (why: string) => void;
}

/** Where a run is written down, and what was measured. */
export interface LoadRun extends Omit<RunPaths, 'histogramPath'> {
  readonly metrics: LoadMetrics;
  /** How the processors were used while the requests were sent. */
  readonly machine: MachineReading;
}

/**
 * Offers a workload to the service and balances its books against the store itself: the load test and, with another
 * variant, its retest; the same with faults injected; and the baseline, where one client asks one worker, one request
 * after another.
 * @throws Error if there are fewer workers than canaries, if the service cannot be started, says that a request of ours is
 *   wrong, or if the workload is not the one that was expected
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
  assertCanary(options.canary, options.workers);
  mkdirSync(options.directory, { recursive: true });
  const { storeUrl, interrupted, onWait } = options;
  const work = (own: RunStore) => runOn(offered, { ...options, ...own, hash, show });
  return storeUrl === undefined
    ? withScratchStore(work)
    : withRunStore(storeUrl, work, { interrupted, onWait });
}

/** @param workers undefined as long as their number is not known */
function assertCanary(canary = 0, workers = Infinity): void {
  if (canary > workers)
    throw new Error(
      `${canary} workers are to be the canary, and there are ${workers}; name fewer, or more workers`,
    );
}

interface Run extends LoadOptions, RunStore {
  readonly hash: string;
  readonly show: (progress: LoadProgress) => void;
}

function pathsOf(directory: string, phase: LoadPhase): RunPaths {
  const path = (ending: string) => join(directory, `${phase}${ending}`);
  return {
    tracePath: path(csvFormat.extension),
    manifestPath: path('.run.json'),
    metricsPath: path('.metrics.json'),
    histogramPath: path('.hlog'),
  };
}

async function runOn(offered: Workload, run: Run): Promise<LoadRun> {
  const { phase, variant, store, directory, hash, units, interrupted, faults } = run;
  const paths = pathsOf(directory, phase);
  const { tracePath } = paths;
  const { durationS } = offered.options;
  const workers = phase === 'baseline' ? 1 : run.workers;
  const screened = { variant, idempotent: run.idempotent, storeUrl: run.url };
  const capacity = await screenCapacity(store, screened, offered.options.rate, workers);
  const canary = phase === 'baseline' ? 0 : (run.canary ?? 0);
  assertCanary(canary, capacity.workers);
  const inventory = seededInventory(offered, units);
  const admission = { ...ADMISSION, ...(run.admitted && { inService: run.admitted }) };
  const service = { ...serviceOf(run), workers: capacity.workers, canary, admission };
  const offer = async ({ http, cluster, deaths, over, struck }: LoadedService) => {
    await warmUp(offered.options, units, store, http, interrupted);
    await store.load(inventory);
    const startedAt = new Date();
    const started: Manifest = {
      format: 'race-trace/1',
      phase,
      environment: environmentAt(startedAt),
      seed: offered.options.seed,
      variant,
      idempotent: variantOf(run).idempotent,
      store: { kind: run.kind, ...(run.storeLatencyMs && { latency_ms: run.storeLatencyMs }) },
      workers: capacity.workers,
      admitted: admission.inService,
      ...serviceCode(variant),
      version_scheme: store.versionScheme,
      ...OWN_HISTORY,
      initial: await inventoryOf(store, inventory.keys()),
      offered: offered.dueUs.length,
      workload: { ...offered.options, units, hash },
      ...(faults && { faults: printFaults(faults), fault_windows: plannedWindows(faults, durationS) }),
    };
    // Nothing of an earlier run may stand beside what this one writes.
    for (const earlier of Object.values<string>({ ...paths })) rmSync(earlier, { force: true });
    writeManifest(paths.manifestPath, started);
    return whileStoreIsThere(run, inventory.keys(), async (gone) => {
      // A service without one of its parts, or without its store, is not asked any more.
      const stopped = AbortSignal.any([interrupted, over, gone]);
      const { result: sent, use } = await withUse(cluster, () =>
        withWatch(run.scrapeConfig, { cluster, store, inventory, canary: canary > 0 }, (watch) =>
          send(offered, {
            ...run,
            interrupted: stopped,
            http,
            cluster,
            struck,
            inventory,
            tracePath,
            ...watch,
          }),
        ),
      );
      const lost = gone.aborted ? [(gone.reason as Error).message] : [];
      return { started, startedAt, deaths: [...deaths, ...lost], use, ...sent };
    });
  };
  const offering = await withScratchFolder(async (journalFolder) => {
    const sent = await withService({ ...service, journalFolder }, offer);
    await reconcile(sent, { path: tracePath, phase, journalFolder });
    return sent;
  });
  const underFaults = faults !== undefined;
  const metrics = await finish({ ...run, ...offering, durationS, paths, capacity, underFaults });
  const { machine } = offering.use;
  return { tracePath, manifestPath: paths.manifestPath, metricsPath: paths.metricsPath, metrics, machine };
}

/** While the work lasts, what says that the store is gone for good: that of another process ends, one on a server may not come back. */
function whileStoreIsThere<T>(
  { kind, store, gone }: RunStore,
  [key = '']: Iterable<string>,
  work: (gone: AbortSignal) => Promise<T>,
): Promise<T> {
  if (gone !== undefined) return work(gone);
  return STORES[kind].place === 'server'
    ? withStoreWatch(store, key, work)
    : work(new AbortController().signal);
}

/** What the workers are to be, and what they keep the inventory in. */
function serviceOf({ variant, idempotent, url, storeLatencyMs, workload }: Run) {
  return {
    variant,
    ...(idempotent !== undefined && { idempotent }),
    storeUrl: url,
    ...(storeLatencyMs && { storeDelay: { meanMs: storeLatencyMs, seed: workload.seed } }),
  };
}

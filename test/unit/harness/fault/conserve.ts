import assert from 'node:assert/strict';
import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../../../src/core/check/analyze.ts';
import { type History } from '../../../../src/core/history/history.ts';
import { printFaults, type FaultName, type FaultRate } from '../../../../src/harness/fault/faults.ts';
import type { HttpClient } from '../../../../src/harness/http/http-client.ts';
import { offeredHash, seededInventory, workload } from '../../../../src/harness/load/workload.ts';
import { withUse } from '../../../../src/harness/monitor/run-use.ts';
import { finish } from '../../../../src/harness/phases/finish.ts';
import { plannedWindows, type DisturbableCluster } from '../../../../src/harness/phases/disturbance.ts';
import { send } from '../../../../src/harness/phases/send.ts';
import { reconcile } from '../../../../src/harness/phases/reconcile.ts';
import { environmentAt } from '../../../../src/harness/record/environment.ts';
import { inventoryOf } from '../../../../src/harness/record/manifest.ts';
import type { Manifest } from '../../../../src/ingest/run-files/manifest-schema.ts';
import type { VariantName } from '../../../../src/harness/service/variants.ts';
import type { VersionedStore } from '../../../../src/harness/store/versioned-store.ts';
import { openTrace } from '../../../../src/ingest/open-trace.ts';
import { readMetrics } from '../../../../src/ingest/run-files/metrics.ts';
import { NONE, RESULTS } from '../../../../src/core/words/codes.ts';

/** A service that runs, in one process or in several. */
export interface Service {
  readonly variant: VariantName;
  readonly store: VersionedStore;
  readonly http: HttpClient;
  readonly cluster: DisturbableCluster;
  /** Where its workers keep their journals; emptied before every run. */
  readonly journalFolder: string;
  /** How often each fault has struck in the workers' stores so far, where that is counted. */
  readonly struck?: ReadonlyMap<FaultName, number>;
  close(): Promise<void>;
}

export interface Conserved {
  /** How often the fault struck, as far as anybody has counted. */
  readonly injected: number;
  readonly attempts: number;
  readonly timeouts: number;
  /** Requests that were confirmed by more than one write. */
  readonly duplicates: number;
}

/** Often enough that a run of thirty requests meets every fault. */
export const STRESS: readonly FaultRate[] = [
  { fault: 'lost-answer', rate: 0.3 },
  { fault: 'worker-kill', rate: 10 },
  { fault: 'storage-timeout', rate: 0.15 },
  { fault: 'slow-storage', rate: 0.3 },
  { fault: 'duplicate-delivery', rate: 0.3 },
];

const UNITS = 200;

/**
 * Runs a small seeded load under one fault and asserts what must hold whatever happens: every attempt that was started has
 * exactly one outcome and one row, every confirmation has its write in the store, and every write in the store has a
 * confirmation or an attempt of unknown outcome; and every file that the run writes is one that is read.
 */
export async function conserve(
  service: Service,
  {
    seed,
    faults,
    path,
  }: { readonly seed: number; readonly faults: readonly FaultRate[]; readonly path: string },
): Promise<Conserved> {
  const { store, http, cluster, variant, journalFolder, struck } = service;
  for (const name of readdirSync(journalFolder)) truncateSync(join(journalFolder, name));
  const durationS = 0.15;
  const offered = workload({ seed, rate: 200, durationS, arrivals: 'poisson', keys: 3, skew: 1 });
  const inventory = seededInventory(offered, UNITS);
  await store.load(inventory);
  const initial = await inventoryOf(store, inventory.keys());
  const tracePath = `${path}.trace.csv`;
  const startedAt = new Date();
  const hash = offeredHash(offered);
  const started: Manifest = {
    format: 'race-trace/1',
    phase: 'fault',
    environment: environmentAt(startedAt),
    seed,
    variant,
    version_scheme: store.versionScheme,
    initial,
    offered: offered.dueUs.length,
    workload: { ...offered.options, units: UNITS, hash },
    faults: printFaults(faults),
    fault_windows: plannedWindows(faults, durationS),
  };
  // The workers are in this process, and so is what they use.
  const { result: sent, use } = await withUse({ times: () => Promise.resolve(new Map()) }, () =>
    send(offered, {
      phase: 'fault',
      http,
      cluster,
      ...(struck && { struck }),
      inventory,
      faults,
      tracePath,
      interrupted: new AbortController().signal,
      show: () => undefined,
    }),
  );
  await reconcile(sent, { path: tracePath, phase: 'fault', journalFolder });
  const { counters, disturbance } = sent;
  const paths = {
    tracePath,
    manifestPath: `${path}.run.json`,
    metricsPath: `${path}.metrics.json`,
    histogramPath: `${path}.hlog`,
  };
  const capacity = { serviceMs: 1, workers: cluster.workers.length, utilisation: 0.1 };
  const written = { store, paths, started, startedAt, capacity, underFaults: true, deaths: [] };
  const metrics = await finish({ ...sent, ...written, use, phase: 'fault', variant, hash, durationS });
  assert.deepEqual(
    metrics.invalid_because.filter((reason) => !reason.startsWith('Requests were sent late')),
    [],
  );
  assert.deepEqual(readMetrics(readFileSync(paths.metricsPath, 'utf8')), { metrics });
  const { history, facts, reading, problemsTotal, manifestProblems, manifest } = await openTrace(tracePath);
  assert.deepEqual(manifestProblems, []);
  assert.deepEqual(manifest.workload, started.workload);
  assert.deepEqual([problemsTotal, history.size], [0, counters.started]);
  assertRows(history, counters.results);
  const asWritten = JSON.parse(readFileSync(paths.manifestPath, 'utf8')) as Manifest;
  assertFaults(history, asWritten);
  const confirmed = assertWrites(history, asWritten);
  const duplicates = [...confirmed.values()].filter((writes) => writes.size > 1).length;
  const { counts, verdict } = analyze(history, facts, reading);
  assert.equal(counts['duplicate-confirmation'], duplicates);
  if (variant === 'unsafe') assert.ok(duplicates === 0 || verdict === 'violation');
  else assert.deepEqual([duplicates, verdict === 'violation'], [0, false]);
  const injected = disturbance!.counts.reduce((sum, count) => sum + (count.injected ?? 0), 0);
  return { injected, attempts: history.size, timeouts: counters.results.timeout, duplicates };
}

/** The rows of the file are those that were counted when they were acknowledged. */
function assertRows(history: History, results: Readonly<Record<string, number>>): void {
  const inFile: Record<string, number> = Object.fromEntries(RESULTS.map((result) => [result, 0]));
  for (const result of history.result) inFile[RESULTS[result]!]!++;
  assert.deepEqual(inFile, { ...results });
}

/** A row names a fault if, and only if, it was made while that fault's window was open. */
function assertFaults(history: History, { fault_windows: windows = [] }: Manifest): void {
  const absolute = (us: number) => us + Number(history.originUs);
  for (let row = 0; row < history.size; row++) {
    const [start, end] = [absolute(history.startUs[row]!), absolute(history.endUs[row]!)];
    const open = windows.find(({ from_us, to_us }) => from_us <= end && start < to_us);
    const named = history.fault[row] === NONE ? undefined : history.strings.at(history.fault[row]!);
    assert.equal(named, open?.fault);
  }
}

/**
 * Key by key: no version was confirmed to two requests, none was confirmed that the store does not have, and no more
 * versions are without a confirmation than there are attempts of unknown outcome. Returns the writes of each request.
 */
function assertWrites(
  history: History,
  { initial, remaining = {} }: Manifest,
): ReadonlyMap<number, ReadonlySet<number>> {
  const byRequest = new Map<number, Set<number>>();
  const owners = new Map<string, number>();
  const unknown = new Map<string, number>();
  for (let row = 0; row < history.size; row++) {
    const key = history.strings.at(history.inventoryKey[row]!)!;
    const result = RESULTS[history.result[row]!];
    if (result === 'timeout') unknown.set(key, (unknown.get(key) ?? 0) + 1);
    if (result !== 'success') continue;
    const request = history.requestId[row]!;
    const version = Number(history.versions.text(history.writeVersion[row]!));
    assert.ok(version > initial[key]!.version && version <= remaining[key]!.version, `${key} v${version}`);
    const write = `${key} v${version}`;
    assert.equal(owners.get(write) ?? request, request, `${write} was confirmed to two requests`);
    owners.set(write, request);
    byRequest.set(request, (byRequest.get(request) ?? new Set()).add(version));
  }
  for (const [key, { version }] of Object.entries(remaining)) {
    const writes = version - initial[key]!.version;
    const confirmed = [...owners.keys()].filter((write) => write.startsWith(`${key} v`)).length;
    assert.ok(
      writes - confirmed <= (unknown.get(key) ?? 0),
      `${key}: ${writes} writes, ${confirmed} confirmed`,
    );
  }
  return byRequest;
}

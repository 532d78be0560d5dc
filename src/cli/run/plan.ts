import { join } from 'node:path';
import { clipped } from '../../core/words/printable.ts';
import type { FaultRate } from '../../harness/fault/faults.ts';
import type { WorkloadOptions } from '../../harness/load/workload.ts';
import { MANIFEST_OF_LOAD } from '../../harness/phases/load.ts';
import { isStoreKind, STORE_KINDS, STORES } from '../../harness/store/registry.ts';
import { problemText } from '../../ingest/run-files/members.ts';
import { readManifestFile } from '../../ingest/run-files/run-file.ts';
import { shown } from '../output/shown.ts';
import type { WorkloadFlags } from './options.ts';

/** What a phase is to offer, and what that must hash to. */
export interface Plan {
  readonly workload: WorkloadOptions;
  readonly units: number;
  readonly expectedHash?: string;
  /** What the run that is repeated had, as far as its manifest can say it. */
  readonly workers?: number;
  readonly storeUrl?: string;
  readonly storeLatencyMs?: number;
  readonly admitted?: number;
  /** What is made to go wrong. */
  readonly faults?: readonly FaultRate[];
}

/** A unit for each request, about: some keys are sold out before the end, and on the others the race goes on. */
const UNITS_PER_REQUEST = 1;

/** So many that hardly a key is sold out before the last fault: only writes can be lost or doubled. */
export const FAULT_UNITS_PER_REQUEST = 10;

/** What the flags ask for. @param unitsPerRequest if the flags do not say how many units there are */
export function planOf(flags: WorkloadFlags, unitsPerRequest = UNITS_PER_REQUEST): Plan {
  const { seed, rate, duration: durationS, keys, skew, arrivals, burst, hot } = flags;
  if (hot !== undefined && hot.keys > keys)
    throw new Error(
      `--hot names ${hot.keys} keys, and there are ${keys}; give more --keys or fewer hot ones`,
    );
  const workload = {
    seed,
    rate,
    durationS,
    arrivals,
    keys,
    skew,
    ...(burst && { burst }),
    ...(hot && { hot }),
  };
  return { workload, units: flags.units ?? Math.ceil(rate * durationS * unitsPerRequest) };
}

/** The members of a manifest that a repetition needs. */
const REPEATED = new Set(['', 'format', 'workload', 'store', 'workers', 'admitted']);

/**
 * What an earlier load run offered, from its manifest.
 * @param store the flag that says where it is repeated; a manifest names no server
 * @throws Error that names the file, and of a wrong member the member and what was expected
 */
export async function planOfRun(directory: string, store: string | undefined): Promise<Plan> {
  const path = join(directory, MANIFEST_OF_LOAD);
  const { facts, members, problems } = await readManifestFile(path);
  if (facts === undefined) throw new Error(`${shown(path)} does not exist: there is no load run to repeat`);
  const unusable = (why: string) => new Error(`${shown(path)} cannot be used: ${why}`);
  const wrong = problems.find(({ field }) => REPEATED.has(field.split('.', 1)[0] ?? ''));
  if (wrong !== undefined) throw unusable(problemText(wrong));
  const { workload, store: before, workers, admitted } = members;
  if (workload === undefined) throw unusable('workload: expected what was offered; it is missing');
  const kind = before?.kind ?? 'sqlite';
  if (!isStoreKind(kind))
    throw unusable(`store.kind: expected one of ${STORE_KINDS.join(', ')}, not "${clipped(kind, 80)}"`);
  const { place, form } = STORES[kind];
  if (place === 'server' && store === undefined)
    throw new Error(
      `${shown(path)} is of a run on a store of the kind ${kind}; say where that is with --store`,
    );
  const { units, hash, ...options } = workload;
  return {
    workload: options,
    units,
    expectedHash: hash,
    ...(place === 'process' && { storeUrl: form }),
    ...(before?.latency_ms && { storeLatencyMs: before.latency_ms }),
    ...(workers && { workers }),
    ...(admitted && { admitted }),
  };
}

import type { ConditionName, Conditions, PhaseRecord, RunWorkload } from '../../core/index.ts';
import { printable } from '../../core/words/printable.ts';

const GIB = 2 ** 30;

/** Under what a phase ran, as far as its files say. */
export function conditionsOf({ setup, metrics, workload, analysis }: PhaseRecord): Conditions {
  const { store, admitted, code } = setup;
  const workers = setup.workers ?? metrics?.capacity?.workers;
  const all: Readonly<Record<ConditionName, string | undefined>> = {
    store: store && printable(store.kind),
    // A run that records its store and no latency added none.
    storeLatency: store && `${store.latency_ms ?? 0} ms`,
    workers: workers?.toString(),
    admitted: admitted?.toString(),
    units: workload?.units.toString(),
    code: code && printable(code.service),
    machine: machineText(analysis.facts?.environment),
    node: analysis.facts?.environment?.node,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

type Environment = NonNullable<NonNullable<PhaseRecord['analysis']['facts']>['environment']>;

/** `linux x64, 2 processors, Xeon, 8 GiB`: what a system says of its memory varies by less than that from start to start. */
function machineText(of: Environment | undefined): string | undefined {
  if (of === undefined) return undefined;
  const { platform, cpus, cpuModel, memoryBytes } = of;
  const known = [
    platform,
    cpus === undefined ? undefined : `${cpus} processors`,
    cpuModel,
    memoryBytes === undefined ? undefined : `${Math.round(memoryBytes / GIB)} GiB`,
  ].filter((each) => each !== undefined && each !== '');
  return known.length === 0 ? undefined : known.join(', ');
}

/** What the hash of a workload stands for, by member: all but the units, which are no part of what is offered. */
export function drawnFrom(workload: RunWorkload | undefined): Readonly<Record<string, string>> {
  if (workload === undefined) return {};
  const { seed, rate, durationS, arrivals, keys, skew, hot, burst } = workload;
  return {
    seed: String(seed),
    rate: `${rate}/s`,
    durationS: `${durationS} s`,
    arrivals: printable(arrivals),
    keys: String(keys),
    skew: String(skew),
    hot: hot === undefined ? 'none' : `${hot.keys}:${hot.share}`,
    burst:
      burst === undefined ? 'none' : `${burst.factor} × for ${burst.lengthS} s of every ${burst.periodS} s`,
  };
}

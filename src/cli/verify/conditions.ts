import type { GivenPhase } from './phases.ts';

const GIB = 2 ** 30;

type Read = (phase: GivenPhase) => unknown;

/** What must be the same of the loads that are compared, by the names that criteria may allow to differ. */
const CONDITIONS: Readonly<Record<string, Read>> = {
  store: ({ trace }) => trace.manifest?.store?.kind,
  storeLatency: ({ trace: { manifest } }) => manifest?.store && (manifest.store.latency_ms ?? 0),
  workers: ({ trace, metrics }) => trace.manifest?.workers ?? metrics?.capacity?.workers,
  admitted: ({ trace }) => trace.manifest?.admitted,
  units: ({ trace }) => trace.manifest?.workload?.units,
  code: ({ trace }) => trace.manifest?.code?.service,
  machine: ({ trace: { manifest } }) => {
    const { platform, cpus, cpu_model, memory_bytes } = manifest?.environment ?? {};
    return [platform, cpus, cpu_model, memory_bytes && Math.round(memory_bytes / GIB)];
  },
  node: ({ trace }) => trace.manifest?.environment?.node,
};

/** Where loads that are compared ran under different conditions, each of which the criteria do not allow. */
export function differingConditions(loads: readonly GivenPhase[], allowed: readonly string[]): string[] {
  return Object.entries(CONDITIONS)
    .filter(([name]) => !allowed.includes(name))
    .filter(([, read]) => new Set(loads.map((load) => JSON.stringify(read(load)))).size > 1)
    .map(([name]) => `the loads that are compared differ in their ${name}`);
}

import type { MachineReading, ProcessUse } from '../../core/index.ts';
import type { Cluster } from '../worker/cluster.ts';
import { ownTimes, useBetween, type ProcessTimes } from '../worker/process-times.ts';
import { childPids } from '../worker/service-process.ts';
import { machineUse, processorTimes } from './processor-times.ts';

/** What a run used while its requests were sent, and what others left to it. */
export interface RunUse {
  readonly machine: MachineReading;
  /** The generator, and the processes of the service that were there from the beginning to the end. */
  readonly processes: readonly ProcessUse[];
  /** The calls of these processes to the store. */
  readonly storeCalls: { readonly count: number; readonly mean_ms: number };
}

/** The id of the process that sends the requests: this one. */
export const GENERATOR = 'generator';

/** Measures the machine and every process while the work goes on. */
export async function withUse<T>(
  cluster: Pick<Cluster, 'times'>,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly use: RunUse }> {
  const before = await readings(cluster);
  const result = await work();
  const after = await readings(cluster);
  const both = [...before.times].flatMap(([id, was]) => {
    const is = after.times.get(id);
    return is === undefined ? [] : [{ id, was, is }];
  });
  const sum = (of: (times: ProcessTimes) => number) =>
    both.reduce((all, { was, is }) => all + of(is) - of(was), 0);
  const count = sum(({ storeCalls }) => storeCalls);
  return {
    result,
    use: {
      machine: machineUse(before.machine, after.machine),
      processes: both.map(({ id, was, is }) => useBetween(id, was, is)),
      storeCalls: { count, mean_ms: count === 0 ? 0 : sum(({ storeMs }) => storeMs) / count },
    },
  };
}

async function readings(cluster: Pick<Cluster, 'times'>) {
  const ofService = await cluster.times();
  const times = new Map<string, ProcessTimes>([[GENERATOR, ownTimes()], ...ofService]);
  return { machine: processorTimes(childPids()), times };
}

import type { FaultName } from '../fault/faults.ts';
import { HttpClient } from '../http/http-client.ts';
import { BALANCER, startCluster, type Cluster, type ClusterOptions } from '../worker/cluster.ts';
import { asSentence } from '../worker/service-process.ts';

/** The service while it runs, as a phase that loads it sees it. */
export interface LoadedService {
  readonly http: HttpClient;
  readonly cluster: Cluster;
  /** Processes that ended by themselves, in whole sentences. */
  readonly deaths: readonly string[];
  /** How often the calls of the workers' stores were struck by each fault so far. */
  readonly struck: ReadonlyMap<FaultName, number>;
  /** Aborted when the balancer, or the last worker, has ended by itself: no request is served any more. */
  readonly over: AbortSignal;
}

/** Starts the service, works with it, and ends it however the work ended: nothing is written to the store afterwards. */
export async function withService<T>(
  options: Omit<ClusterOptions, 'scheduled'>,
  work: (service: LoadedService) => Promise<T>,
): Promise<T> {
  const deaths: string[] = [];
  const dead = new Set<string>();
  const over = new AbortController();
  let workers: Cluster['workers'] = [];
  const died = (error: Error, id: string) => {
    deaths.push(asSentence(error).message);
    dead.add(id);
    if (id === BALANCER || workers.every((worker) => dead.has(worker.id))) over.abort();
  };
  const struck = new Map<FaultName, number>();
  const events = {
    held: () => undefined,
    struck: (fault: FaultName) => struck.set(fault, (struck.get(fault) ?? 0) + 1),
    died,
  };
  const cluster = await startCluster({ ...options, scheduled: false }, events);
  ({ workers } = cluster);
  const http = new HttpClient(cluster.port, cluster.token);
  try {
    return await work({ http, cluster, deaths, struck, over: over.signal });
  } finally {
    http.close();
    await cluster.stop();
  }
}

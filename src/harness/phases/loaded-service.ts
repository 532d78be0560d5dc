import { HttpClient } from '../http/http-client.ts';
import { startCluster, type Cluster, type ClusterOptions } from '../worker/cluster.ts';

/** The service while it runs, as a phase that loads it sees it. */
export interface LoadedService {
  readonly http: HttpClient;
  readonly cluster: Cluster;
  /** Processes that ended by themselves, in whole sentences. */
  readonly deaths: readonly string[];
}

/** Starts the service, works with it, and ends it however the work ended: nothing is written to the store afterwards. */
export async function withService<T>(
  options: Omit<ClusterOptions, 'scheduled'>,
  work: (service: LoadedService) => Promise<T>,
): Promise<T> {
  const deaths: string[] = [];
  const cluster = await startCluster(
    { ...options, scheduled: false },
    { held: () => undefined, died: (error) => deaths.push(`${error.message}.`) },
  );
  const http = new HttpClient(cluster.port, cluster.token);
  try {
    return await work({ http, cluster, deaths });
  } finally {
    http.close();
    await cluster.stop();
  }
}

import { randomBytes } from 'node:crypto';
import { HttpClient } from '../http/http-client.ts';
import type { VariantName } from '../service/variants.ts';
import { startProcess, type ProcessEvents, type ServiceProcess } from './service-process.ts';

/** The service as it runs: worker processes that share a store, behind one address. */
export interface Cluster {
  /** Where clients send their requests on the loopback interface, and what they must bear. */
  readonly port: number;
  readonly token: string;
  readonly workers: readonly ServiceProcess[];
  /** Ends every process; resolves when none is left. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  readonly variant: VariantName;
  readonly workers: number;
  /** A store that several processes can open. */
  readonly storeUrl: string;
  /** Whether a schedule holds every step. */
  readonly scheduled: boolean;
  /** Requests that may be in the service at the same time; one more is answered 503. */
  readonly admitted: number;
}

/** Starts workers `w1@VARIANT`, `w2@VARIANT` … and the balancer; if one does not start, none is left running. */
export async function startCluster(options: ClusterOptions, events: ProcessEvents): Promise<Cluster> {
  const token = randomBytes(32).toString('base64url');
  const { variant, storeUrl, scheduled, admitted } = options;
  const processes: ServiceProcess[] = [];
  const stop = async () => {
    await Promise.all(processes.map((process) => process.stop()));
  };
  try {
    const starting = Array.from({ length: options.workers }, (_, index) => {
      const id = `w${index + 1}@${variant}`;
      return startProcess({ role: 'worker', id, variant, storeUrl, token, scheduled }, events);
    });
    for (const outcome of await Promise.allSettled(starting))
      if (outcome.status === 'fulfilled') processes.push(outcome.value);
    const workers = await Promise.all(starting);
    const ports = workers.map((worker) => worker.port);
    const balancer = await startProcess({ role: 'balancer', id: 'balancer', token, ports, admitted }, events);
    processes.push(balancer);
    const cluster = { port: balancer.port, token, workers, stop };
    await greetEveryWorker(cluster);
    return cluster;
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * One request to each worker through the balancer, whose turn is then at the first worker again. The first request of a
 * process is slow; nobody should see that delay in a trace and take it for a queue.
 */
async function greetEveryWorker({ port, token, workers }: Cluster): Promise<void> {
  const http = new HttpClient(port, token);
  for (const worker of workers) {
    const reply = await http.request('GET', '/health', '', new AbortController().signal);
    if (reply?.status !== 200)
      throw new Error(`worker ${worker.id} is not healthy: HTTP ${reply?.status ?? 0}`);
  }
  http.close();
}

import { errorOf } from '../../core/words/errors.ts';
import { HttpClient } from '../http/http-client.ts';
import { reserveOverHttp } from '../load/client.ts';
import type { AttemptRow } from '../record/attempt-row.ts';
import { Scheduler } from '../schedule/scheduler.ts';
import type { Schedule, Turn } from '../schedule/schedule.ts';
import { machineClock } from '../service/ports.ts';
import type { VariantName } from '../service/variants.ts';
import { startCluster, type Cluster } from '../worker/cluster.ts';

/** The clients of the race; each meets a worker of its own. */
export const CLIENTS = ['A', 'B'] as const;

/** Long for a step on a busy machine, short for a person who waits for a run that hangs. */
const DEADLINE_MS = 10_000;

/** Two clients and two worker processes, which can be taken through schedules. */
export interface Rig {
  readonly clients: readonly string[];
  /**
   * Lets every client reserve one unit of `key`, in the order of the schedule. `record` is called with the attempts of
   * each request before its answer counts as received.
   */
  play(
    schedule: Schedule,
    key: string,
    record: (rows: readonly AttemptRow[]) => void,
  ): Promise<readonly Turn[]>;
  close(): Promise<void>;
}

/** Starts the processes. A worker that dies, or an interruption, ends what is being played with an error. */
export async function openRig(options: {
  variant: VariantName;
  storeUrl: string;
  interrupted: AbortSignal;
}): Promise<Rig> {
  const { variant, storeUrl, interrupted } = options;
  const scheduler = new Scheduler(DEADLINE_MS);
  const interrupt = () => {
    scheduler.broke(new Error('interrupted'));
  };
  if (interrupted.aborted) interrupt();
  interrupted.addEventListener('abort', interrupt);
  const cluster = await startCluster(
    {
      variant,
      storeUrl,
      workers: CLIENTS.length,
      scheduled: true,
      admission: { inService: CLIENTS.length },
    },
    {
      held: (client, step, release) => {
        scheduler.held(client, step, release);
      },
      died: (error) => {
        scheduler.broke(error);
      },
    },
  );
  return {
    clients: CLIENTS,
    play: (schedule, key, record) => playOn(cluster, scheduler, schedule, key, record),
    close: async () => {
      interrupted.removeEventListener('abort', interrupt);
      await cluster.stop();
    },
  };
}

async function playOn(
  cluster: Cluster,
  scheduler: Scheduler,
  schedule: Schedule,
  key: string,
  record: (rows: readonly AttemptRow[]) => void,
): Promise<readonly Turn[]> {
  const over = new AbortController();
  const http = new HttpClient(cluster.port, cluster.token);
  const ports = { http, clock: machineClock, record, deadline: over.signal };
  const requests: Promise<void>[] = [];

  async function reserve(client: string): Promise<void> {
    const id = `r-${String(requests.length + 1).padStart(3, '0')}`;
    try {
      const request = { id, key, clientId: client, dueUs: machineClock(), attemptsBefore: 0 };
      scheduler.answered(client, (await reserveOverHttp(request, ports)).result);
    } catch (error) {
      scheduler.broke(errorOf(error));
    }
  }

  try {
    return await scheduler.play(schedule, (client) => {
      requests.push(reserve(client));
    });
  } finally {
    // A client whose run has ended early stops waiting, and its attempt is recorded as what it is: unknown.
    over.abort();
    await Promise.all(requests);
    http.close();
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpClient } from '../../../../src/harness/http/http-client.ts';
import type { FaultName } from '../../../../src/harness/fault/faults.ts';
import { faultyStore } from '../../../../src/harness/fault/faulty-store.ts';
import type { FaultWindow } from '../../../../src/harness/fault/windows.ts';
import { randomFor } from '../../../../src/harness/random.ts';
import { AttemptJournal } from '../../../../src/harness/record/attempt-journal.ts';
import { machineClock, openGate } from '../../../../src/harness/service/ports.ts';
import { variantOf, type VariantName } from '../../../../src/harness/service/variants.ts';
import { memoryStore } from '../../../../src/harness/store/memory/memory-store.ts';
import type { VersionedStore } from '../../../../src/harness/store/versioned-store.ts';
import { startBalancer } from '../../../../src/harness/worker/balancer.ts';
import type { LoopbackServer } from '../../../../src/harness/worker/loopback.ts';
import { serveReservations } from '../../../../src/harness/worker/reservation-server.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from './conserve.ts';

const TOKEN = 'secret';
const WORKERS = 2;

interface Worker {
  readonly port: number;
  kill(): Promise<void>;
}

/** The service as it is, store, workers, balancer and network, but in one process: cheap enough to be killed often. */
export async function serviceInProcess(variant: VariantName): Promise<Service> {
  const journalFolder = mkdtempSync(join(tmpdir(), 'race-trace-journals-'));
  const store = memoryStore();
  let windows: readonly FaultWindow[] = [];
  let seed = 0;
  let started = 0;
  const struck = new Map<FaultName, number>();

  async function startWorker(): Promise<Worker> {
    const id = `w${++started}@${variant}`;
    const life = new AbortController();
    let random: (() => number) | undefined;
    const disturbed = faultyStore(mortal(store, life.signal), {
      clock: machineClock,
      random: () => (random ??= randomFor(seed, `store of ${id}`))(),
      windows: () => windows,
      struck: (fault) => struck.set(fault, (struck.get(fault) ?? 0) + 1),
      sleep,
    });
    const ports = {
      store: disturbed,
      clock: machineClock,
      gate: openGate,
      workerId: id,
      deployment: variant,
      journal: new AttemptJournal(journalFolder, id),
    };
    const server: LoopbackServer = await serveReservations(TOKEN, variantOf({ variant }), ports);
    const kill = async () => {
      life.abort();
      await server.close();
    };
    return { port: server.port, kill };
  }

  const workers: Worker[] = [];
  for (let index = 0; index < WORKERS; index++) workers.push(await startWorker());
  const portsOf = () => workers.map(({ port }) => port);
  const balancer = await startBalancer(TOKEN, portsOf());
  const http = new HttpClient(balancer.port, TOKEN);
  return {
    variant,
    store,
    http,
    journalFolder,
    struck,
    cluster: {
      workers: { length: WORKERS },
      disturb: (next, nextSeed) => {
        windows = next;
        seed = nextSeed;
      },
      replace: async (index) => {
        const [killed] = workers.splice(index, 1);
        const gone = killed?.kill();
        balancer.use(portsOf());
        await gone;
        workers.splice(index, 0, await startWorker());
        balancer.use(portsOf());
      },
    },
    close: async () => {
      http.close();
      await balancer.close();
      await Promise.all(workers.map((worker) => worker.kill()));
      rmSync(journalFolder, { recursive: true });
    },
  };
}

/** A store as a process sees it that can be killed: what it calls afterwards does nothing, and no answer reaches it. */
function mortal(store: VersionedStore, killed: AbortSignal): VersionedStore {
  const never = new Promise<never>(() => undefined);
  const alive = async <R>(call: () => Promise<R>): Promise<R> => {
    const dead = () => killed.aborted;
    if (dead()) return never;
    const outcome = await call();
    return dead() ? never : outcome;
  };
  return {
    ...store,
    get: (key) => alive(() => store.get(key)),
    put: (...write) => alive(() => store.put(...write)),
    putIf: (...write) => alive(() => store.putIf(...write)),
    take: (...unit) => alive(() => store.take(...unit)),
    confirmationOf: (id) => alive(() => store.confirmationOf(id)),
  };
}

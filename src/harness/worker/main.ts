/**
 * A process of the service: a worker, the balancer before them, or the store behind them. Its parent tells it what to be over the process
 * channel, and it ends when that channel closes, so that no process outlives the run however the run ends.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../core/words/errors.ts';
import { faultyStore } from '../fault/faulty-store.ts';
import { randomFor, type Random } from '../random.ts';
import { AttemptJournal } from '../record/attempt-journal.ts';
import { machineClock, openGate, type Gate } from '../service/ports.ts';
import { variantOf } from '../service/variants.ts';
import { delayedStore } from '../store/decorators/delayed-store.ts';
import { memoryStore } from '../store/memory/memory-store.ts';
import { openStore } from '../store/open-store.ts';
import { timedStore, type StoreCallTimes } from '../store/decorators/timed-store.ts';
import type { VersionedStore } from '../store/versioned-store.ts';
import { startBalancer } from './balancer.ts';
import type { LoopbackServer } from './loopback.ts';
import type { FromWorker, ProcessSetup, StoreFaults, ToWorker, WorkerSetup } from './messages.ts';
import { ownTimes } from './process-times.ts';
import { serveReservations } from './reservation-server.ts';
import { serveStore } from './store-server.ts';

const held = new Map<number, () => void>();
let tickets = 0;

function tell(message: FromWorker): void {
  // A parent that is gone cannot be told anything; the disconnection ends this process.
  process.send?.(message, undefined, undefined, () => undefined);
}

/** Asks the parent before every step. */
const parentsGate: Gate = (clientId, step) =>
  new Promise((resolve) => {
    const ticket = tickets++;
    held.set(ticket, resolve);
    tell({ kind: 'held', ticket, clientId, step });
  });

function release(ticket: number): void {
  held.get(ticket)?.();
  held.delete(ticket);
}

let faults: StoreFaults | undefined;
let storeTimes: () => StoreCallTimes | undefined = () => undefined;
let useWorkers: (ports: readonly number[]) => void = () => undefined;

/** The store of a worker, as far away as the run says. */
function distantStore({ id, storeUrl, storeDelay }: WorkerSetup): VersionedStore {
  const store = openStore(storeUrl);
  if (storeDelay === undefined) return store;
  const { meanMs, seed } = storeDelay;
  return delayedStore(store, meanMs, { random: randomFor(seed, `distance of ${id}`), sleep });
}

/** The store of a worker, which fails when the run says so. */
function disturbedStore(setup: WorkerSetup): VersionedStore {
  const { id } = setup;
  let random: Random | undefined;
  return faultyStore(distantStore(setup), {
    clock: machineClock,
    random: () => (random ??= randomFor(faults?.seed ?? 0, `store of ${id}`))(),
    windows: () => faults?.windows ?? [],
    struck: (fault) => {
      tell({ kind: 'struck', fault });
    },
    sleep,
  });
}

async function serve(setup: ProcessSetup): Promise<LoopbackServer> {
  if (setup.role === 'balancer') {
    const balancer = await startBalancer(setup.token, setup.ports, setup.admission);
    useWorkers = balancer.use;
    return balancer;
  }
  if (setup.role === 'store') return serveStore(setup.token, memoryStore());
  faults = setup.faults;
  const { store, times } = timedStore(disturbedStore(setup), () => performance.now());
  storeTimes = times;
  return serveReservations(setup.token, variantOf(setup), {
    store,
    clock: machineClock,
    gate: setup.scheduled ? parentsGate : openGate,
    workerId: setup.id,
    deployment: setup.variant,
    ...(setup.rollout && { rollout: setup.rollout }),
    journal:
      setup.journalFolder === undefined ? undefined : new AttemptJournal(setup.journalFolder, setup.id),
  });
}

async function start(setup: ProcessSetup): Promise<void> {
  const { port } = await serve(setup);
  tell({ kind: 'listening', port });
}

process.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'start':
      start(message.setup).catch((error: unknown) => {
        tell({ kind: 'failed', message: messageOf(error) });
      });
      break;
    case 'release':
      release(message.ticket);
      break;
    case 'times':
      tell({ kind: 'times', times: ownTimes(storeTimes()) });
      break;
    case 'faults':
      faults = message.faults;
      break;
    case 'workers':
      useWorkers(message.ports);
  }
});
process.on('disconnect', () => {
  process.exit();
});
// Ctrl-C, or the end of the terminal, reaches every process in it; the parent decides what it means.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);

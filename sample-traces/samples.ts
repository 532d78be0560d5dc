import { Scheduler } from '../src/harness/schedule/scheduler.ts';
import { parseSchedule, RACE_SCHEDULE } from '../src/harness/schedule/schedule.ts';
import { conditional } from '../src/harness/service/conditional.ts';
import { unsafe } from '../src/harness/service/unsafe.ts';
import type { Variant } from '../src/harness/service/variant.ts';
import { withEtags, withoutVersions, withUnits, type Logged } from './logged.ts';
import { etags, ordersAndReleases } from './order-scenes.ts';
import { eitherWasStale, unversioned } from './outcome-scenes.ts';
import { World, type Wish, type Worker } from './world.ts';

/** One sample trace, as it comes from its seed. */
export interface Sample {
  readonly name: string;
  readonly seed: number;
  readonly variant: string;
  /** The test phase that it could be from. */
  readonly phase: string;
  readonly file: 'csv' | 'ndjson' | 'csv.gz';
  readonly schedule?: string;
  /** What its clock counts in, where that is not a microsecond: half of a packed trace is the digits of its times. */
  readonly tickUs?: number;
  /** Keys that the store could not be asked about when the run had ended. */
  readonly remainingUnknown?: readonly string[];
  /** What its rows say where a service of another kind would have logged something else than the harness does. */
  readonly logged?: Logged;
  /** How its versions are numbered, where that is not by counting; 'none' where it has none. */
  readonly versions?: 'opaque' | 'none';
  readonly make: (seed: number) => Promise<World>;
}

export const SAMPLES: readonly Sample[] = [
  {
    name: 'two-client-unsafe',
    seed: 7,
    variant: 'unsafe',
    phase: 'reproduce',
    file: 'csv',
    schedule: RACE_SCHEDULE,
    make: (seed) => twoClients(seed, unsafe),
  },
  {
    name: 'two-client-conditional',
    seed: 7,
    variant: 'conditional',
    phase: 'reproduce',
    file: 'csv',
    schedule: RACE_SCHEDULE,
    make: (seed) => twoClients(seed, conditional),
  },
  {
    name: 'retry-duplication',
    seed: 11,
    variant: 'conditional, not idempotent',
    phase: 'fault',
    file: 'csv',
    make: (seed) => impatientClient(seed, { ...conditional, idempotent: false }),
  },
  {
    name: 'idempotent-replay',
    seed: 11,
    variant: 'conditional',
    phase: 'fault',
    file: 'ndjson',
    make: (seed) => impatientClient(seed, conditional),
  },
  {
    name: 'timeout-decides',
    seed: 3,
    variant: 'conditional',
    phase: 'fault',
    file: 'csv',
    remainingUnknown: ['seat-8'],
    make: timeouts,
  },
  {
    name: 'either-was-stale',
    seed: 5,
    variant: 'unsafe',
    phase: 'fault',
    file: 'csv',
    remainingUnknown: ['seat-8'],
    make: eitherWasStale,
  },
  {
    name: 'orders-and-releases',
    seed: 5,
    variant: 'unsafe',
    phase: 'reproduce',
    file: 'csv',
    logged: withUnits,
    make: ordersAndReleases,
  },
  {
    name: 'etags',
    seed: 5,
    variant: 'unsafe',
    phase: 'reproduce',
    file: 'ndjson',
    logged: withEtags,
    versions: 'opaque',
    make: etags,
  },
  {
    name: 'no-versions',
    seed: 5,
    variant: 'unsafe',
    phase: 'reproduce',
    file: 'ndjson',
    logged: withoutVersions,
    versions: 'none',
    make: unversioned,
  },
  {
    name: 'hot-key-10k',
    seed: 42,
    variant: 'conditional, 2 of 24 workers unsafe',
    phase: 'load',
    file: 'csv.gz',
    tickUs: 100,
    make: hotKey,
  },
];

/** The race of the reproducer, in virtual time. */
async function twoClients(seed: number, variant: Variant): Promise<World> {
  const world = new World({ seed, inventory: new Map([['seat-7', 1]]) });
  const scheduler = new Scheduler(10_000);
  const clients = ['A', 'B'];
  const workers = clients.map((_, index) =>
    world.worker(`w${index + 1}@${variant.name}`, variant, (client, step) => {
      return new Promise((release) => {
        scheduler.held(client, step, release);
      });
    }),
  );
  const reserve = async (clientId: string) => {
    const index = clients.indexOf(clientId);
    const { result } = await world.reserve(workers[index]!, {
      id: `r-00${index + 1}`,
      key: 'seat-7',
      clientId,
    });
    scheduler.answered(clientId, result);
  };
  await world.play(() =>
    scheduler.play(parseSchedule(RACE_SCHEDULE, clients), (client) => {
      reserve(client).catch((error: unknown) => {
        scheduler.broke(error as Error);
      });
    }),
  );
  return world;
}

/**
 * Client B thinks that its request was lost and sends it again, to another worker, while the first is still being served
 * slowly. Whether it gets one unit or two is decided by the service's idempotency alone: no write is stale.
 */
async function impatientClient(seed: number, variant: Variant): Promise<World> {
  const world = new World({ seed, inventory: new Map([['seat-7', 4]]) });
  const first = world.worker('w1@v2', variant);
  const second = world.worker('w2@v2', variant);
  const ask = (worker: Worker, number: number, clientId: string, more: Partial<Wish> = {}) =>
    world.reserve(worker, { id: `r-00${number}`, key: 'seat-7', clientId, ...more });
  await world.play(async () => {
    await ask(first, 1, 'A');
    const slow = ask(first, 2, 'B');
    await world.time.sleep(8_500);
    const again = ask(second, 2, 'B', { attemptsBefore: 1, fault: 'duplicate-request' });
    await Promise.all([slow, again]);
    await ask(second, 3, 'C');
  });
  return world;
}

/**
 * Two writes are never answered. The first was applied: a later reader sees its version. Of the second nobody knows, and
 * the store could not be asked when the run had ended.
 */
async function timeouts(seed: number): Promise<World> {
  const world = new World({
    seed,
    inventory: new Map([
      ['seat-7', 3],
      ['seat-8', 2],
    ]),
    writeFaults: new Map([
      [2, 'applied'],
      [5, 'lost'],
    ]),
  });
  const workers = [world.worker('w1@v2', conditional), world.worker('w2@v2', conditional)];
  let requests = 0;
  const ask = (key: string, clientId: string, fault?: string) => {
    const worker = workers[requests++ % workers.length]!;
    const wish = { id: `r-00${requests}`, key, clientId };
    return world.reserve(worker, fault === undefined ? wish : { ...wish, fault });
  };
  await world.play(async () => {
    await ask('seat-7', 'A');
    await ask('seat-7', 'B', 'storage-timeout');
    await ask('seat-7', 'C');
    await ask('seat-8', 'A');
    await ask('seat-8', 'B', 'storage-timeout');
  });
  return world;
}

/**
 * A rollout that forgot two of its twenty-four workers: they still run the unsafe code. Four minutes of traffic on one
 * key, with a burst of two seconds in every thirty.
 */
async function hotKey(seed: number): Promise<World> {
  const key = 'concert-42';
  const world = new World({ seed, inventory: new Map([[key, 8200]]) });
  const workers = Array.from({ length: 24 }, (_, index) => {
    const number = String(index + 1).padStart(2, '0');
    return index < 22 ? world.worker(`w${number}@v2`, conditional) : world.worker(`w${number}@v1`, unsafe);
  });
  const attempts = 10_000;
  let requests = 0;
  const ask = () => {
    const id = `r-${String(++requests).padStart(5, '0')}`;
    const clientId = `c${String(world.draw.integer(1, 60)).padStart(2, '0')}`;
    return world.reserve(workers[world.draw.integer(0, workers.length - 1)]!, { id, key, clientId });
  };
  await world.play(async () => {
    const open = new Set<Promise<unknown>>();
    // A request makes four attempts at most, so this never makes more rows than were asked for.
    while (world.rows.length + 4 * (open.size + 1) <= attempts) {
      const bursting = world.time.clock() % 30e6 < 2e6;
      await world.time.sleep(world.draw.gapUs(bursting ? 90 : 30));
      const request = ask().finally(() => open.delete(request));
      open.add(request);
    }
    await Promise.all(open);
    // Alone, a request makes one attempt.
    while (world.rows.length < attempts) await ask();
  });
  return world;
}

/** A conditional, idempotent service under the faults of a fault phase, one kind after another, as its rows would tell of it. */
import type { Attempt } from '../check/history-language.ts';
import { randomOf, type Below } from '../worlds/random.ts';
import type { Story } from '../worlds/story.ts';

/** What strikes, one kind in each fifth of the run. */
const FAULTS = [
  'lost answer',
  'worker kill',
  'storage timeout',
  'slow storage',
  'duplicate delivery',
] as const;
type Fault = (typeof FAULTS)[number];

const WORKERS = 2;
const CLIENTS = 8;
const KEYS = 40;
const UNITS = 2000;
const MOST_DELIVERIES = 4;
const MOST_REFUSALS = 3;

/** What differs between runs. */
export interface FaultRun {
  readonly rows: number;
  /** Of a hundred attempts, how many time out. */
  readonly timeoutsPerCent: number;
  /** Whether a client that was not answered asks again. */
  readonly asksAgain: boolean;
  /** Whether a timed-out attempt says what it had read. */
  readonly saysRead: boolean;
}

interface Stock {
  value: number;
  version: number;
}

/** A delivery of a request that a worker has in its hands. */
interface Delivery {
  readonly client: Client;
  readonly worker: number;
  readonly startUs: number;
  retry: number;
  refusals: number;
  step: 'look up' | 'read' | 'write' | 'answer';
  /** Cells of the row of the attempt that it is at. */
  cells: Partial<Attempt>;
  wasSlow: boolean;
}

interface Client {
  request: string;
  key: string;
  retry: number;
  deliveries: number;
  isServed: boolean;
  waiting: number;
}

/** Runs a service for so many rows. The same run for the same seed. */
export function faultPhase(seed: number, run: FaultRun): Story {
  return new FaultPhase(randomOf(seed), run).story();
}

class FaultPhase {
  readonly #below: Below;
  readonly #run: FaultRun;
  readonly #rows: Attempt[] = [];
  readonly #stocks = new Map<string, Stock>();
  readonly #confirmed = new Map<string, number>();
  readonly #clients: Client[] = [];
  #deliveries: Delivery[] = [];
  #requests = 0;
  #nowUs = 0;

  constructor(below: Below, run: FaultRun) {
    this.#below = below;
    this.#run = run;
    for (let key = 1; key <= KEYS; key++) this.#stocks.set(`seat-${key}`, { value: UNITS, version: 1 });
  }

  story(): Story {
    const initial = this.#records();
    for (let client = 0; client < CLIENTS; client++) this.#clients.push(this.#nextRequest());
    for (const client of this.#clients) this.#deliver(client);
    while (this.#deliveries.length > 0)
      this.#advance(this.#deliveries[this.#below(this.#deliveries.length)]!);
    const manifest = { scheme: 'sequential', closed: true, complete: true, unitsPerSuccess: 1 } as const;
    return { rows: this.#rows, manifest: { ...manifest, initial, remaining: this.#records() } };
  }

  #records(): Map<string, { value: number; version: bigint }> {
    return new Map(
      [...this.#stocks].map(([key, { value, version }]) => [key, { value, version: BigInt(version) }]),
    );
  }

  /** The first keys are asked for most: the n-th as often as one in n. */
  #nextRequest(): Client {
    const key = Math.floor((KEYS + 1) ** (this.#below(1000) / 1000));
    return {
      ...{ request: `r${this.#requests++}`, key: `seat-${Math.min(key, KEYS)}` },
      ...{ retry: 0, deliveries: 0, isServed: false, waiting: 0 },
    };
  }

  get #fault(): Fault {
    const part = Math.floor((this.#rows.length * FAULTS.length) / this.#run.rows);
    return FAULTS[Math.min(part, FAULTS.length - 1)]!;
  }

  /** Strikes in two of the five kinds, so that all together make up their share. */
  #timesOut(fault: 'worker kill' | 'storage timeout', stepsAtOnce: number): boolean {
    const perMille = (this.#run.timeoutsPerCent * 10 * FAULTS.length) / 2;
    return this.#fault === fault && this.#below(1000 * stepsAtOnce) < perMille;
  }

  #deliver(client: Client): void {
    const times = this.#fault === 'duplicate delivery' && this.#below(20) === 0 ? 2 : 1;
    client.deliveries++;
    client.waiting += times;
    for (let each = 0; each < times; each++)
      this.#deliveries.push({
        ...{ client, worker: this.#below(WORKERS), startUs: this.#nowUs, retry: client.retry },
        ...{ refusals: 0, step: 'look up', cells: {}, wasSlow: false },
      });
  }

  #advance(delivery: Delivery): void {
    this.#nowUs += 1 + this.#below(200);
    // A slow store answers at another turn.
    if (this.#fault === 'slow storage' && !delivery.wasSlow && this.#below(5) === 0) {
      delivery.wasSlow = true;
      return;
    }
    delivery.wasSlow = false;
    const killed = this.#timesOut('worker kill', 4 * (CLIENTS / WORKERS));
    if (killed) {
      const hurt = this.#deliveries.filter(({ worker }) => worker === delivery.worker);
      for (const each of hurt) this.#timeOut(each);
    } else this.#step(delivery);
  }

  #step(delivery: Delivery): void {
    const { client, step } = delivery;
    const stock = this.#stocks.get(client.key)!;
    const isLost = step !== 'answer' && this.#timesOut('storage timeout', 3);
    if (isLost && (step !== 'write' || this.#below(2) === 0)) {
      this.#timeOut(delivery);
      return;
    }
    if (step === 'look up') {
      const version = this.#confirmed.get(client.request);
      if (version !== undefined) delivery.cells = { write: version };
      delivery.step = version === undefined ? 'read' : 'answer';
    } else if (step === 'read') {
      delivery.cells = { read: stock.version, readValue: stock.value, readAt: this.#nowUs };
      delivery.step = 'write';
    } else if (step === 'write') this.#write(delivery, stock);
    else this.#answer(delivery);
    if (isLost) this.#timeOut(delivery);
  }

  #write(delivery: Delivery, stock: Stock): void {
    const { client, cells } = delivery;
    // The store keeps a confirmation for each request and takes no second one.
    if (cells.read !== stock.version || this.#confirmed.has(client.request)) {
      this.#record(delivery, delivery.refusals === MOST_REFUSALS ? 'conflict' : 'retry');
      if (delivery.refusals++ === MOST_REFUSALS) this.#end(delivery, true);
      else [delivery.retry, delivery.cells, delivery.step] = [delivery.retry + 1, {}, 'look up'];
      return;
    }
    stock.value--;
    stock.version++;
    this.#confirmed.set(client.request, stock.version);
    delivery.cells = { ...cells, write: stock.version, writeValue: stock.value, writeAt: this.#nowUs };
    delivery.step = 'answer';
  }

  #answer(delivery: Delivery): void {
    this.#record(delivery, 'success');
    const isHeard = this.#fault !== 'lost answer' || this.#below(20) > 0;
    this.#end(delivery, isHeard);
  }

  #timeOut(delivery: Delivery): void {
    if (!this.#deliveries.includes(delivery)) return;
    const { read, readValue } = delivery.cells;
    delivery.cells = this.#run.saysRead && read !== undefined ? { read, readValue } : {};
    this.#record(delivery, 'timeout');
    this.#end(delivery, false);
  }

  #record({ client, worker, startUs, retry, cells }: Delivery, result: Attempt['result']): void {
    const { request, key } = client;
    client.retry = Math.max(client.retry, retry + 1);
    const row = { request, key, worker: `w${worker}`, retry, result, start: startUs, end: this.#nowUs };
    this.#rows.push({ ...row, ...cells });
  }

  /** A delivery is over: its client asks again, or another one asks. */
  #end(delivery: Delivery, isHeard: boolean): void {
    const { client } = delivery;
    this.#deliveries = this.#deliveries.filter((each) => each !== delivery);
    client.isServed ||= isHeard;
    if (--client.waiting > 0) return;
    const { asksAgain, rows } = this.#run;
    if (!client.isServed && asksAgain && client.deliveries < MOST_DELIVERIES) this.#deliver(client);
    else if (this.#rows.length < rows) this.#deliver(this.#nextRequest());
  }
}

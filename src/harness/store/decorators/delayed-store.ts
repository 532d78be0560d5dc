import type { Random } from '../../random.ts';
import type { VersionedStore } from '../versioned-store.ts';

/** Spread of the delays: the slowest of a hundred calls takes about three times as long as the usual one. */
const SIGMA = 0.5;

export interface DelayPorts {
  readonly random: Random;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/**
 * A store as far away as a network: every call of the service takes `meanMs` longer on average, half of that before it
 * takes effect and half before it is answered. The delays are lognormal, as those of servers are: never nothing, mostly
 * a little under the mean, now and then several times that. What only the run itself calls is not delayed.
 */
export function delayedStore(store: VersionedStore, meanMs: number, ports: DelayPorts): VersionedStore {
  const { random, sleep } = ports;

  async function delayed<T>(call: () => Promise<T>): Promise<T> {
    const halfMs = lognormal(meanMs, random) / 2;
    await sleep(halfMs);
    try {
      return await call();
    } finally {
      await sleep(halfMs);
    }
  }

  return {
    ...store,
    get: (key) => delayed(() => store.get(key)),
    put: (...write) => delayed(() => store.put(...write)),
    putIf: (...write) => delayed(() => store.putIf(...write)),
    take: (...unit) => delayed(() => store.take(...unit)),
    confirmationOf: (requestId) => delayed(() => store.confirmationOf(requestId)),
  };
}

/** A lognormal number of this mean, by Box and Muller. */
function lognormal(mean: number, random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return mean * Math.exp(SIGMA * normal - SIGMA ** 2 / 2);
}

import type { Random } from '../random.ts';
import type { Clock } from '../service/ports.ts';
import { StoreTimeoutError, type VersionedStore } from '../store/versioned-store.ts';
import type { FaultName } from './faults.ts';
import { openAt, type FaultWindow } from './windows.ts';

/** How long a slow store takes, on average, and how long the caller waits for an answer that does not come. */
const SLOW_MS = 40;
const TIMEOUT_MS = 20;
/** While workers are killed every call takes about this long, so that there is work in their hands to lose. */
const BUSY_MS = 4;

export interface StoreFaultPorts {
  readonly clock: Clock;
  readonly random: Random;
  /** Those of the run; empty until it has begun. */
  readonly windows: () => readonly FaultWindow[];
  /** Called for every call of the store that a fault strikes. */
  readonly struck?: (fault: FaultName) => void;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/** A store that fails as the fault windows say: it answers late, or never, having done what it was asked for or not. */
export function faultyStore(store: VersionedStore, ports: StoreFaultPorts): VersionedStore {
  const { clock, random, windows, struck, sleep } = ports;

  async function disturbed<T>(kind: 'read' | 'write', call: () => Promise<T>): Promise<T> {
    const window = openAt(windows(), clock());
    switch (window?.fault) {
      case 'storage-timeout':
        if (random() >= window.rate) return call();
        struck?.('storage-timeout');
        if (kind === 'write' && random() < 0.5) await call();
        await sleep(TIMEOUT_MS);
        throw new StoreTimeoutError('the store gave no answer: an injected fault');
      case 'slow-storage':
        if (random() >= window.rate) return call();
        struck?.('slow-storage');
        await sleep(SLOW_MS * (0.5 + random()));
        return call();
      case 'worker-kill': {
        // Before the call or after it: a kill then finds writes that have not happened, and writes that were never answered.
        const before = random() < 0.5;
        if (before) await sleep(BUSY_MS * 2 * random());
        const outcome = await call();
        if (!before) await sleep(BUSY_MS * 2 * random());
        return outcome;
      }
      default:
        return call();
    }
  }

  return {
    ...store,
    get: (key) => disturbed('read', () => store.get(key)),
    confirmationOf: (requestId) => disturbed('read', () => store.confirmationOf(requestId)),
    put: (...write) => disturbed('write', () => store.put(...write)),
    putIf: (...write) => disturbed('write', () => store.putIf(...write)),
    take: (...unit) => disturbed('write', () => store.take(...unit)),
  };
}

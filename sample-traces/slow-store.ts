import { StoreTimeoutError, type VersionedStore } from '../src/harness/store/versioned-store.ts';
import type { Draw } from './draw.ts';
import type { VirtualTime } from './virtual-time.ts';

const READ_US = 2400;
const WRITE_US = 3200;
const TIMEOUT_US = 50_000;

/** What a write of the store that times out has done. */
export type WriteFault = 'applied' | 'lost';

/**
 * A store at the end of a wire: a call takes effect about half-way through its time. `faults` names writes, counted from
 * 1, that are never answered.
 */
export function slowStore(
  store: VersionedStore,
  time: VirtualTime,
  draw: Draw,
  faults: ReadonlyMap<number, WriteFault>,
): VersionedStore {
  let writes = 0;

  async function read<T>(call: () => Promise<T>): Promise<T> {
    await time.sleep(draw.latencyUs(READ_US / 2));
    const result = await call();
    await time.sleep(draw.latencyUs(READ_US / 2));
    return result;
  }

  async function write<T>(call: () => Promise<T>): Promise<T> {
    const fault = faults.get(++writes);
    await time.sleep(draw.latencyUs(WRITE_US / 2));
    if (fault === undefined) {
      const result = await call();
      await time.sleep(draw.latencyUs(WRITE_US / 2));
      return result;
    }
    if (fault === 'applied') await call();
    await time.sleep(TIMEOUT_US);
    throw new StoreTimeoutError(`no answer within ${TIMEOUT_US / 1000} ms`);
  }

  return {
    versionScheme: store.versionScheme,
    get: (key) => read(() => store.get(key)),
    put: (key, value) => write(() => store.put(key, value)),
    putIf: (...change) => write(() => store.putIf(...change)),
    take: (...unit) => write(() => store.take(...unit)),
    confirmationOf: (requestId) => read(() => store.confirmationOf(requestId)),
    commits: () => store.commits(),
    load: (inventory) => store.load(inventory),
    drop: () => store.drop(),
    close: () => store.close(),
  };
}

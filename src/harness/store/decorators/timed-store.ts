import type { VersionedStore } from '../versioned-store.ts';

/** The calls of the service to its store so far, and how long all of them together took, in milliseconds. */
export interface StoreCallTimes {
  readonly storeCalls: number;
  readonly storeMs: number;
}

/** A store, and how long its service has waited for it. What only the run itself calls is not counted. */
export function timedStore(
  store: VersionedStore,
  nowMs: () => number,
): { readonly store: VersionedStore; readonly times: () => StoreCallTimes } {
  let [storeCalls, storeMs] = [0, 0];

  async function timed<T>(call: () => Promise<T>): Promise<T> {
    const fromMs = nowMs();
    try {
      return await call();
    } finally {
      storeCalls++;
      storeMs += nowMs() - fromMs;
    }
  }

  return {
    store: {
      ...store,
      get: (key) => timed(() => store.get(key)),
      put: (...write) => timed(() => store.put(...write)),
      putIf: (...write) => timed(() => store.putIf(...write)),
      take: (...unit) => timed(() => store.take(...unit)),
      confirmationOf: (requestId) => timed(() => store.confirmationOf(requestId)),
    },
    times: () => ({ storeCalls, storeMs }),
  };
}

import { promised } from '../promised.ts';
import {
  UnknownKeyError,
  type Confirmation,
  type PutIfOutcome,
  type Stored,
  type TakeOutcome,
  type VersionedStore,
} from '../versioned-store.ts';

/**
 * A store within this process, for tests of the harness and for traces in virtual time. Every call takes effect at once,
 * between two turns of the event loop, so each is atomic as the interface asks.
 */
export function memoryStore(): VersionedStore {
  const records = new Map<string, Stored>();
  const confirmations = new Map<string, Confirmation>();

  function put(key: string, value: number): number {
    const current = records.get(key);
    if (current === undefined) throw new UnknownKeyError(key);
    const version = current.version + 1;
    records.set(key, { value, version });
    return version;
  }

  function earlier(requestId: string | undefined): Confirmation | undefined {
    return requestId === undefined ? undefined : confirmations.get(requestId);
  }

  /** Keeps the confirmation of a write that a request asked for by its id. */
  function confirm(key: string, requestId: string | undefined, before: number, after: Stored): void {
    if (requestId === undefined) return;
    const { value, version } = after;
    confirmations.set(requestId, { key, readVersion: before, writeVersion: version, value });
  }

  function putIf(key: string, value: number, version: number, requestId?: string): PutIfOutcome {
    const confirmation = earlier(requestId);
    if (confirmation !== undefined) return { kind: 'confirmed-before', confirmation };
    if (records.get(key)?.version !== version) return { kind: 'refused' };
    const after = { value, version: put(key, value) };
    confirm(key, requestId, version, after);
    return { kind: 'written', version: after.version };
  }

  function take(key: string, requestId?: string): TakeOutcome {
    const confirmation = earlier(requestId);
    if (confirmation !== undefined) return { kind: 'confirmed-before', confirmation };
    const before = records.get(key);
    if (before === undefined) throw new UnknownKeyError(key);
    if (before.value < 1) return { kind: 'nothing-left' };
    const after = { value: before.value - 1, version: put(key, before.value - 1) };
    confirm(key, requestId, before.version, after);
    return { kind: 'taken', before, after };
  }

  function load(inventory: ReadonlyMap<string, number>): void {
    records.clear();
    confirmations.clear();
    for (const [key, value] of inventory) records.set(key, { value, version: 1 });
  }

  function commits(): number {
    let writes = 0;
    for (const { version } of records.values()) writes += version - 1;
    return writes;
  }

  return {
    versionScheme: 'sequential',
    get: promised((key) => records.get(key)),
    put: promised(put),
    putIf: promised(putIf),
    take: promised(take),
    confirmationOf: promised(earlier),
    commits: promised(commits),
    load: promised(load),
    drop: promised(() => {
      load(new Map());
    }),
    close: () => Promise.resolve(),
  };
}

import { promised } from './promised.ts';
import {
  UnknownKeyError,
  type Confirmation,
  type PutIfOutcome,
  type Stored,
  type VersionedStore,
} from './versioned-store.ts';

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

  function putIf(key: string, value: number, version: number, requestId?: string): PutIfOutcome {
    const before = requestId === undefined ? undefined : confirmations.get(requestId);
    if (before !== undefined) return { kind: 'confirmed-before', confirmation: before };
    if (records.get(key)?.version !== version) return { kind: 'refused' };
    const writeVersion = put(key, value);
    if (requestId !== undefined) {
      confirmations.set(requestId, { key, readVersion: version, writeVersion, value });
    }
    return { kind: 'written', version: writeVersion };
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
    confirmationOf: promised((requestId) => confirmations.get(requestId)),
    commits: promised(commits),
    load: promised(load),
    close: () => Promise.resolve(),
  };
}

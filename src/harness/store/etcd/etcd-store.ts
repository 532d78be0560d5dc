import { etcdGateway } from './gateway.ts';
import { confirmationIn, etcdRecords, foundIn, storedIn, writesIn, type Range, type Txn } from './records.ts';
import {
  UnknownKeyError,
  type Confirmation,
  type PutIfOutcome,
  type Stored,
  type TakeOutcome,
  type VersionedStore,
} from '../versioned-store.ts';

/** Operations of one transaction: etcd takes 128 unless it is told otherwise. */
const OPERATIONS = 100;
/** How often a unit is tried for: etcd has no decrement, and of all who write at one revision one succeeds. */
const TAKE_TRIES = 32;

/**
 * The inventory in etcd. A record's version is the revision of its last write, which etcd numbers through the whole
 * store: versions grow, but not by one. Reads are linearizable. It needs no driver: the gateway speaks JSON over HTTP.
 * @param endpoints of the members of one cluster, each as `host:port`
 * @param prefix of every key that this store touches; ends in `/`
 */
export function etcdStore(endpoints: readonly string[], prefix: string, timeoutMs: number): VersionedStore {
  const etcd = etcdGateway(endpoints, timeoutMs);
  const records = etcdRecords(prefix);

  const range = (body: object) => etcd.call({ path: 'kv/range', body, repeatable: true }) as Promise<Range>;
  const txn = (body: object, repeatable = false) =>
    etcd.call({ path: 'kv/txn', body, repeatable }) as Promise<Txn>;

  async function get(key: string): Promise<Stored | undefined> {
    return storedIn(await range(records.recordRange(key)));
  }

  async function put(key: string, value: number): Promise<number> {
    const written = await txn(records.blindWrite(key, value));
    if (written.succeeded !== true) throw new UnknownKeyError(key);
    return Number(written.header.revision);
  }

  async function putIf(
    key: string,
    value: number,
    version: number,
    requestId?: string,
  ): Promise<PutIfOutcome> {
    const outcome = await txn(records.write(key, value, version, requestId));
    if (outcome.succeeded === true) return { kind: 'written', version: Number(outcome.header.revision) };
    const { confirmation } = foundIn(outcome);
    return confirmation ? { kind: 'confirmed-before', confirmation } : { kind: 'refused' };
  }

  /**
   * etcd compares and puts, but does not count: a loop over its transactions. Each that comes too late brings back what
   * it found, which the next one is based on; after {@link TAKE_TRIES} of them the caller is told that it was refused.
   */
  async function take(key: string, requestId?: string): Promise<TakeOutcome> {
    let seen = await txn({ success: records.look(key, requestId) }, true);
    for (let tries = 0; tries < TAKE_TRIES; tries++) {
      const { record: before, confirmation } = foundIn(seen);
      if (confirmation !== undefined) return { kind: 'confirmed-before', confirmation };
      if (before === undefined) throw new UnknownKeyError(key);
      if (before.value < 1) return { kind: 'nothing-left' };
      const value = before.value - 1;
      seen = await txn(records.write(key, value, before.version, requestId));
      if (seen.succeeded === true)
        return { kind: 'taken', before, after: { value, version: Number(seen.header.revision) } };
    }
    return { kind: 'refused' };
  }

  async function confirmationOf(requestId: string): Promise<Confirmation | undefined> {
    return confirmationIn(await range(records.confirmationRange(requestId)));
  }

  async function drop(): Promise<void> {
    await etcd.call({ path: 'kv/deleterange', body: records.everything, repeatable: true });
  }

  async function load(inventory: ReadonlyMap<string, number>): Promise<void> {
    await drop();
    const puts = [...inventory].map(([key, value]) => records.add(key, value));
    for (let from = 0; from < puts.length; from += OPERATIONS) {
      await txn({ success: puts.slice(from, from + OPERATIONS) });
    }
  }

  return {
    versionScheme: 'monotonic',
    get,
    put,
    putIf,
    take,
    confirmationOf,
    commits: async () => writesIn(await range(records.everyRecord)),
    load,
    drop,
    close: () => {
      etcd.close();
      return Promise.resolve();
    },
  };
}

import { etcdGateway } from './etcd-gateway.ts';
import {
  UnknownKeyError,
  type Confirmation,
  type PutIfOutcome,
  type Stored,
  type VersionedStore,
} from './versioned-store.ts';

/** Operations of one transaction: etcd takes 128 unless it is told otherwise. */
const OPERATIONS = 100;

/** etcd's JSON: bytes as base64, 64-bit integers as text, and nothing where a field is zero or false. */
interface KeyValue {
  readonly value?: string;
  readonly mod_revision: string;
  /** Writes of this key since it was made. */
  readonly version: string;
}
interface Range {
  readonly kvs?: readonly KeyValue[];
}
interface Txn {
  readonly header: { readonly revision: string };
  readonly succeeded?: boolean;
  readonly responses?: readonly { readonly response_range?: Range }[];
}

/**
 * The inventory in etcd. A record's version is the revision of its last write, which etcd numbers through the whole
 * store: versions grow, but not by one. Reads are linearizable. It needs no driver: the gateway speaks JSON over HTTP.
 * @param endpoints of the members of one cluster, each as `host:port`
 * @param prefix of every key that this store touches
 */
export function etcdStore(endpoints: readonly string[], prefix: string, timeoutMs: number): VersionedStore {
  const etcd = etcdGateway(endpoints, timeoutMs);
  const recordKey = (key: string) => base64(`${prefix}record/${key}`);
  const confirmationKey = (requestId: string) => base64(`${prefix}confirmation/${requestId}`);

  const range = (body: object) => etcd.call({ path: 'kv/range', body, repeatable: true }) as Promise<Range>;
  const txn = (body: object) => etcd.call({ path: 'kv/txn', body, repeatable: false }) as Promise<Txn>;

  async function get(key: string): Promise<Stored | undefined> {
    const found = (await range({ key: recordKey(key) })).kvs?.[0];
    return found && { value: Number(textOf(found)), version: Number(found.mod_revision) };
  }

  async function put(key: string, value: number): Promise<number> {
    const written = await txn({
      compare: [{ key: recordKey(key), target: 'VERSION', result: 'GREATER', version: '0' }],
      success: [putting(recordKey(key), String(value))],
    });
    if (written.succeeded !== true) throw new UnknownKeyError(key);
    return Number(written.header.revision);
  }

  async function putIf(
    key: string,
    value: number,
    version: number,
    requestId?: string,
  ): Promise<PutIfOutcome> {
    const unmoved = { key: recordKey(key), target: 'MOD', result: 'EQUAL', mod_revision: String(version) };
    const write = putting(recordKey(key), String(value));
    const outcome = await txn(
      requestId === undefined
        ? { compare: [unmoved], success: [write] }
        : confirming(unmoved, write, confirmationKey(requestId), { key, readVersion: version, value }),
    );
    if (outcome.succeeded === true) return { kind: 'written', version: Number(outcome.header.revision) };
    const confirmation = confirmationIn(outcome.responses?.[0]?.response_range);
    return confirmation ? { kind: 'confirmed-before', confirmation } : { kind: 'refused' };
  }

  async function load(inventory: ReadonlyMap<string, number>): Promise<void> {
    await etcd.call({ path: 'kv/deleterange', body: everythingBelow(prefix), repeatable: true });
    const puts = [...inventory].map(([key, value]) => putting(recordKey(key), String(value)));
    for (let from = 0; from < puts.length; from += OPERATIONS) {
      await txn({ success: puts.slice(from, from + OPERATIONS) });
    }
  }

  return {
    versionScheme: 'monotonic',
    get,
    put,
    putIf,
    confirmationOf: async (requestId) => confirmationIn(await range({ key: confirmationKey(requestId) })),
    commits: async () => {
      const { kvs = [] } = await range(everythingBelow(`${prefix}record/`));
      return kvs.reduce((writes, { version }) => writes + Number(version) - 1, 0);
    },
    load,
    close: () => {
      etcd.close();
      return Promise.resolve();
    },
  };
}

/**
 * A write and its confirmation in one transaction, unless the request has one: then the transaction gives that. Both get
 * the transaction's revision, so the confirmation need not say which version was written.
 */
function confirming(
  unmoved: object,
  write: object,
  confirmationKey: string,
  confirmation: Omit<Confirmation, 'writeVersion'>,
): object {
  const unconfirmed = { key: confirmationKey, target: 'VERSION', result: 'EQUAL', version: '0' };
  return {
    compare: [unmoved, unconfirmed],
    success: [write, putting(confirmationKey, JSON.stringify(confirmation))],
    failure: [{ request_range: { key: confirmationKey } }],
  };
}

function confirmationIn(range: Range | undefined): Confirmation | undefined {
  const found = range?.kvs?.[0];
  if (found === undefined) return undefined;
  const { key, readVersion, value } = JSON.parse(textOf(found)) as Omit<Confirmation, 'writeVersion'>;
  return { key, readVersion, writeVersion: Number(found.mod_revision), value };
}

function putting(key: string, value: string): object {
  return { request_put: { key, value: base64(value) } };
}

/** Every key that begins with `prefix`, whose last character is `/`: the keys below the same text ending in `0`. */
function everythingBelow(prefix: string): object {
  return { key: base64(prefix), range_end: base64(`${prefix.slice(0, -1)}0`) };
}

function textOf({ value = '' }: KeyValue): string {
  return Buffer.from(value, 'base64').toString('utf8');
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

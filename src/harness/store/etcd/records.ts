import type { Confirmation, Stored } from '../versioned-store.ts';

/** etcd's JSON: bytes as base64, 64-bit integers as text, and nothing where a field is zero or false. */
interface KeyValue {
  readonly value?: string;
  readonly mod_revision: string;
  /** Writes of this key since it was made. */
  readonly version: string;
}

/** What etcd answers when it is asked for keys. */
export interface Range {
  readonly kvs?: readonly KeyValue[];
}

/** What etcd answers to a transaction. */
export interface Txn {
  readonly header: { readonly revision: string };
  readonly succeeded?: boolean;
  readonly responses?: readonly { readonly response_range?: Range }[];
}

/** What was found of a record and, where that was asked, of the request's confirmation. */
export interface Found {
  readonly record: Stored | undefined;
  readonly confirmation: Confirmation | undefined;
}

/** How records and confirmations lie in etcd, below one prefix, which ends in `/`; and the transactions on them. */
export function etcdRecords(prefix: string) {
  const recordKey = (key: string) => base64(`${prefix}record/${key}`);
  const confirmationKey = (requestId: string) => base64(`${prefix}confirmation/${requestId}`);

  /** Asks for a record and, if there is a request, for its confirmation. */
  function look(key: string, requestId: string | undefined): readonly object[] {
    const keys = [recordKey(key), ...(requestId === undefined ? [] : [confirmationKey(requestId)])];
    return keys.map((key) => ({ request_range: { key } }));
  }

  /**
   * A write that is made only if the record's last one had the revision `version`; with a request, together with its
   * confirmation and only if it has none. Where it is not made, the answer has what {@link look} asks for.
   */
  function write(key: string, value: number, version: number, requestId: string | undefined): object {
    const compare: object[] = [
      { key: recordKey(key), target: 'MOD', result: 'EQUAL', mod_revision: String(version) },
    ];
    const success = [putting(recordKey(key), String(value))];
    if (requestId !== undefined) {
      const at = confirmationKey(requestId);
      compare.push({ key: at, target: 'VERSION', result: 'EQUAL', version: '0' });
      // Both get the transaction's revision, so the confirmation need not say which version was written.
      success.push(putting(at, JSON.stringify({ key, readVersion: version, value })));
    }
    return { compare, success, failure: look(key, requestId) };
  }

  return {
    look,
    write,
    recordRange: (key: string) => ({ key: recordKey(key) }),
    confirmationRange: (requestId: string) => ({ key: confirmationKey(requestId) }),
    everyRecord: everythingBelow(`${prefix}record/`),
    everything: everythingBelow(prefix),
    blindWrite: (key: string, value: number) => ({
      compare: [{ key: recordKey(key), target: 'VERSION', result: 'GREATER', version: '0' }],
      success: [putting(recordKey(key), String(value))],
    }),
    add: (key: string, value: number) => putting(recordKey(key), String(value)),
  };
}

/** What a transaction that looked has found. */
export function foundIn({ responses = [] }: Txn): Found {
  const [record, confirmation] = responses;
  return {
    record: storedIn(record?.response_range),
    confirmation: confirmationIn(confirmation?.response_range),
  };
}

export function storedIn(range: Range | undefined): Stored | undefined {
  const found = range?.kvs?.[0];
  return found && { value: Number(textOf(found)), version: Number(found.mod_revision) };
}

export function confirmationIn(range: Range | undefined): Confirmation | undefined {
  const found = range?.kvs?.[0];
  if (found === undefined) return undefined;
  const { key, readVersion, value } = JSON.parse(textOf(found)) as Omit<Confirmation, 'writeVersion'>;
  return { key, readVersion, writeVersion: Number(found.mod_revision), value };
}

/** How often the keys have been written since they were made. */
export function writesIn({ kvs = [] }: Range): number {
  return kvs.reduce((writes, { version }) => writes + Number(version) - 1, 0);
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

import { isObject, type Json, type JsonRecord } from '../json-value.ts';
import type { ForeignFormat } from '../source-format.ts';
import { inventoryColumns } from './changes/columns.ts';
import { integerOf, itemsOf, membersOf, textOf } from './values.ts';

/** What `etcdctl watch -w json` prints: on each line the events of one revision or of several. */
export const etcdWatch: ForeignFormat = {
  title: 'etcd watch events',
  form: 'json',
  isStoreLog: true,
  recognizes: ({ Header, Events }) => isObject(Header) && Events !== undefined,
  open: () => ({ rows: ({ Events }) => itemsOf(Events).map(membersOf).map(rowOf) }),
};

/**
 * A change of a key is a write that was applied. Its transaction is named by its revision, which is the version that it made;
 * what its client had read and was told is not known.
 */
function rowOf({ kv, prev_kv: before, ...rest }: JsonRecord): JsonRecord {
  const { key, mod_revision: revision = '', value } = membersOf(kv);
  const after = value === undefined ? undefined : valueOf(value);
  const units = after === undefined ? undefined : unitsOf(after);
  return {
    request_id: `revision ${textOf(revision)}`,
    inventory_key: decoded(key),
    write_version: revision,
    ...(units !== undefined && { write_value: String(units) }),
    // Rows of one transaction on several keys are one attempt.
    retry_count: 0,
    result: 'timeout',
    ...rest,
    ...(isObject(before) && { before: valueOf(before.value) }),
    ...(after !== undefined && { after }),
  };
}

function decoded(base64: Json | undefined): string {
  return Buffer.from(textOf(base64), 'base64').toString('utf8');
}

/** A value, as the JSON that it is or as its text. */
function valueOf(base64: Json | undefined): Json {
  const text = decoded(base64);
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** The units that a value holds: as a number of its own, or in a member that is named so. */
function unitsOf(value: Json): bigint | undefined {
  return isObject(value) ? inventoryColumns(value).value : integerOf(value);
}

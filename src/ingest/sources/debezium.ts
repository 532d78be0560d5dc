import { isObject, type JsonRecord } from '../json-value.ts';
import type { ForeignFormat } from '../source-format.ts';
import { AppliedWrites } from './changes/applied-writes.ts';
import type { Change } from './changes/applied-writes.ts';
import { firstText, membersOf, textOf } from './values.ts';

/** Creation, update and deletion; a snapshot's reads (`r`) and messages write nothing. */
const WRITES: ReadonlySet<unknown> = new Set(['c', 'u', 'd']);

/** Change events of Debezium, with their schema or without. */
export const debezium: ForeignFormat = {
  title: 'Debezium change events',
  form: 'json',
  isStoreLog: true,
  recognizes: (first) => {
    const { op, source, before, after } = envelopeOf(first);
    const isEvent = typeof op === 'string' && /^[crudtm]$/.test(op);
    return isEvent && isObject(source) && (before !== undefined || after !== undefined);
  },
  open: () => {
    const writes = new AppliedWrites();
    return {
      rows: (record) => {
        const event = envelopeOf(record);
        return WRITES.has(event.op) ? writes.rows(changeOf(event)) : [];
      },
    };
  },
};

/** The event itself: tools that print messages set the key beside it, the JSON converter of Kafka Connect its schema. */
function envelopeOf(record: JsonRecord): JsonRecord {
  const message = isObject(record.value) ? record.value : record;
  return isObject(message.payload) ? message.payload : message;
}

function changeOf({ op, source, before, after, transaction, ...rest }: JsonRecord): Change {
  const from = membersOf(source);
  return {
    transaction: firstText(from, 'txId', 'gtid') || textOf(membersOf(transaction).id),
    table: firstText(from, 'table', 'collection'),
    isCreation: op === 'c',
    after: isObject(after) ? after : undefined,
    before: isObject(before) ? before : undefined,
    position: firstText(from, 'lsn'),
    rest: {
      op: op ?? '',
      ...appliedAt(from),
      source: from,
      ...rest,
    },
  };
}

/** When the store committed the change, as exactly as the event has it; its other time is when Debezium saw it. */
function appliedAt({ ts_ms, ts_us }: JsonRecord): JsonRecord {
  if (ts_us !== undefined) return { write_us: ts_us };
  return ts_ms === undefined ? {} : { write_ms: ts_ms };
}

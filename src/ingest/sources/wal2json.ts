import type { Json, JsonRecord } from '../json-value.ts';
import type { ForeignFormat } from '../source-format.ts';
import { AppliedWrites } from './changes/applied-writes.ts';
import { firstText, itemsOf, membersOf, microsecondsOf, textOf } from './values.ts';

const ACTIONS: ReadonlySet<unknown> = new Set(['I', 'U', 'D', 'T']);
/** All that the line of a begin or of a commit may have. */
const OF_TRANSACTIONS: ReadonlySet<string> = new Set([
  'action',
  'xid',
  'timestamp',
  'lsn',
  'nextlsn',
  'origin',
]);
const WRITES: ReadonlySet<unknown> = new Set(['I', 'U', 'D']);

/** PostgreSQL's changes as the plugin wal2json writes them in its second format: a line for each, between begin and commit. */
export const wal2json: ForeignFormat = {
  title: 'wal2json changes',
  form: 'json',
  isStoreLog: true,
  recognizes: (first) => {
    const { action, schema, table } = first;
    if (action === 'B' || action === 'C')
      return Object.keys(first).every((name) => OF_TRANSACTIONS.has(name));
    return ACTIONS.has(action) && typeof schema === 'string' && typeof table === 'string';
  },
  open: () => {
    const writes = new AppliedWrites();
    let begun = 0;
    let begin: JsonRecord = {};
    return {
      rows: (record) => {
        if (record.action === 'B') {
          begun++;
          begin = record;
        }
        if (!WRITES.has(record.action)) return [];
        const { action, columns, identity, schema, table } = record;
        return writes.rows({
          transaction: firstText(record, 'xid') || firstText(begin, 'xid') || `transaction ${begun}`,
          table: textOf(table),
          isCreation: action === 'I',
          after: columns === undefined ? undefined : recordOf(columns),
          before: identity === undefined ? undefined : recordOf(identity),
          position: positionOf(textOf(record.lsn)),
          rest: {
            action: action ?? '',
            ...committedAt(firstText(record, 'timestamp') || firstText(begin, 'timestamp')),
            ...(schema !== undefined && { schema }),
            ...(table !== undefined && { table }),
          },
        });
      },
    };
  },
};

function recordOf(columns: Json): JsonRecord {
  return Object.fromEntries(
    itemsOf(columns)
      .map(membersOf)
      .map(({ name, value = null }): [string, Json] => [textOf(name), value]),
  );
}

/** When the transaction was committed. */
function committedAt(timestamp: string): JsonRecord {
  const writeUs = microsecondsOf(timestamp);
  return writeUs === undefined ? {} : { write_us: writeUs };
}

/** A position in the log, `16/B374D848`, as one number. */
function positionOf(lsn: string): string {
  const [, high, low] = /^([0-9a-f]{1,8})\/([0-9a-f]{1,8})$/i.exec(lsn) ?? [];
  return high === undefined ? '' : String((BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`));
}

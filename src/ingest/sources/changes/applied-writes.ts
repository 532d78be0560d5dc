import type { Json, JsonRecord } from '../../json-value.ts';
import { inventoryColumns } from './columns.ts';
import type { InventoryColumns } from './columns.ts';

/** One record that a committed transaction changed, as the log of a store has it. */
export interface Change {
  readonly transaction: string;
  readonly table: string;
  readonly isCreation: boolean;
  /** The record after the change; undefined for a deletion. */
  readonly after: JsonRecord | undefined;
  /** As much of the record before the change as the log has; undefined if that is nothing. */
  readonly before: JsonRecord | undefined;
  /** A number that grows with every write of the store, for tables without a column of versions; '' if the log has none. */
  readonly position: string;
  /** What else the row shows, and when the write was applied. */
  readonly rest: JsonRecord;
}

/** The last write of a key that was seen. */
interface LastWrite extends InventoryColumns {
  readonly transaction: string;
  /** How often its transaction has written the key. */
  readonly times: number;
  /** How often a record with this key has been created, counted from the first that was seen. */
  readonly life: number;
}

/**
 * Makes rows of changes. A change is a write that was applied; which version its transaction had read, and what the client was
 * told, the store does not know. So the answer is open and the read version empty: the record before the change is what the
 * write replaced, and a writer on a stale base has never seen it.
 */
export class AppliedWrites {
  readonly #last = new Map<string, LastWrite>();
  /** Records of different tables may have the same id: those of all tables but this one bear the name of theirs. */
  #firstTable: string | undefined;

  /** The row of a change; none if the change is none of a version or of units. */
  rows(change: Change): readonly JsonRecord[] {
    const { transaction, after, before, rest } = change;
    const columns = inventoryColumns(after ?? before ?? {});
    if (columns.version !== '' || columns.value !== undefined) this.#firstTable ??= change.table;
    const key = change.table === this.#firstTable ? columns.key : `${change.table}/${columns.key}`;
    const last = this.#last.get(key);
    if (!isOfInventory(change, columns, last)) return [];
    const version = versionOf(change, columns);
    const life = last === undefined ? 1 : last.life + Number(change.isCreation);
    const times = last?.transaction === transaction ? last.times + 1 : 1;
    const isNew = last?.version !== version || last.value !== columns.value;
    const isWrite = change.isCreation || times > 1 || isNew || showsWrite(change);
    this.#last.set(key, { ...columns, version, transaction, times, life });
    return [
      {
        // A transaction that writes a record twice has not answered twice.
        request_id: times === 1 ? transaction : `${transaction} (write ${times})`,
        // The versions of a record that was deleted and created again begin anew.
        ...(columns.key !== '' && { inventory_key: life === 1 ? key : `${key} (${life})` }),
        ...(isWrite && version !== '' && { write_version: version }),
        ...(after !== undefined && columns.value !== undefined && { write_value: String(columns.value) }),
        // Rows of one transaction on several keys are one attempt.
        retry_count: 0,
        result: 'timeout',
        ...rest,
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
      },
    ];
  }
}

function isOfInventory(change: Change, { version, value }: InventoryColumns, last?: LastWrite): boolean {
  const isKnown = version !== '' || value !== undefined || (change.after === undefined && last !== undefined);
  return isKnown && !isOfOtherColumns(change);
}

/** The version that a write has made; of a deletion none, unless the log counts it. */
function versionOf({ after, position }: Change, { version }: InventoryColumns): string {
  if (version === '') return position;
  return after === undefined ? '' : version;
}

/** Whether a change has touched only columns that are neither version nor units. */
function isOfOtherColumns({ before, after }: Change): boolean {
  if (before === undefined || after === undefined) return false;
  const [was, is] = [inventoryColumns(before), inventoryColumns(after)];
  const isSame = was.version === is.version && was.value === is.value;
  return isSame && Object.keys(before).some((name) => written(before[name]) !== written(after[name]));
}

/**
 * Whether the record before a change shows that it wrote the version, and not another column beside it, although the write
 * before it had made the same.
 */
function showsWrite({ before, after }: Change): boolean {
  if (before === undefined || after === undefined) return false;
  const [was, is] = [inventoryColumns(before), inventoryColumns(after)];
  return was.version !== '' && (was.version !== is.version || was.value !== undefined);
}

function written(value: Json | undefined): string {
  return value === undefined ? '' : JSON.stringify(value);
}

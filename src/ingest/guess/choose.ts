import type { ColumnName } from '../../core/history/history.ts';
import type { Result } from '../../core/words/codes.ts';
import { filterOf } from './find-filter.ts';
import { resultValues } from './find-result.ts';
import type { Member } from './member.ts';
import type { NothingToMap, Proposal, ProposedColumn } from './proposal.ts';

/** What a person says instead of what is proposed. */
export interface Choices {
  /** By column the member that it is taken from, and the unit of its times; undefined for none. */
  readonly columns: ReadonlyMap<ColumnName, Pick<ProposedColumn, 'path' | 'unit'> | undefined>;
  /** By value of the result what it stands for. */
  readonly results: ReadonlyMap<string, Result>;
}

/** What makes a record an attempt. */
const DECIDING = ['request_id', 'inventory_key', 'result'] as const;

/** A proposal as a person has changed it; undefined as long as a column is missing without which there are no attempts. */
export function chosen(
  proposal: Proposal | NothingToMap,
  { columns, results }: Choices,
  members: readonly Member[],
  records: number,
): Proposal | undefined {
  const before: readonly ProposedColumn[] = 'lacks' in proposal ? [] : proposal.columns;
  const kept = before.filter(({ column }) => !columns.has(column));
  const said = [...columns].flatMap(([column, place]) =>
    place === undefined ? [] : [{ column, ...place, certainty: 'sure', because: 'you chose it' } as const],
  );
  const all = [...kept, ...said];
  const [request, key, result] = DECIDING.map((column) => {
    const path = all.find((each) => each.column === column)?.path;
    return members.find((member) => member.path === path);
  });
  if (request === undefined || key === undefined || result === undefined) return undefined;
  const isAsBefore = !('lacks' in proposal) && !DECIDING.some((column) => columns.has(column));
  const attempts = isAsBefore
    ? proposal.attempts
    : Array.from({ length: records }, (_, row) => row).filter((row) =>
        [request, key, result].every(({ values }) => values[row] !== undefined),
      );
  const values = isAsBefore ? proposal.results : resultValues(result, key, attempts, undefined);
  return {
    columns: all,
    results: values.map((each) => {
      const ours = results.get(each.value);
      return ours === undefined ? each : { ...each, result: ours, certainty: 'sure', because: 'you said so' };
    }),
    where: isAsBefore ? proposal.where : filterOf(members, attempts, records, { key, result }),
    attempts,
    notes: 'lacks' in proposal ? [] : proposal.notes,
  };
}

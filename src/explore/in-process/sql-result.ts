import type { PlayedStep, StepKind } from '../search/played.ts';
import { shownValue } from './answer.ts';

const READ = /^(select|with|table|values)\s/i;
const WRITE = /^(insert|update|delete|merge|truncate|call)\s/i;
const END = /^(commit|rollback|end|abort|savepoint|release)\b/i;

/** What kind of step a statement is; undefined for a text that is none. */
export function sqlKind(text: string): StepKind | undefined {
  if (WRITE.test(text)) return 'write';
  if (READ.test(text)) return 'read';
  return END.test(text) ? 'other' : undefined;
}

/** What a result of `pg` says of its step; undefined for a value that is none. */
export function sqlResult(value: unknown, kind: StepKind): Partial<PlayedStep> | undefined {
  if (typeof value !== 'object' || value === null || !('rows' in value) || !('rowCount' in value))
    return undefined;
  const { rows, rowCount } = value;
  if (!Array.isArray(rows)) return undefined;
  const [first] = rows as readonly unknown[];
  const isApplied = kind !== 'write' || rowCount !== 0;
  if (first === undefined)
    return { result: kind === 'read' ? 'no row' : kind === 'write' ? rowsText(rowCount) : '', isApplied };
  const cells: readonly (readonly [string, unknown])[] =
    typeof first === 'object' && first !== null ? Object.entries(first) : [];
  const text = cells.map(([name, cell]) => `${name} ${shownValue(cell)}`).join(', ');
  const [only] = cells;
  const number = cells.length === 1 ? Number(only?.[1]) : NaN;
  return {
    result: shownValue(rows.length > 1 ? `${rows.length} rows, ${text}` : text),
    isApplied,
    ...(Number.isSafeInteger(number) && { value: number }),
  };
}

function rowsText(rowCount: unknown): string {
  if (typeof rowCount !== 'number') return '';
  return rowCount === 1 ? '1 row' : `${rowCount} rows`;
}

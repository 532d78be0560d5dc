import { printable } from '../../core/words/printable.ts';
import type { PlayedStep, StepKind } from '../search/played.ts';
import type { UnitOutcome } from '../tap/unit.ts';
import type { TakenStep } from './round.ts';

const WRITES = /^(INSERT|UPDATE|DELETE|MERGE)\b/;

/** Steps as they are told of. @param shown columns whose values may be shown; of others only how many rows there were */
export function playedSteps(
  steps: readonly TakenStep[],
  clients: readonly string[],
  shown: ReadonlySet<string>,
): readonly PlayedStep[] {
  const numbers = new Map<string, number>();
  return steps.map((step) => {
    const number = step.unit === undefined ? 0 : (numbers.get(step.client) ?? 0) + 1;
    if (number > 0) numbers.set(step.client, number);
    const { outcome, label, waited, startUs } = step;
    const value = outcome && wholeNumber(outcome, shown);
    return {
      client: clients.indexOf(step.client),
      number,
      label,
      kind: step.unit === undefined ? 'start' : kindOf(outcome),
      result: outcome === undefined ? '' : resultOf(outcome, shown),
      ...(value !== undefined && { value }),
      isApplied: outcome?.error === undefined && changedRows(outcome) !== 0,
      site: '',
      waited,
      startUs,
      endUs: outcome?.doneUs ?? startUs,
    };
  });
}

function kindOf(outcome: UnitOutcome | undefined): StepKind {
  const tags = outcome?.statements.map(({ tag = '' }) => tag) ?? [];
  if (tags.some((tag) => WRITES.test(tag))) return 'write';
  return tags.some((tag) => tag.startsWith('SELECT')) ? 'read' : 'other';
}

/** Rows that were written; undefined where nothing was. */
function changedRows(outcome: UnitOutcome | undefined): number | undefined {
  const written = outcome?.statements.filter(({ tag = '' }) => WRITES.test(tag)) ?? [];
  return written.length === 0 ? undefined : written.reduce((sum, { rowCount = 0 }) => sum + rowCount, 0);
}

function resultOf({ error, statements }: UnitOutcome, shown: ReadonlySet<string>): string {
  if (error !== undefined) return `fails with ${error.code}`;
  return statements
    .filter(({ rowCount }) => rowCount !== undefined)
    .map(({ rows, columns, rowCount }) => {
      const named = columns.filter((column) => shown.has(column.toLowerCase()));
      const [row] = rows;
      if (named.length > 0 && row !== undefined)
        return named.map((column) => `${column} ${row.get(column) ?? 'null'}`).join(', ');
      return rowCount === 1 ? '1 row' : `${rowCount!} rows`;
    })
    .map(printable)
    .join('; ');
}

/** The one whole number that a statement showed. */
function wholeNumber({ statements }: UnitOutcome, shown: ReadonlySet<string>): number | undefined {
  const rows = statements.flatMap((statement) => statement.rows);
  const values = [...(rows[0] ?? [])].filter(([column]) => shown.has(column.toLowerCase()));
  const value = Number(values[0]?.[1] ?? Number.NaN);
  return values.length === 1 && Number.isSafeInteger(value) ? value : undefined;
}

import { inTime } from '../history/attempt-times.ts';
import type { FindingCollector } from './finding-collector.ts';
import { isError, type InWorld } from './found-in-world.ts';
import type { KeyTask, Shared } from './key-task.ts';

/** Rows that a finding of a key without a lawful world names. */
const MOST_NAMED = 8;

/**
 * Reports that every outcome has an error: the alternatives, and as few rows as have no lawful world; in the order of time, which
 * no order of the file changes.
 */
export function reportNoLawfulWorld(
  shared: Shared,
  findings: FindingCollector,
  task: KeyTask,
  { possible, deciding }: { readonly possible: readonly InWorld[]; readonly deciding: readonly number[] },
): void {
  const errors = possible.filter(isError);
  const named = new Set([...errors.flatMap(({ rows }) => rows), ...deciding]);
  const inOrder = [...named].sort((a, b) => inTime(shared.history, a, b));
  const rows = shared.fewest?.(task, inOrder) ?? inOrder;
  const isNamed = ({ rows: of }: InWorld): boolean => of.length > 0 && of.every((row) => rows.includes(row));
  const told = errors.some(isNamed) ? errors.filter(isNamed) : errors;
  const place = (error: InWorld): number => rows.indexOf(error.rows[0]!);
  findings.addNoLawfulWorld(
    task,
    rows.slice(0, MOST_NAMED),
    told.sort((a, b) => place(a) - place(b)),
  );
}

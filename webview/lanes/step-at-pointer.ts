import type { State } from '../state.ts';
import { timeOfStep } from './slice-index.ts';

/** The last step of the code path at or before the position of the axis under the pointer; null where none is. */
export function lastBefore({ codePath, slice, scrub }: State): number | null {
  if (scrub === null || slice === null || codePath === null) return null;
  const { marks } = slice;
  const at = codePath.steps.map(({ column, step }) => {
    const mark = marks.row.indexOf(codePath.columns[column]?.row ?? -1);
    return mark < 0 ? NaN : timeOfStep(marks, mark, step);
  });
  return codePath.steps[at.findLastIndex((moment) => moment <= scrub)]?.id ?? null;
}

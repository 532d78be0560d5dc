import { format } from 'd3';
import type { FindingList } from '../src/core/index.ts';

const count = format(',');

/** Where a step from finding to finding leads. */
export interface NextFinding {
  /** Null where there is none to go to. */
  readonly id: number | null;
  /** What the step must not do silently, such as going around an end of the list; '' where there is nothing to say. */
  readonly notice: string;
}

/** The finding before (`by` -1) or after (`by` 1) the selected one among all that fit, around their ends. */
export function nextFinding(
  { ids, matching }: Pick<FindingList, 'ids' | 'matching'>,
  selected: number | null,
  by: number,
): NextFinding {
  const { length } = ids;
  if (length === 0) return { id: null, notice: 'There is no finding to go to.' };
  const at = selected === null ? -1 : ids.indexOf(selected);
  if (at < 0) return { id: ids[by > 0 ? 0 : length - 1]!, notice: '' };
  const to = (at + by + length) % length;
  return { id: ids[to]!, notice: to === at + by ? '' : aroundTheEnd(length, matching, by) };
}

/** Going around the end of what is listed must not look like having seen all. */
function aroundTheEnd(listed: number, matching: number, by: number): string {
  if (matching === 1) return 'There is no other finding in the list.';
  const [from, to] = by > 0 ? ['last', 'first'] : ['first', 'last'];
  if (matching <= listed) return `From the ${from} finding around to the ${to}.`;
  const some = `Only the first ${count(listed)} of ${count(matching)} findings are listed.`;
  return `From the ${from} listed finding around to the ${to}. ${some}`;
}

import { after } from '../search/schedule.ts';
import type { Runner } from '../search/runner.ts';
import { search, type SearchResult } from '../search/search.ts';
import type { Tree } from '../search/tree.ts';

/** Bounds of the search for one continuation that holds. */
const MOST_SCHEDULES = 2000;
const MOST_SECONDS = 5;

/**
 * How many steps of a schedule that fails were taken when every continuation failed; undefined where that would take too long
 * to find out. The tree has it, unless some of its choices were left out.
 */
export async function pointOfNoReturn(
  runner: Runner,
  { tree, root, cut, end }: SearchResult,
  schedule: readonly number[],
  maxSteps: number,
): Promise<number | undefined> {
  if (end.why === 'complete' && cut === 0 && root !== undefined) return inTree(tree, root, schedule);
  for (let taken = schedule.length - 1; taken >= 0; taken--) {
    const holds = await canHold(after(runner, schedule.slice(0, taken)), maxSteps);
    if (holds === undefined) return undefined;
    if (holds) return taken + 1;
  }
  return 0;
}

function inTree(tree: Tree, root: number, schedule: readonly number[]): number {
  const failing = tree.nodes.map(() => false);
  // Children come before their parents.
  for (const [id, { children, outcome }] of tree.nodes.entries())
    failing[id] =
      outcome >= 0
        ? tree.outcomes[outcome]!.broken !== undefined
        : children.every((child, index) => index % 2 === 0 || failing[child]);
  let node = root;
  for (let taken = 0; ; taken++) {
    if (failing[node]) return taken;
    const { children } = tree.nodes[node]!;
    const at = children.findIndex((client, index) => index % 2 === 0 && client === schedule[taken]);
    if (at < 0) return taken;
    node = children[at + 1]!;
  }
}

/** Whether some continuation keeps the invariant; undefined where it was not found out. */
async function canHold(runner: Runner, maxSteps: number): Promise<boolean | undefined> {
  const found = new AbortController();
  const { end, tree } = await search(runner, {
    reduce: false,
    maxSchedules: MOST_SCHEDULES,
    maxSeconds: MOST_SECONDS,
    maxSteps,
    interrupted: found.signal,
    onSchedule: (_, { broken }) => {
      if (broken === undefined) found.abort();
    },
  });
  if (tree.outcomes.some(({ broken }) => broken === undefined)) return true;
  return end.why === 'complete' ? false : undefined;
}

import { isCounted } from '../history/run-facts.ts';
import { NONE } from '../words/codes.ts';
import type { KeyTask, Shared } from './key-task.ts';
import type { OpenKey } from './worlds.ts';

/**
 * Groups of attempts that nothing tells from each other: the only one of its request, with the same cells and the same
 * versions that it may have made. Which of a group were applied changes no error, only how many were and as what.
 */
export function alikeAmong(shared: Shared, task: KeyTask, open: OpenKey): readonly (readonly number[])[] {
  // Times tell attempts apart where versions are not counted.
  if (!isCounted(task.scheme)) return [];
  const { history, units, requests } = shared;
  const { readVersion, readValue, writeValue } = history;
  const alone = new Set(
    task.cases
      .filter(
        ({ transitions, bare, open: of, refusal }) =>
          transitions.length + bare.length === 0 && of.length === 1 && refusal === NONE,
      )
      .map(({ open: [row] }) => row!),
  );
  const makers = new Set(open.makers.flatMap(([, candidates]) => candidates));
  const groups = new Map<string, number[]>();
  for (const { row, request, options } of open.attempts) {
    const isApart = requests.detours.ifApplied.has(row) || requests.detours.open.has(request);
    if (!alone.has(row) || makers.has(row) || isApart) continue;
    const cells = [readVersion, readValue, writeValue].map((column) => column[row]!);
    const name = [...cells, units.of(row), ...options].join(' ');
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return [...groups.values()].filter((rows) => rows.length > 1);
}

import { selectRows } from '../history/select-rows.ts';
import { classifyRequests } from '../worlds/classify-requests.ts';
import { Units } from '../worlds/units.ts';
import { checkKey } from './check-key.ts';
import { FindingCollector } from './finding-collector.ts';
import { keyTasks } from './key-task.ts';
import type { KeyTask, Shared } from './key-task.ts';

/** More rows than these are not made fewer. */
const MOST_TRIED = 32;

/**
 * Of rows that together have no lawful world, as few as still have none: each is left out in turn, the last first. Rows that
 * are left out may be any writer's, so that what they made counts as made outside the trace. Undefined where the rows alone
 * prove nothing: then it is their being all that matters.
 */
export function leastWitness(
  shared: Shared,
  task: KeyTask,
  rows: readonly number[],
): readonly number[] | undefined {
  if (rows.length > MOST_TRIED || !hasNoLawfulWorld(shared, task, rows)) return undefined;
  let least = rows;
  for (const row of rows.toReversed()) {
    const fewer = least.filter((each) => each !== row);
    if (hasNoLawfulWorld(shared, task, fewer)) least = fewer;
  }
  return least;
}

function hasNoLawfulWorld(of: Shared, { key, scheme }: KeyTask, rows: readonly number[]): boolean {
  if (rows.length === 0) return false;
  const history = selectRows(of.history, rows);
  const facts = of.facts && { ...of.facts, versionScheme: scheme, closed: false };
  const units = new Units(history, facts?.unitsPerSuccess);
  const requests = classifyRequests(history, units, scheme);
  const shared: Shared = { ...of, history, facts, units, requests };
  const findings = new FindingCollector(history, 1);
  const ofKey = Uint32Array.from(rows.keys()).filter((row) => history.inventoryKey[row] === key);
  for (const task of keyTasks(shared, key, ofKey)) checkKey(shared, task, findings);
  return findings.errors > 0;
}

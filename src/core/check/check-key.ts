import type { CheckedKey } from './checked-key.ts';
import type { FindingCollector } from './finding-collector.ts';
import { findIn, flagWrites, report, whatErrorsHangOn } from './found-in-world.ts';
import type { KeyTask, Shared } from './key-task.ts';
import { NOTHING, settle } from './settle.ts';
import { WorldTally } from './world-tally.ts';
import { openOn } from './worlds.ts';

/** Looks at the worlds of a key: what holds in all of them is found, what holds in some is possible. */
export function checkKey(shared: Shared, task: KeyTask, findings: FindingCollector): CheckedKey {
  const open = openOn(shared, task);
  if (open.attempts.length > 0 || open.makers.length > 0)
    return new WorldTally(shared, task, open, findings).check();
  const settled = settle(shared, task, NOTHING);
  const found = findIn(settled);
  for (const each of found) report(shared, findings, task, each);
  flagWrites(findings, settled);
  return {
    ...{ task, settled, units: [settled.units], isWhole: true, deciding: [], isBeyondBudget: false },
    hasOutsiders: settled.world.walk.untraced > 0,
    hangOn: whatErrorsHangOn(found),
    openWithoutBase: 0,
    wrote: new Map(),
  };
}

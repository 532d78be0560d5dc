import assert from 'node:assert/strict';
import { it } from 'node:test';
import { explored, type Explored, type HowExplored } from './explored.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { SCENARIOS, type ScenarioName } from './scenarios/scenarios.ts';

/** A test that explores every schedule and again with fewer, and expects the outcomes that the scenario has, both times. */
export function hasItsOutcomes(
  name: ScenarioName,
  url: string,
  more: (found: Explored) => void = () => undefined,
  how: HowExplored = {},
): void {
  it(`${name}: every outcome, with all schedules and with those that differ`, async () => {
    const found = await explored(name, url, how);
    const { outcomes, schedules }: Scenario = SCENARIOS[name];
    const { full, reduced } = found;
    for (const each of [full, reduced])
      if (each !== undefined)
        assert.deepEqual([each.end, each.outcomes], [{ why: 'complete' }, [...outcomes].sort()]);
    if (schedules !== undefined) assert.deepEqual([full.schedules, full.broken], schedules);
    if (reduced !== undefined) assert.ok(reduced.schedules <= full.schedules);
    more(found);
  });
}

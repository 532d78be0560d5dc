import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import pg from 'pg';
import { startPostgres } from '../../scripts/servers/postgres.ts';
import { needed } from '../needed.ts';
import { explored, type Explored, type HowExplored } from './explored.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { SCENARIOS, type ScenarioName } from './scenarios/scenarios.ts';

const server = await needed('schedules over PostgreSQL', 'npm test -- explore', () => startPostgres());
if (server !== undefined) {
  const { url } = server;
  after(() => server.stop());
  const client = new pg.Client(url);
  await client.connect();
  // The server ends a deadlock when one has waited for so long, each time: a second would be 12 s here.
  await client.query("ALTER ROLE postgres SET deadlock_timeout = '1ms'");
  await client.end();

  /**
   * The server ends the request of a deadlock whose timer ends last: on a busy machine that is once this one and once the other,
   * which an exploration says and ends. Then it is made again, a few times.
   */
  const exploredAlike = async (name: ScenarioName, how: HowExplored): Promise<Explored> => {
    let found = await explored(name, url, how);
    for (let again = 0; name === 'deadlock' && again < 5; again++) {
      if (found.full?.end.why !== 'nondeterminism') break;
      found = await explored(name, url, how);
    }
    return found;
  };

  /** Explores every schedule and again with fewer, and expects the outcomes that the scenario has, both times. */
  const scenario = (
    name: ScenarioName,
    more: (found: Explored) => void = () => undefined,
    how: HowExplored = {},
  ) => {
    it(`${name}: every outcome, with all schedules and with those that differ`, async () => {
      const found = await exploredAlike(name, how);
      const { outcomes, schedules }: Scenario = SCENARIOS[name];
      const { full, reduced } = found;
      for (const each of [full, reduced])
        if (each !== undefined)
          assert.deepEqual([each.end, each.outcomes], [{ why: 'complete' }, [...outcomes].sort()]);
      if (full !== undefined && schedules !== undefined)
        assert.deepEqual([full.schedules, full.broken], schedules);
      if (full !== undefined && reduced !== undefined) assert.ok(reduced.schedules <= full.schedules);
      more(found);
    });
  };
  /** Explored with fewer schedules too, of which there must be so many, and without a doubt. */
  const reducedTo =
    (most: number) =>
    ({ reduced, full, prepared }: Explored) => {
      assert.equal(prepared.whyAll, undefined);
      assert.ok(reduced!.schedules <= most, `${reduced!.schedules} schedules`);
      assert.deepEqual([reduced!.doubts, full?.doubts ?? []], [[], []]);
    };

  scenario('autocommit', reducedTo(6));
  scenario('transaction', reducedTo(8));
  scenario('forUpdate', reducedTo(8));
  scenario('advisoryLock', reducedTo(10));
  scenario('skipLocked', reducedTo(20));
  scenario('serializable', reducedTo(24));
  scenario('repeatableRead', reducedTo(24));
  scenario('conditionalUpdate', reducedTo(2));
  scenario('onConflict', reducedTo(4));
  scenario('uniqueIndex', reducedTo(10));
  scenario('trigger', reducedTo(3));
  scenario('deadlock', ({ full }) => {
    assert.deepEqual(full!.notes, ['A was ended by a deadlock (40P01)', 'B was ended by a deadlock (40P01)']);
  });
  scenario('threeClients', reducedTo(63), { isReducedOnly: true });
  scenario('threeClientsForUpdate', reducedTo(84), { isReducedOnly: true });

  scenario('poolOfOne', ({ prepared, hasOverlapped }) => {
    assert.match(prepared.whyAll!, /besides the database/);
    assert.ok(hasOverlapped);
  });
  scenario('mutex', ({ prepared, hasOverlapped }) => {
    assert.match(prepared.whyAll!, /besides the database/);
    assert.ok(!hasOverlapped, 'one request came after the other');
  });
  scenario('mutexOfTwoProcesses', reducedTo(6), { isApart: true });
  scenario(
    'answersFirst',
    ({ full }) => {
      assert.deepEqual(full!.notes, [
        'A answered before its last statement',
        'B answered before its last statement',
      ]);
    },
    { lateMs: 150 },
  );
  scenario('leftOpen', ({ full }) => {
    assert.deepEqual(full!.notes, ['A left a transaction open', 'B left a transaction open']);
  });
}

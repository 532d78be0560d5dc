import assert from 'node:assert/strict';
import { after } from 'node:test';
import { startPostgres } from '../../scripts/servers/postgres.ts';
import { needed } from '../needed.ts';
import type { Explored, HowExplored } from './explored.ts';
import { hasItsOutcomes } from './has-its-outcomes.ts';
import type { ScenarioName } from './scenarios/scenarios.ts';

const server = await needed('schedules over PostgreSQL', 'npm test -- explore', () => startPostgres());
if (server !== undefined) {
  const { url } = server;
  after(() => server.stop());

  const scenario = (name: ScenarioName, more: (found: Explored) => void, how: HowExplored = {}) => {
    hasItsOutcomes(name, url, more, how);
  };
  /** Explored with fewer schedules too, of which there must be so many, and without a doubt. */
  const reducedTo =
    (most: number) =>
    ({ reduced, full, prepared }: Explored) => {
      assert.equal(prepared.whyAll, undefined);
      assert.ok(reduced!.schedules <= most, `${reduced!.schedules} schedules`);
      assert.deepEqual([reduced!.doubts, full.doubts], [[], []]);
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
    assert.deepEqual(full.notes, ['A was ended by a deadlock (40P01)', 'B was ended by a deadlock (40P01)']);
  });
  scenario('threeClients', reducedTo(9));

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
      assert.deepEqual(full.notes, [
        'A answered before its last statement',
        'B answered before its last statement',
      ]);
    },
    { lateMs: 150 },
  );
  scenario('leftOpen', ({ full }) => {
    assert.deepEqual(full.notes, ['A left a transaction open', 'B left a transaction open']);
  });
}

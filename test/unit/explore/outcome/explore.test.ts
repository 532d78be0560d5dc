import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explore, type ExploreOptions } from '../../../../src/explore/outcome/explore.ts';
import { unknownBecause, verdictOf } from '../../../../src/explore/outcome/exploration.ts';
import { Shortest } from '../../../../src/explore/outcome/shortest.ts';
import { model, UNBOUNDED, type Step, type World } from '../search/model.ts';

const SALE: readonly Step[] = [{ read: 'stock' }, { take: 'stock' }];
const LOCKED: readonly Step[] = [{ lock: 'l' }, ...SALE, { unlock: 'l' }];
const OPTIONS: ExploreOptions = { ...UNBOUNDED, recorded: 10 };

/** Not both clients saw the one unit. */
const soldOnce = ({ seen }: World) => !seen.every(({ stock }) => stock === 1);

void describe('an exploration', () => {
  void it('is a violation where a schedule breaks the invariant, and replays the shortest', async () => {
    const found = await explore(model([SALE, SALE], { holds: soldOnce }), OPTIONS);
    assert.equal(verdictOf(found), 'violation');
    assert.equal(found.failing, 4);
    assert.equal(found.failures.length, 4);
    assert.equal(found.failures[0]?.broken, 'it does not hold');
    // Both have read: nothing helps any more.
    assert.equal(found.noReturn, 2);
  });

  void it('is ok where all schedules were run and keep it', async () => {
    const found = await explore(model([LOCKED, LOCKED], { holds: soldOnce }), OPTIONS);
    assert.deepEqual([verdictOf(found), found.failing, found.incomplete], ['ok', 0, undefined]);
  });

  void it('is never ok where some were left out, whatever left them out', async () => {
    const runner = model([LOCKED, LOCKED], { holds: soldOnce });
    for (const [bound, because] of [
      [{ maxSchedules: 3 }, /limit of 3 schedules/],
      [{ maxSeconds: 0 }, /0 seconds were over/],
      [{ maxSteps: 2 }, /more than 2 steps/],
      [{ preemptions: 1 }, /at most 1 preemptions/],
    ] as const) {
      const found = await explore(runner, { ...OPTIONS, ...bound });
      assert.equal(verdictOf(found), 'unknown');
      assert.match(unknownBecause(found).join(), because);
    }
  });

  void it('finds the same point of no return where schedules were left out as equal', async () => {
    const runner = model([SALE, SALE, [{ read: 'other' }]], {
      holds: ({ seen }) => !seen.slice(0, 2).every(({ stock }) => stock === 1),
    });
    const found = await explore(runner, { ...OPTIONS, reduce: true });
    assert.ok(found.cut > 0);
    assert.equal(found.reduction, 'sleep sets');
    assert.equal(found.noReturn, 2);
  });

  void it('leaves out nothing where a client waits unseen', async () => {
    const runner = model([LOCKED, LOCKED], { waitsAs: 'parked' });
    const found = await explore(runner, { ...OPTIONS, reduce: true });
    assert.deepEqual([found.reduction, found.schedules, found.incomplete], ['none', 8, undefined]);
  });
});

void describe('the shortest schedules', () => {
  void it('are those of fewer steps, then of fewer changes, then the first', () => {
    const shortest = new Shortest(3);
    for (const schedule of ['0101', '0011', '010', '0110', '1100'])
      shortest.add(Array.from(schedule, Number));
    assert.deepEqual(
      shortest.schedules.map((each) => each.join('')),
      ['010', '0011', '1100'],
    );
  });
});

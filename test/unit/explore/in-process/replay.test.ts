import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { raceModule } from '../../../../src/explore/in-process/module.ts';
import { InProcessRunner } from '../../../../src/explore/in-process/runner.ts';
import { replay } from '../../../../src/explore/outcome/replay.ts';
import { QUICK, shop } from './modules.ts';

void describe('a replay', () => {
  void it('goes the same way a hundred times of a hundred', async () => {
    const runner = new InProcessRunner(raceModule(shop()), QUICK);
    const { first, runs, identical } = await replay(
      runner,
      'A:1 B:read A:2 B:2',
      { runs: 100, skipsMissing: false },
      { aborted: false },
    );
    await runner.close();
    assert.deepEqual([runs, identical, first.schedule], [100, 100, 'A:1 B:1 A:2 B:2']);
    assert.equal(first.broken, 'sold 2 of 1');
  });

  void it('takes what is left one client after the other', async () => {
    const runner = new InProcessRunner(raceModule(shop()), QUICK);
    const { first } = await replay(
      runner,
      'B:start A:1',
      { runs: 1, skipsMissing: false },
      { aborted: false },
    );
    await runner.close();
    assert.equal(first.schedule, 'B:start A:1 A:2 B:1');
  });

  for (const [schedule, message] of [
    ['A:2', /A:2 cannot happen there: the next step of A is A:1, "read"/],
    ['A:write', /A:write cannot happen there: the next step of A is A:1, "read"/],
    ['A:1 A:2 A:3', /A:3 cannot happen: A has its answer, sold, by then/],
    ['C:1', /there is no client C; the clients are A, B/],
    ['A', /"A" is not a step; write CLIENT:STEP, as in A:1/],
  ] as const)
    void it(`refuses ${schedule}`, async () => {
      const runner = new InProcessRunner(raceModule(shop()), QUICK);
      await assert.rejects(
        replay(runner, schedule, { runs: 1, skipsMissing: false }, { aborted: false }),
        message,
      );
      await runner.close();
    });
});

void describe('a replay that leaves out what cannot happen', () => {
  void it('keeps to the order of the rest, and says what it left out', async () => {
    const runner = new InProcessRunner(raceModule(shop()), QUICK);
    const { first, skipped } = await replay(
      runner,
      'B:1 A:2 A:1 B:2 B:3',
      { runs: 1, skipsMissing: true },
      { aborted: false },
    );
    await runner.close();
    assert.deepEqual([skipped, first.schedule], [['A:2', 'B:3'], 'B:1 A:1 B:2 A:2']);
  });
});

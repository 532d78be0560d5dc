import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { raceModule } from '../../../../src/explore/in-process/module.ts';
import { InProcessRunner } from '../../../../src/explore/in-process/runner.ts';
import { step } from '../../../../src/explore/in-process/step.ts';
import { replay } from '../../../../src/explore/outcome/replay.ts';
import { search } from '../../../../src/explore/search/search.ts';
import { UNBOUNDED } from '../search/model.ts';
import { exploreModule, QUICK, twoSteps } from './modules.ts';

void describe('what a module does wrong', () => {
  const fine = { clients: { A: twoSteps, B: twoSteps }, invariant: () => true };
  for (const [what, exported, message] of [
    ['no exports', {}, /exports neither clients nor invariant\. It exports: setup\(\)/],
    ['no invariant', { clients: fine.clients }, /no function invariant/],
    ['one client', { ...fine, clients: { A: twoSteps } }, /1 clients; a race needs 2 to 8/],
    ['a client that is none', { ...fine, clients: { A: 1, B: twoSteps } }, /client A is no function/],
    ['a name', { ...fine, clients: { 'A B': twoSteps, B: twoSteps } }, /a client is called "A B"/],
    ['a setup that is none', { ...fine, setup: 1 }, /setup is no function/],
  ] as const)
    void it(`is told: ${what}`, async () => {
      await assert.rejects(exploreModule(exported), message);
    });

  void it('is told: a setup, an invariant or a close that throws', async () => {
    const boom = () => {
      throw new Error('no database');
    };
    await assert.rejects(exploreModule({ ...fine, setup: boom }), /setup failed: no database/);
    await assert.rejects(exploreModule({ ...fine, close: boom }), /close failed: no database/);
    await assert.rejects(
      exploreModule({ ...fine, invariant: boom }),
      /the invariant failed itself, which says nothing of the race: no database/,
    );
  });

  void it('is not told of an assertion that fails: that is the invariant', async () => {
    const { failures } = await exploreModule({
      ...fine,
      invariant: () => {
        assert.equal(2, 1, 'sold twice');
      },
    });
    assert.match(failures[0]!.broken, /^sold twice/);
  });
});

void describe('what is left of a run that never ended', () => {
  void it('takes no step of the next one', async () => {
    let release: (() => void) | undefined;
    let runs = 0;
    const runner = new InProcessRunner(
      raceModule({
        setup: () => {
          // In the second run the client of the first goes on.
          if (++runs === 2) release?.();
        },
        clients: {
          A: async () => {
            if (runs === 1) await new Promise<void>((resolve) => (release = resolve));
            return step('late', () => 'late');
          },
          B: () => step('read', () => 1),
        },
        invariant: () => true,
      }),
      QUICK,
    );
    const first = await search(runner, { ...UNBOUNDED, maxSchedules: 1 });
    assert.deepEqual(first.tree.outcomes[0]!.codes, ['stuck', '1']);
    const { first: second } = await replay(
      runner,
      'B:1 A:1',
      { runs: 1, skipsMissing: false },
      { aborted: false },
    );
    await runner.close();
    assert.deepEqual(second.codes, ['late', '1']);
  });
});

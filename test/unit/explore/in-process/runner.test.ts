import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { raceModule } from '../../../../src/explore/in-process/module.ts';
import { InProcessRunner } from '../../../../src/explore/in-process/runner.ts';
import { step } from '../../../../src/explore/in-process/step.ts';
import { explore, type ExploreOptions } from '../../../../src/explore/outcome/explore.ts';
import type { Exploration } from '../../../../src/explore/outcome/exploration.ts';
import { replay } from '../../../../src/explore/outcome/replay.ts';
import { search } from '../../../../src/explore/search/search.ts';
import { UNBOUNDED } from '../search/model.ts';

const QUICK = { startIsStep: true, quietMs: 20, stuckMs: 100 };
const OPTIONS: ExploreOptions = { ...UNBOUNDED, recorded: 5 };

/** A shop of one unit whose two clients look and then take. */
function shop() {
  let left = 1;
  let sold = 0;
  const buy = async () => {
    const seen = await step('read', () => left);
    if (seen < 1) return 'sold out';
    await step('write', () => {
      left = seen - 1;
      sold++;
    });
    return 'sold';
  };
  return {
    setup: () => {
      [left, sold] = [1, 0];
    },
    clients: { A: buy, B: buy },
    invariant: () => (sold > 1 ? `sold ${sold} of 1` : undefined),
  };
}

/** A mutual exclusion within the process, which no scheduler can see. */
function mutex() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(critical: () => Promise<T>): Promise<T> => {
    const result = last.then(critical);
    last = result.catch(() => undefined);
    return result;
  };
}

async function exploreModule(
  exported: Readonly<Record<string, unknown>>,
  how = QUICK,
  options = OPTIONS,
): Promise<Exploration> {
  const runner = new InProcessRunner(raceModule(exported), how);
  try {
    return await explore(runner, options);
  } finally {
    await runner.close();
  }
}

void describe('clients in this process', () => {
  void it('are taken through every order of their starts and steps', async () => {
    const steps = { A: twoSteps, B: twoSteps };
    const { schedules } = await exploreModule({ clients: steps, invariant: () => true });
    assert.equal(schedules, 20);
    const started = await exploreModule(
      { clients: steps, invariant: () => true },
      { ...QUICK, startIsStep: false },
    );
    assert.equal(started.schedules, 6);
  });

  void it('break the invariant in the schedules in which both read before either writes', async () => {
    const found = await exploreModule(shop(), { ...QUICK, startIsStep: false });
    assert.deepEqual(
      found.outcomes.map(({ codes, broken, schedules }) => [codes.join(), broken ?? 'holds', schedules]),
      [
        ['sold,sold out', 'holds', 1],
        ['sold,sold', 'sold 2 of 1', 4],
        ['sold out,sold', 'holds', 1],
      ],
    );
    assert.equal(found.failures[0]?.schedule, 'A:1 B:1 B:2 A:2');
    assert.equal(found.noReturn, 2);
  });

  void it('are shown with what each step saw, and where', async () => {
    const { failures } = await exploreModule(shop());
    const steps = failures[0]!.steps.filter(({ kind }) => kind !== 'start');
    assert.deepEqual(
      steps.map(({ label, kind, result, value }) => [label, kind, result, value]),
      [
        ['read', 'read', '1', 1],
        ['read', 'read', '1', 1],
        ['write', 'write', '', undefined],
        ['write', 'write', '', undefined],
      ],
    );
    for (const { site } of steps) assert.match(site, /in-process\/runner\.test\.ts:\d+:\d+$/);
  });

  void it('that wait for each other within the process are seen, and lose nothing', async () => {
    let locked = mutex();
    const { setup, clients, invariant } = shop();
    const mended = {
      setup: () => {
        setup();
        locked = mutex();
      },
      clients: { A: () => locked(clients.A), B: () => locked(clients.B) },
      invariant,
    };
    const found = await exploreModule(mended);
    assert.equal(found.failing, 0);
    assert.ok(found.places.some(({ place }) => place.at === 'parked'));
    // Both orders of the two were tried.
    assert.deepEqual(found.outcomes.map(({ codes }) => codes.join()).sort(), [
      'sold out,sold',
      'sold,sold out',
    ]);
  });

  void it('that wait for each other without end are stuck, which breaks the invariant', async () => {
    let [a, b] = [mutex(), mutex()];
    const found = await exploreModule({
      setup: () => {
        [a, b] = [mutex(), mutex()];
      },
      clients: {
        A: () => a(() => step('one', () => b(() => step('two', () => undefined)))),
        B: () => b(() => step('one', () => a(() => step('two', () => undefined)))),
      },
      invariant: () => true,
    });
    const stuck = found.outcomes.filter(({ codes }) => codes.join() === 'stuck,stuck');
    assert.equal(stuck.length, 1);
    assert.match(stuck[0]!.broken!, /^it never ends: A in "one" and B in "one"$/);
    assert.ok(found.failing > 0 && found.failing < found.schedules);
  });

  void it('may return, throw and have a status', async () => {
    const { outcomes } = await exploreModule({
      clients: {
        A: () => ({ status: 409 }),
        B: () => {
          throw Object.assign(new Error('no'), { code: '40001' });
        },
        C: () => Promise.reject(new RangeError('no')),
        D: () => undefined,
      },
      invariant: (_: unknown, { A }: { A: { status: number } }) => A.status === 409,
    });
    assert.deepEqual(
      outcomes.map(({ codes, broken }) => [...codes, broken]),
      [['409', 'throws 40001', 'throws RangeError', 'done', undefined]],
    );
  });

  void it('that have their answer before a step are told of', async () => {
    const { outcomes } = await exploreModule({
      clients: {
        A: () => {
          void step('write', () => undefined);
          return 'ok';
        },
        B: () => step('read', () => 1),
      },
      invariant: () => true,
    });
    assert.deepEqual(
      [...new Set(outcomes.flatMap(({ notes }) => notes))],
      ['A had its answer before its step "write"'],
    );
  });

  void it('that begin two steps at once leave a doubt', async () => {
    const { doubts, incomplete } = await exploreModule({
      clients: {
        A: () => Promise.all([step('one', () => 1), step('two', () => 2)]),
        B: () => step('read', () => 1),
      },
      invariant: () => true,
    });
    assert.equal(incomplete, undefined);
    assert.deepEqual(doubts, [
      'A began "two" beside another step of its own; only one order of the two was explored',
    ]);
  });

  void it('that throw in a step go on as they would', async () => {
    const { outcomes } = await exploreModule({
      clients: {
        A: () =>
          step('read', () => {
            throw new Error('gone');
          }).catch(() => 'caught'),
        B: () => step('read', () => Promise.reject(new TypeError('gone'))),
      },
      invariant: () => true,
    });
    assert.deepEqual(
      outcomes.map(({ codes }) => codes.join()),
      ['caught,throws TypeError'],
    );
  });

  void it('that do something else the next time are told', async () => {
    let calls = 0;
    const { incomplete } = await exploreModule({
      clients: { A: () => step(`read ${++calls > 3 ? 'cache' : 'store'}`, () => 1), B: twoSteps },
      invariant: () => true,
    });
    assert.match(
      incomplete!,
      /A was about to do "read store" the first time and was about to do "read cache"/,
    );
  });

  void it('take steps as they come where nothing explores them', async () => {
    assert.equal(await step('read', () => 7), 7);
    await assert.rejects(
      step('read', () => Promise.reject(new Error('no'))),
      /no/,
    );
  });
});

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

async function twoSteps(): Promise<void> {
  await step('one', () => undefined);
  await step('two', () => undefined);
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { step } from '../../../../src/explore/in-process/step.ts';
import { exploreModule, mutex, QUICK, shop, twoSteps } from './modules.ts';

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
    for (const { site } of steps) assert.match(site, /in-process\/modules\.ts:\d+:\d+$/);
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

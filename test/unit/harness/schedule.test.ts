import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Scheduler, ImpossibleScheduleError } from '../../../src/harness/schedule/scheduler.ts';
import {
  parseSchedule,
  printSchedule,
  printTurn,
  RACE_SCHEDULE,
  ScheduleSyntaxError,
} from '../../../src/harness/schedule/schedule.ts';
import type { Step } from '../../../src/core/words/terms.ts';

const AB = ['A', 'B'];
const words = (text: string) => parseSchedule(text, AB).turns.map(printTurn).join(' ');

describe('a schedule', () => {
  it('lets a confirmation follow its write at once unless it is named', () => {
    assert.equal(words(RACE_SCHEDULE), 'A:read B:read A:write A:confirm B:write B:confirm');
    assert.equal(words('A:read A:write B:read A:confirm'), 'A:read A:write B:read A:confirm');
  });

  it('may be written with commas and any blanks', () => {
    assert.equal(words(' A:read,B:read ,\n A:write  B:write '), words(RACE_SCHEDULE));
  });

  it('is printed as it was written', () => {
    for (const text of [RACE_SCHEDULE, 'A:read B:read', 'A:read A:write B:read A:confirm'])
      assert.equal(printSchedule(parseSchedule(text, AB)), text);
  });

  it('comes back from its text, whatever its order', () => {
    const steps: readonly Step[] = ['read', 'write', 'confirm'];
    const order = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })).chain(([a, b]) =>
      fc.shuffledSubarray([...Array<string>(a).fill('A'), ...Array<string>(b).fill('B')], {
        minLength: a + b,
        maxLength: a + b,
      }),
    );
    fc.assert(
      fc.property(order, (clients) => {
        const taken = new Map<string, number>();
        const text = clients.map((client) => {
          const index = taken.get(client) ?? 0;
          taken.set(client, index + 1);
          return `${client}:${steps[index] ?? ''}`;
        });
        const schedule = parseSchedule(text.join(' '), AB);
        assert.deepEqual(parseSchedule(printSchedule(schedule), AB), schedule);
      }),
    );
  });

  const WRONG: readonly [string, RegExp][] = [
    ['A:read C:read', /"C:read": there is no client C; the clients are A, B/],
    ['A:read B:reed', /"B:reed": there is no step reed; the steps are read, write, confirm/],
    ['A:read B', /"B" is not a step; write CLIENT:STEP, as in A:read/],
    ['A:read:x B:read', /"A:read:x" is not a step/],
    ['A:read A:read B:read', /A:read stands twice/],
    ['A:write B:read', /A:write needs A:read before it/],
    ['A:read B:read A:confirm A:write', /A:confirm needs A:write before it/],
    ['A:read A:write', /B has no step; say at least B:read/],
    ['', /A has no step/],
  ];
  for (const [text, message] of WRONG)
    it(`"${text}" is refused with a reason`, () => {
      assert.throws(() => parseSchedule(text, AB), { name: ScheduleSyntaxError.name, message });
    });
});

describe('the scheduler', () => {
  /** Clients that make these steps and are then answered; the steps happen in the order of `log`. */
  function clients(scripts: Readonly<Record<string, readonly Step[]>>, scheduler: Scheduler) {
    const log: string[] = [];
    const run = async (client: string) => {
      for (const step of scripts[client] ?? []) {
        await new Promise<void>((release) => {
          setTimeout(() => {
            scheduler.held(client, step, release);
          }, Math.random() * 3);
        });
        log.push(`${client}:${step}`);
      }
      setTimeout(() => {
        scheduler.answered(client, 'success');
      }, Math.random() * 3);
    };
    return {
      log,
      start: (client: string) => {
        run(client).catch((error: unknown) => {
          scheduler.broke(error as Error);
        });
      },
    };
  }
  const all: readonly Step[] = ['read', 'write', 'confirm'];

  it('makes the steps happen in the order of the schedule, however long each takes', async () => {
    for (const text of [RACE_SCHEDULE, 'B:read B:write A:read A:write B:confirm', 'B:read A:read']) {
      const scheduler = new Scheduler(60_000);
      const { log, start } = clients({ A: all, B: all }, scheduler);
      const turns = await scheduler.play(parseSchedule(text, AB), start);
      assert.deepEqual(turns.map(printTurn), log);
      const named = words(text).split(' ');
      assert.deepEqual(log.slice(0, named.length), named);
      assert.equal(log.length, 6);
    }
  });

  it('lets the steps that the schedule leaves out happen at its end, one client after the other', async () => {
    const scheduler = new Scheduler(60_000);
    const { log, start } = clients({ A: all, B: all }, scheduler);
    await scheduler.play(parseSchedule('B:read A:read', AB), start);
    assert.equal(log.join(' '), 'B:read A:read A:write A:confirm B:write B:confirm');
  });

  it('passes over the confirmation of a write that was refused', async () => {
    const scheduler = new Scheduler(60_000);
    const { log, start } = clients({ A: all, B: ['read', 'write', 'read'] }, scheduler);
    await scheduler.play(parseSchedule(RACE_SCHEDULE, AB), start);
    assert.equal(log.join(' '), 'A:read B:read A:write A:confirm B:write B:read');
  });

  it('says which turn cannot happen, and why', async () => {
    const scheduler = new Scheduler(60_000);
    const { start } = clients({ A: all, B: ['read'] }, scheduler);
    const schedule = parseSchedule('A:read A:write B:read B:write', AB);
    await assert.rejects(scheduler.play(schedule, start), {
      name: ImpossibleScheduleError.name,
      message: /"A:read A:write B:read B:write" cannot happen: at B:write B already had its answer, success/,
    });
  });

  it('gives up on a client that never arrives', async () => {
    const scheduler = new Scheduler(30);
    const playing = scheduler.play(parseSchedule(RACE_SCHEDULE, AB), () => undefined);
    await assert.rejects(playing, /gave up: waited 30 ms for A to begin/);
  });

  it('ends at once when something breaks', async () => {
    const scheduler = new Scheduler(60_000);
    const playing = scheduler.play(parseSchedule(RACE_SCHEDULE, AB), () => undefined);
    scheduler.broke(new Error('worker w1 ended'));
    await assert.rejects(playing, /worker w1 ended/);
  });
});

/**
 * All schedules of four clients of three steps, in process, beside the scheduler of fast-check in the same run: `node
 * bench/explore/compare.ts [SCHEDULES]`. That one draws schedules at random and has no end, so it is given a number of them.
 */
import fc from 'fast-check';
import { raceModule } from '../../src/explore/in-process/module.ts';
import { InProcessRunner } from '../../src/explore/in-process/runner.ts';
import { step } from '../../src/explore/in-process/step.ts';
import { search } from '../../src/explore/search/search.ts';
import { CLIENTS, counter, SCHEDULES } from './clients.ts';

const drawn = Number(process.argv[2] ?? 20_000);

async function explored(): Promise<number> {
  const { reset, value, client } = counter();
  const clients = Object.fromEntries(['A', 'B', 'C', 'D'].map((name) => [name, () => client(step)]));
  const runner = new InProcessRunner(
    raceModule({ setup: reset, clients, invariant: () => value() === CLIENTS }),
    { startIsStep: false, quietMs: 25, stuckMs: 2000 },
  );
  const begin = performance.now();
  const { schedules, end } = await search(runner, {
    reduce: false,
    maxSchedules: Infinity,
    maxSeconds: 600,
    maxSteps: 100,
  });
  const seconds = (performance.now() - begin) / 1000;
  await runner.close();
  if (schedules !== SCHEDULES || end.why !== 'complete')
    throw new Error(`${schedules} schedules, ${end.why}`);
  return schedules / seconds;
}

async function byFastCheck(): Promise<number> {
  const { reset, client } = counter();
  const begin = performance.now();
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      reset();
      const held = <T>(name: string, action: () => T) =>
        scheduler.schedule(Promise.resolve(), name).then(action);
      const all = Promise.all(Array.from({ length: CLIENTS }, () => client(held)));
      await scheduler.waitFor(all);
    }),
    { numRuns: drawn },
  );
  return drawn / ((performance.now() - begin) / 1000);
}

const [own, other] = [await explored(), await byFastCheck()];
console.log(
  `race-trace  ${Math.round(own)} schedules/s: all ${SCHEDULES} in ${(SCHEDULES / own).toFixed(2)} s`,
);
console.log(
  `fast-check  ${Math.round(other)} schedules/s: as many would take ${(SCHEDULES / other).toFixed(2)} s`,
);
console.log(`ratio       ${(own / other).toFixed(1)}`);

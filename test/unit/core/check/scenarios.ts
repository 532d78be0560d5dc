/** Random scenarios for the oracle, and the runs that they make. */
import fc from 'fast-check';
import { execute } from './oracle.ts';
import type { Ask, Diary, Fault, Scenario } from './oracle.ts';

/** Everything that can go wrong with an attempt. */
export const FAULTS: readonly Fault[] = [
  'none',
  'applied-timeout',
  'dropped-timeout',
  'no-write',
  'lagging-read',
];

const ask: fc.Arbitrary<Ask> = fc.record({
  request: fc.constantFrom('r1', 'r2', 'r3', 'r4'),
  fault: fc.oneof({ weight: 5, arbitrary: fc.constant<Fault>('none') }, fc.constantFrom(...FAULTS)),
});

/** Two or three clients with up to three asks each, against any of the services and stores. */
export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  write: fc.constantFrom('unsafe', 'conditional'),
  numbering: fc.constantFrom('store', 'blind'),
  idempotent: fc.boolean(),
  replay: fc.constantFrom('nothing', 'version', 'version-and-own-read', 'version-and-first-read'),
  timeoutsNameVersions: fc.boolean(),
  units: fc.integer({ min: 0, max: 4 }),
  firstVersion: fc.constantFrom(0, 1, 7),
  clients: fc.array(fc.array(ask, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 }),
});

/** Which of the runnable clients steps next, again and again. */
export const schedules: fc.Arbitrary<number[]> = fc.array(fc.nat(2), { minLength: 30, maxLength: 30 });

/** Runs a scenario under a schedule. */
export function run(scenario: Scenario, schedule: readonly number[]): Diary {
  let step = 0;
  return execute(scenario, (runnable) => schedule[step++ % schedule.length]! % runnable);
}

/** Runs of random scenarios. */
export const diaries: fc.Arbitrary<Diary> = fc
  .tuple(scenarios, schedules)
  .map(([of, turns]) => run(of, turns));

import * as conditions from './conditions.ts';
import * as locks from './locks.ts';
import * as processes from './processes.ts';
import type { Scenario } from './scenario.ts';

/** All scenarios by name. */
export const SCENARIOS = { ...locks, ...conditions, ...processes } satisfies Record<string, Scenario>;

/** The name of a scenario. */
export type ScenarioName = keyof typeof SCENARIOS;

import type { Footprint } from '../search/footprint.ts';
import type { Unit } from '../tap/unit.ts';
import type { Client } from './client.ts';
import type { Answer } from './request.ts';
import { shapeOf, valuesOf } from './statement.ts';

/** A step of a request that was sent while nothing else was under way. */
export interface ProfileStep {
  readonly shape: string;
  readonly values: string;
  /** Undefined where it may touch anything. */
  readonly footprint: Footprint | undefined;
}

/** What one request did while nothing else was under way. */
export interface Solo {
  readonly name: string;
  readonly answer: Answer;
  readonly steps: readonly ProfileStep[];
  /** Whether it went on after its answer. */
  readonly isLate: boolean;
  /** Whether it left a transaction open. */
  readonly isLeftOpen: boolean;
  /** The longest that it was silent for. */
  readonly pauseMs: number;
}

/** What a request does when nothing else is under way. */
export interface ClientProfile {
  /** Its steps after a reset, and after the other requests. */
  readonly paths: readonly (readonly ProfileStep[])[];
  /** Whether it goes on after its answer. */
  readonly isLate: boolean;
  /** Whether it leaves a transaction open. */
  readonly isLeftOpen: boolean;
}

/** What all requests do alone, by their names. */
export type Profiles = ReadonlyMap<string, ClientProfile>;

/** A request of which nothing is known yet. */
export const NO_PROFILE: ClientProfile = { paths: [], isLate: false, isLeftOpen: false };

/** The steps that may come next, by the paths that begin as the client has. */
export function expected(
  { paths }: ClientProfile,
  { shapes }: Pick<Client, 'shapes'>,
): readonly ProfileStep[] {
  return paths
    .filter((path) => shapes.every((shape, index) => path[index]?.shape === shape))
    .map((path) => path[shapes.length])
    .filter((step) => step !== undefined);
}

/** How well a unit fits a client: 0 not at all, up to 3 for the next step with its very values. */
export function fit(profile: ClientProfile, client: Client, unit: Unit): number {
  const shape = shapeOf(unit);
  const next = expected(profile, client).filter((step) => step.shape === shape);
  if (next.length > 0) return next.some(({ values }) => values === valuesOf(unit)) ? 3 : 2;
  return profile.paths.some((path) => path.some((step) => step.shape === shape)) ? 1 : 0;
}

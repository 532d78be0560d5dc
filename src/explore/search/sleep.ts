import { areDependent, type Footprint } from './footprint.ts';

/** A choice that has been explored before, elsewhere or as an elder sibling. */
export interface Explored {
  readonly client: number;
  /** What its step touched when it was taken; undefined where that may be anything. */
  readonly footprint: Footprint | undefined;
}

/**
 * The choices that need not be explored after a step: each was explored before it, and to take it later comes to the same
 * as long as only steps that are independent of it come between (sleep sets, Godefroid 1996).
 */
export function asleepAfter(
  step: Explored,
  asleep: readonly Explored[],
  elder: readonly Explored[],
): readonly Explored[] {
  if (step.footprint === undefined || asleep.length + elder.length === 0) return NONE;
  const stays = ({ client, footprint }: Explored) =>
    client !== step.client && !areDependent(footprint, step.footprint);
  return [...asleep.filter(stays), ...elder.filter(stays)];
}

const NONE: readonly Explored[] = [];

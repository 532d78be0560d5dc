import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Whole numbers from 0 to below a limit, the same for a seed. */
export type Below = (limit: number) => number;

/** The numbers of a seed. */
export function randomOf(seed: number): Below {
  const random = xoroshiro128plus(seed);
  return (limit) => uniformInt(random, 0, limit - 1);
}

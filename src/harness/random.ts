import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Numbers of [0, 1), each as likely as any other. */
export type Random = () => number;

/**
 * A stream of random numbers of its own for each purpose: how many are drawn for one does not change another, so that a
 * run with other keys still has the same arrivals.
 */
export function randomFor(seed: number, purpose: string): Random {
  const generator = xoroshiro128plus(mix(seed, purpose));
  return () => uniformFloat64(generator);
}

/** FNV-1a of the purpose, begun from both halves of the seed: neighbouring seeds share nothing. */
function mix(seed: number, purpose: string): number {
  let hash = 0x811c9dc5;
  for (const unit of [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, ...Buffer.from(purpose)])
    hash = Math.imul(hash ^ unit, 0x01000193);
  return hash;
}

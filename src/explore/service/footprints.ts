import type { Footprint } from '../search/footprint.ts';

/** All that several footprints touch; undefined where there is none, or one of them may touch anything. */
export function merged(footprints: readonly (Footprint | undefined)[]): Footprint | undefined {
  const known = footprints.filter((each) => each !== undefined);
  if (known.length === 0 || known.length < footprints.length) return undefined;
  if (known.length === 1) return known[0];
  const all = (of: keyof Footprint) => [...new Set(known.flatMap((each) => each[of]))].sort();
  return { reads: all('reads'), locks: all('locks'), writes: all('writes') };
}

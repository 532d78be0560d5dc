import type { PlayedStep } from '../../explore/search/played.ts';
import type { Exploration } from '../../explore/outcome/exploration.ts';

/**
 * The step of the shortest failure whose line is worth opening: the last write of a client that had decided on what it read
 * before another one wrote, else the last step that is known to be somewhere.
 */
export function blamedStep({ failures: [worst] }: Exploration): PlayedStep | undefined {
  if (worst === undefined) return undefined;
  const placed = worst.steps.filter(({ site }) => site !== '');
  return placed.findLast(({ kind, isApplied }) => kind === 'write' && isApplied) ?? placed.at(-1);
}

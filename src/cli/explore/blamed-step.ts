import { attemptOf } from '../../explore/outcome/attempt.ts';
import type { Exploration } from '../../explore/outcome/exploration.ts';
import type { PlayedStep } from '../../explore/search/played.ts';

/**
 * The step of the shortest failure whose line is worth opening: the write of a stale value, that is of a client that had read
 * before another one wrote and writes after that; else the last write, else the last step, whose line is known.
 */
export function blamedStep({ failures: [worst], clients }: Exploration): PlayedStep | undefined {
  if (worst === undefined) return undefined;
  const { steps } = worst;
  const attempts = clients.map((_, client) => attemptOf(steps, client));
  const stale = attempts.flatMap(({ read, write }) =>
    read !== undefined &&
    write !== undefined &&
    attempts.some((other) => other.write !== undefined && other.write > read && other.write < write)
      ? [write]
      : [],
  );
  const isPlaced = ({ site }: PlayedStep) => site !== '';
  return (
    stale
      .sort((a, b) => a - b)
      .map((at) => steps[at]!)
      .find(isPlaced) ??
    steps.findLast((step) => isPlaced(step) && step.kind === 'write' && step.isApplied) ??
    steps.findLast(isPlaced)
  );
}

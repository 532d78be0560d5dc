import { requestsUntil } from '../harness/load/arrivals.ts';
import { offeredHash, workload, type WorkloadOptions } from '../harness/load/workload.ts';
import { TOOL_VERSION } from '../harness/record/environment.ts';

/** Twice the usual peak, which takes a second or two to draw; a manifest may name any number. */
const MOST = { requests: 1_000_000, keys: 1_000_000, seconds: 7 * 24 * 3600 };

/** The workload of a manifest, whichever program wrote it. */
type RecordedWorkload = Omit<WorkloadOptions, 'arrivals'> & { readonly arrivals: string };

/**
 * The hash that the seed and the other members of a workload make, to be held against the one that its manifest has;
 * undefined where another version of this program, or another program, has drawn it, or where it is too large to draw again.
 */
export function workloadHash(
  { seed, rate, durationS, arrivals, keys, skew, hot, burst }: RecordedWorkload,
  toolVersion: string | undefined,
): string | undefined {
  if (toolVersion !== TOOL_VERSION || (arrivals !== 'poisson' && arrivals !== 'constant')) return undefined;
  const options: WorkloadOptions = {
    ...{ seed, rate, durationS, arrivals, keys, skew },
    ...(hot && { hot }),
    ...(burst && { burst }),
  };
  const isSmall = durationS <= MOST.seconds && keys <= MOST.keys;
  return isSmall && requestsUntil(durationS, options) <= MOST.requests
    ? offeredHash(workload(options))
    : undefined;
}

import type { Hold } from '../../explore/at-once/held-socket.ts';
import { refuseOtherHosts } from '../../explore/store/allowed-hosts.ts';
import { invariantOf } from '../../explore/store/from-config.ts';
import type { Invariant } from '../../explore/store/invariant.ts';
import type { RequestTemplate } from '../../ingest/config/requests.ts';
import type { DriveFlags } from './flags.ts';
import { needed, targetOf, urlsOfAction, urlsOfTarget, type Target } from './target/target.ts';

/** All that a run of rounds needs to know. Its requests are those that are sent at once, by names of their own. */
export interface DrivePlan extends Pick<Target, 'requests' | 'results' | 'books' | 'reset'> {
  readonly rounds: number;
  readonly invariant: Invariant | undefined;
  readonly successes: number | undefined;
  readonly hold: Hold;
  readonly holdMs: number;
  readonly timeoutMs: number;
}

/** What is driven, and how: as the flags say, and where they say nothing as the config of this folder does. @throws Error */
export async function planOf(
  url: string | undefined,
  flags: DriveFlags,
  signal: AbortSignal,
): Promise<DrivePlan> {
  const { config: found, requests, results, store, books, reset } = await targetOf(url, flags, signal);
  const { invariant } = found.config;
  const plan: DrivePlan = {
    requests: copiesOf(requests, flags.atOnce),
    rounds: flags.rounds,
    ...{ results, books, reset },
    invariant:
      flags.invariant === undefined
        ? invariantOf(found)
        : { query: flags.invariant, store: needed(store, '--invariant') },
    successes: flags.successes ?? (typeof invariant === 'object' ? invariant.successes : undefined),
    hold: 'last byte',
    holdMs: flags.holdMs,
    timeoutMs: flags.timeoutMs,
  };
  refuseOtherHosts([...urlsOfTarget(plan), ...urlsOfAction(plan.invariant)], flags.allowHost);
  return plan;
}

/** So many requests, those that there are in turn; several of one have numbers behind its name. */
function copiesOf(requests: readonly RequestTemplate[], atOnce: number): readonly RequestTemplate[] {
  return Array.from({ length: Math.max(atOnce, requests.length) }, (_, at) => {
    const request = requests[at % requests.length]!;
    const copies = atOnce > requests.length;
    return copies ? { ...request, name: `${request.name}${Math.floor(at / requests.length) + 1}` } : request;
  }).slice(0, atOnce);
}

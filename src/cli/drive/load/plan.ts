import { refuseOtherHosts } from '../../../explore/store/allowed-hosts.ts';
import type { WorkloadOptions } from '../../../harness/load/workload.ts';
import { planOfRun } from '../../run/plan.ts';
import { targetOf, urlsOfTarget, type Target } from '../target/target.ts';
import type { LoadFlags } from './flags.ts';
import { namedKeys } from './keys.ts';

/** All that a load on a user's own service needs to know. */
export interface LoadPlan extends Pick<Target, 'requests' | 'results' | 'books' | 'reset'> {
  /** A load that repeats another is a retest. */
  readonly phase: 'load' | 'retest';
  readonly variant: string;
  readonly arrivals: Omit<WorkloadOptions, 'keys'>;
  /** What the load that is repeated was, and from how many records it took. */
  readonly repeated: { readonly hash: string; readonly keys: number } | undefined;
  /** Undefined where no flag names the records. */
  readonly keys: readonly string[] | undefined;
  /** Units that a success takes. */
  readonly units: number;
  readonly retries: number;
  readonly timeoutMs: number;
  /** What the config says and a load does not look at, as a sentence. */
  readonly note: string | undefined;
}

/** What is sent, and how: as the flags say, and where they say nothing as the config of this folder does. @throws Error */
export async function loadPlanOf(
  url: string | undefined,
  flags: LoadFlags,
  signal: AbortSignal,
): Promise<LoadPlan> {
  const { config, requests, results, books, reset } = await targetOf(url, flags, signal);
  const { seed, rate, duration: durationS, skew, arrivals, hot, burst, retries, variant, timeoutMs } = flags;
  const before = flags.of === undefined ? undefined : await planOfRun(flags.of, undefined);
  const { keys = 0, ...again } = before?.workload ?? {};
  const plan: LoadPlan = {
    ...{ requests, results, books, reset, retries, variant, timeoutMs },
    phase: before === undefined ? 'load' : 'retest',
    arrivals:
      before === undefined
        ? { ...{ seed, rate, durationS, skew, arrivals }, ...(hot && { hot }), ...(burst && { burst }) }
        : (again as Omit<WorkloadOptions, 'keys'>),
    repeated: before?.expectedHash === undefined ? undefined : { hash: before.expectedHash, keys },
    keys: await namedKeys(flags),
    units: unitsOf(requests),
    note:
      config.config.invariant === undefined
        ? undefined
        : 'the invariant of race-trace.json is looked at by --at-once alone; a load is held against the books',
  };
  assertSendable(plan);
  refuseOtherHosts(urlsOfTarget(plan), flags.allowHost);
  return plan;
}

function unitsOf(requests: Target['requests']): number {
  const [units = 1, ...others] = new Set(requests.map((request) => request.units));
  if (others.length === 0 && units > 0) return units;
  throw new Error(
    'each request of a load takes the same number of units, one at least; choose requests with --request',
  );
}

function assertSendable({ requests, keys = [], books }: LoadPlan): void {
  for (const { name, calls, key } of requests) {
    const text = JSON.stringify(calls);
    if (calls.length > 1)
      throw new Error(`${name} is a list of calls, which --at-once sends; a request of a load is one call`);
    if (text.includes('{round}'))
      throw new Error(`{round} in ${name} belongs to --at-once; a load knows {id} and {key}`);
    if (keys.length > 1 && !text.includes('{key}'))
      throw new Error(
        'several records are named, and a request is the same for all of them: put {key} into its URL, a header or its body',
      );
    if (keys.length === 0 && key === undefined && books === undefined && text.includes('{key}'))
      throw new Error(`what does {key} in ${name} stand for? Name the records with --keys`);
  }
}

import { withoutBrackets } from '../../core/words/loopback.ts';
import { basename, dirname, join } from 'node:path';
import type { ServicePlan } from '../../explore/service/service-subject.ts';
import { refuseOtherHosts } from '../../explore/store/allowed-hosts.ts';
import { invariantOf, resetOf } from '../../explore/store/from-config.ts';
import { globTest } from '../../ingest/config/glob.ts';
import { configFor, type FoundConfig } from '../../ingest/config/read-config.ts';
import { requestsOf } from '../../ingest/config/requests.ts';
import { shown } from '../output/shown.ts';

const LISTEN = '127.0.0.1:6543';

/** How far a config lets a search go; undefined where it says nothing. */
export interface ExploreBounds {
  readonly schedules: number | undefined;
  readonly seconds: number | undefined;
  readonly preemptions: number | undefined;
}

/** What a config says of a service that is explored. */
interface FoundService {
  readonly plan: ServicePlan;
  readonly bounds: ExploreBounds;
  /** Of the config. */
  readonly path: string;
}

/**
 * The service that the config of a folder says, as it is explored. Reading it starts nothing and connects nowhere.
 * @throws Error with a sentence that says what the config lacks
 */
export async function servicePlan(
  folder: string,
  allowedHosts: readonly string[],
  signal: AbortSignal,
): Promise<FoundService> {
  const found = await configFor(join(folder, 'race-trace.json'), signal);
  if (found === undefined)
    throw new Error(
      'what is to be explored? Name a module, as in race-trace explore race.mjs, or write a race-trace.json with requests, a ' +
        'store and an invariant; docs/explore.md has one',
    );
  const plan = planOf(found);
  const { reset, invariant } = plan;
  refuseOtherHosts(
    [
      plan.upstream,
      ...plan.requests.flatMap(({ calls }) => calls.map(({ url }) => url)),
      ...plan.instances,
      ...[reset, invariant].flatMap((action) => {
        if ('call' in action) return [action.call.url];
        return 'store' in action ? [action.store] : [];
      }),
    ],
    allowedHosts,
  );
  const { schedules, seconds, preemptions } = found.config.explore ?? {};
  return { plan, bounds: { schedules, seconds, preemptions }, path: found.path };
}

function planOf(found: FoundConfig): ServicePlan {
  const { path, config } = found;
  const lacks = (what: string) => new Error(`${shown(path)} has no ${what}, which explore needs`);
  const upstream = config.store?.url;
  if (upstream === undefined) throw lacks('store.url, the database as it is reached without the tap,');
  if (!/^postgres(ql)?:/.test(upstream))
    throw new Error(
      'explore holds the statements of PostgreSQL alone; for other stores there is race-trace drive',
    );
  const reset = resetOf(found);
  if (reset === undefined) throw lacks('store.reset, the statements that put the store back,');
  const invariant = invariantOf(found);
  if (invariant === undefined) throw lacks('invariant, a query whose rows are violations,');
  const requests = requestsOf(config);
  if (requests.length < 2) throw lacks('two requests');
  const { listen = LISTEN, instances = [], background = [] } = config.explore ?? {};
  const colon = listen.lastIndexOf(':');
  const patterns = background.map(globTest);
  const { columns = {}, show = [] } = config.store ?? {};
  return {
    name: basename(dirname(path)),
    root: dirname(path),
    upstream,
    host: withoutBrackets(listen.slice(0, colon)),
    port: Number(listen.slice(colon + 1)),
    requests,
    instances,
    isBackground: (text) => patterns.some((matches) => matches(text)),
    reset,
    invariant,
    results: config.results ?? {},
    columns: new Set([...Object.values(columns), ...show].map((column) => column.toLowerCase())),
  };
}

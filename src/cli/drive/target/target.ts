import { dirname, resolve } from 'node:path';
import { resetOf, storeIn } from '../../../explore/store/from-config.ts';
import type { Invariant } from '../../../explore/store/invariant.ts';
import type { Reset } from '../../../explore/store/reset.ts';
import { configFor, type FoundConfig } from '../../../ingest/config/read-config.ts';
import { callTemplate, requestsOf, type RequestTemplate } from '../../../ingest/config/requests.ts';
import type { Config } from '../../../ingest/config/schema.ts';
import { sourceFor, type BooksSource } from '../../books/source.ts';
import type { TargetFlags } from './flags.ts';

/** What is driven: as the flags say, and where they say nothing as the config of the folder does. */
export interface Target {
  readonly config: FoundConfig;
  readonly requests: readonly RequestTemplate[];
  readonly results: NonNullable<Config['results']>;
  /** The URL of the store; undefined if neither says it. */
  readonly store: string | undefined;
  readonly books: BooksSource | undefined;
  readonly reset: Reset | undefined;
}

/** The target of a command. @throws Error, with a sentence, if it is not said, or said twice */
export async function targetOf(
  url: string | undefined,
  flags: TargetFlags,
  signal: AbortSignal,
): Promise<Target> {
  const here = resolve(flags.project ?? '', 'race-trace.json');
  const found = (await configFor(here, signal)) ?? { path: here, config: {} };
  const { config } = found;
  const store =
    flags.store ??
    (config.store?.url === undefined ? undefined : storeIn(dirname(found.path), config.store.url));
  const hasBooks =
    (flags.query ?? flags.command ?? config.store?.books ?? config.store?.command) !== undefined;
  return {
    config: found,
    requests: url === undefined ? chosen(found, flags) : [ofUrl(url, flags)],
    results: config.results ?? {},
    store,
    books: hasBooks ? await sourceFor(flags, here, signal) : undefined,
    reset: resetFor(flags, store) ?? resetOf(found),
  };
}

/** Where a target is: services and stores. A command of the shell is the user's own affair. */
export function urlsOfTarget({
  requests,
  books,
  reset,
}: Pick<Target, 'requests' | 'books' | 'reset'>): readonly string[] {
  return [
    ...requests.flatMap(({ calls }) => calls.map((call) => call.url)),
    ...(books !== undefined && 'url' in books ? [books.url] : []),
    ...urlsOfAction(reset),
  ];
}

/** Where an action on the store goes; nowhere that is known for a command of the shell. */
export function urlsOfAction(action: Reset | Invariant | undefined): readonly string[] {
  if (action === undefined) return [];
  if ('call' in action) return [action.call.url];
  return 'store' in action ? [action.store] : [];
}

function resetFor({ reset, resetCommand }: TargetFlags, store: string | undefined): Reset | undefined {
  if (reset !== undefined && resetCommand !== undefined)
    throw new Error('the store is reset by --reset or by --reset-command, not by both');
  if (reset !== undefined) return { statements: reset, store: needed(store, '--reset') };
  return resetCommand === undefined ? undefined : { command: resetCommand };
}

/** The store, which a flag needs. @throws Error if there is none */
export function needed(store: string | undefined, flag: string): string {
  if (store !== undefined) return store;
  throw new Error(`${flag} needs a store: name it with --store URL, or as store.url in a race-trace.json`);
}

function ofUrl(url: string, { method, header, body, key, request }: TargetFlags): RequestTemplate {
  if (request !== undefined) throw new Error('--request chooses from a race-trace.json; a URL needs none');
  const call = {
    url,
    headers: header,
    ...(method !== undefined && { method }),
    ...(body !== undefined && { body }),
  };
  return {
    name: 'A',
    calls: [callTemplate(call, 'the request')],
    ...(key !== undefined && { key }),
    units: 1,
  };
}

/** The requests of a config with these names, all of them where none is named. */
function chosen({ path, config }: FoundConfig, flags: TargetFlags): readonly RequestTemplate[] {
  for (const name of ['method', 'body', 'key'] as const)
    if (flags[name] !== undefined)
      throw new Error(`--${name} belongs to a URL: race-trace drive URL --${name} …`);
  const all = requestsOf(config);
  if (all.length === 0)
    throw new Error(
      'what is to be sent? Name a URL: race-trace drive http://127.0.0.1:3000/buy/7 --at-once 2, or requests in a race-trace.json',
    );
  return (flags.request ?? all.map(({ name }) => name)).map((wanted) => {
    const found = all.find(({ name }) => name === wanted);
    if (found !== undefined) return found;
    throw new Error(`${path} has no request ${wanted}; it has ${all.map(({ name }) => name).join(', ')}`);
  });
}

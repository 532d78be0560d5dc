import { dirname, resolve } from 'node:path';
import type { Hold } from '../../explore/at-once/held-socket.ts';
import { refuseOtherHosts } from '../../explore/store/allowed-hosts.ts';
import { invariantOf, resetOf, storeIn } from '../../explore/store/from-config.ts';
import type { Invariant } from '../../explore/store/invariant.ts';
import type { Reset } from '../../explore/store/reset.ts';
import { configFor, type FoundConfig } from '../../ingest/config/read-config.ts';
import { callTemplate, requestsOf, type RequestTemplate } from '../../ingest/config/requests.ts';
import type { Config } from '../../ingest/config/schema.ts';
import { sourceFor, type BooksSource } from '../books/source.ts';
import type { DriveFlags } from './flags.ts';

/** All that a run of rounds needs to know. */
export interface DrivePlan {
  /** One for each request that is sent at once, by names of their own. */
  readonly requests: readonly RequestTemplate[];
  readonly rounds: number;
  readonly results: NonNullable<Config['results']>;
  readonly books: BooksSource | undefined;
  readonly reset: Reset | undefined;
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
  const here = resolve(flags.project ?? '', 'race-trace.json');
  const found = (await configFor(here, signal)) ?? { path: here, config: {} };
  const { config } = found;
  const store =
    flags.store ??
    (config.store?.url === undefined ? undefined : storeIn(dirname(found.path), config.store.url));
  const hasBooks =
    (flags.query ?? flags.command ?? config.store?.books ?? config.store?.command) !== undefined;
  const plan: DrivePlan = {
    requests: copiesOf(url === undefined ? chosen(found, flags) : [ofUrl(url, flags)], flags.atOnce),
    rounds: flags.rounds,
    results: config.results ?? {},
    books: hasBooks ? await sourceFor(flags, here, signal) : undefined,
    reset: resetFor(flags, store) ?? resetOf(found),
    invariant:
      flags.invariant === undefined
        ? invariantOf(found)
        : { query: flags.invariant, store: needed(store, '--invariant') },
    successes:
      flags.successes ?? (typeof config.invariant === 'object' ? config.invariant.successes : undefined),
    hold: 'last byte',
    holdMs: flags.holdMs,
    timeoutMs: flags.timeoutMs,
  };
  refuseOtherHosts(urlsOf(plan), flags.allowHost);
  return plan;
}

function resetFor({ reset, resetCommand }: DriveFlags, store: string | undefined): Reset | undefined {
  if (reset !== undefined && resetCommand !== undefined)
    throw new Error('the store is reset by --reset or by --reset-command, not by both');
  if (reset !== undefined) return { statements: reset, store: needed(store, '--reset') };
  return resetCommand === undefined ? undefined : { command: resetCommand };
}

function needed(store: string | undefined, flag: string): string {
  if (store !== undefined) return store;
  throw new Error(`${flag} needs a store: name it with --store URL, or as store.url in a race-trace.json`);
}

function ofUrl(url: string, { method, header, body, key, request }: DriveFlags): RequestTemplate {
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
function chosen({ path, config }: FoundConfig, flags: DriveFlags): readonly RequestTemplate[] {
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

/** So many requests, those that there are in turn; several of one have numbers behind its name. */
function copiesOf(requests: readonly RequestTemplate[], atOnce: number): readonly RequestTemplate[] {
  return Array.from({ length: Math.max(atOnce, requests.length) }, (_, at) => {
    const request = requests[at % requests.length]!;
    const copies = atOnce > requests.length;
    return copies ? { ...request, name: `${request.name}${Math.floor(at / requests.length) + 1}` } : request;
  }).slice(0, atOnce);
}

/** Where a plan goes: services and stores. A command of the shell is the user's own affair. */
function urlsOf({ requests, books, reset, invariant }: DrivePlan): readonly string[] {
  return [
    ...requests.flatMap(({ calls }) => calls.map((call) => call.url)),
    ...(books !== undefined && 'url' in books ? [books.url] : []),
    ...[reset, invariant].flatMap((action) => {
      if (action === undefined) return [];
      if ('call' in action) return [action.call.url];
      return 'store' in action ? [action.store] : [];
    }),
  ];
}

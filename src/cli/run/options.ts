import { join } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { messageOf } from '../../core/words/errors.ts';
import { durationIn } from '../../core/words/duration.ts';
import { clipped } from '../../core/words/printable.ts';
import { parseFaults, type FaultRate } from '../../harness/fault/faults.ts';
import { parseBurst, type Burst } from '../../harness/load/arrivals.ts';
import { parseHot, type HotKeys } from '../../harness/load/popularity.ts';
import type { WorkloadOptions } from '../../harness/load/workload.ts';
import { MANIFEST_OF_LOAD } from '../../harness/phases/load.ts';
import { VARIANT_NAMES, type VariantName } from '../../harness/service/variants.ts';
import { isStoreKind, STORE_KINDS, storeForms, STORES } from '../../harness/store/registry.ts';
import { parseStoreUrl } from '../../harness/store/store-url.ts';
import { problemText } from '../../ingest/run-files/members.ts';
import { readManifestFile } from '../../ingest/run-files/run-file.ts';
import { formatOption } from '../options/format.ts';
import { shown } from '../output/shown.ts';
import { wholeNumber } from '../output/whole-number.ts';

/** Flags that say which service is run. */
export interface ServiceFlags {
  readonly variant: VariantName;
  readonly workers?: number;
  /** How many of them are the canary. */
  readonly canary?: number;
  /** False if it is switched off. */
  readonly idempotency?: boolean;
  /** URL of the store. */
  readonly store?: string;
  /** Milliseconds. */
  readonly storeLatency?: number;
  readonly admitted?: number;
  /** File for the configuration of a Prometheus that watches the run. */
  readonly prometheus?: string;
}

/** Flags of every phase. */
export interface CommonOptions extends ServiceFlags {
  readonly out?: string;
  readonly format: 'text' | 'json';
  readonly quiet?: true;
  readonly color: boolean;
}

/** Flags that say what is offered. */
export interface WorkloadFlags {
  readonly seed: number;
  readonly rate: number;
  readonly duration: number;
  readonly keys: number;
  readonly skew: number;
  readonly arrivals: 'poisson' | 'constant';
  readonly burst?: Burst;
  readonly hot?: HotKeys;
  readonly units?: number;
}

/** What a phase is to offer, and what that must hash to. */
export interface Plan {
  readonly workload: WorkloadOptions;
  readonly units: number;
  readonly expectedHash?: string;
  /** What the run that is repeated had, as far as its manifest can say it. */
  readonly workers?: number;
  readonly storeUrl?: string;
  readonly storeLatencyMs?: number;
  readonly admitted?: number;
  /** What is made to go wrong. */
  readonly faults?: readonly FaultRate[];
}

/** A unit for each request, about: some keys are sold out before the end, and on the others the race goes on. */
const UNITS_PER_REQUEST = 1;

/** So many that hardly a key is sold out before the last fault: only writes can be lost or doubled. */
export const FAULT_UNITS_PER_REQUEST = 10;

/** Beyond these a flag is a slip of the pen: no machine that runs a test has them. Units as of the flags. */
const MOST = {
  rate: 1_000_000,
  seconds: 7 * 24 * 3600,
  keys: 1_000_000,
  workers: 256,
  latencyMs: 60_000,
  skew: 100,
};

/** Gives a command the flags of a workload; the one that names the variant too, unless there is to be none. */
export function withWorkload(
  command: Command,
  defaults: { rate: number; duration: string; variant?: VariantName; units?: string },
): Command {
  const duration = new Option('--duration <time>', 'how long requests arrive, such as 30s or 10m')
    .argParser(seconds)
    .default(seconds(defaults.duration), defaults.duration);
  return common(command, defaults.variant)
    .option('--seed <n>', 'seed of every random choice', wholeNumber(0), 1)
    .option('--rate <n>', 'requests per second', wholeNumber(1, MOST.rate), defaults.rate)
    .addOption(duration)
    .option('--keys <n>', 'inventory keys', wholeNumber(1, MOST.keys), 100)
    .option(
      '--skew <s>',
      'Zipf exponent of the popularity of keys; 0: all keys are equally popular',
      exponent,
      1,
    )
    .option(
      '--hot <n:share>',
      'e.g. 2:0.6: two hot keys take 60 % of the requests, the others follow Zipf',
      hot,
    )
    .option('--burst <profile>', 'e.g. 3x:2s/30s: three times the rate for 2 s of every 30 s', burst)
    .addOption(
      new Option('--arrivals <kind>', 'poisson: as from independent clients; constant: at equal intervals')
        .choices(['poisson', 'constant'])
        .default('poisson'),
    )
    .option(
      '--units <n>',
      `units in stock, shared among the keys by popularity (default: ${defaults.units ?? 'as many as'} requests)`,
      wholeNumber(1),
    );
}

/** Gives a command the flags of every phase. @param variant the usual one; without it the command does not ask for one */
export function common(command: Command, variant?: VariantName): Command {
  if (variant !== undefined)
    command.addOption(new Option('--variant <name>', 'the service').choices(VARIANT_NAMES).default(variant));
  return command
    .option(
      '--workers <n>',
      'worker processes (default: what the capacity screen asks for)',
      wholeNumber(1, MOST.workers),
    )
    .option('--no-idempotency', 'a repeated request is served like a new one')
    .option(
      '--store <url>',
      `${storeForms('or')}; a file must be a new one (default: an SQLite file of its own)`,
      store,
    )
    .option('--store-latency <mean>', 'added to every call to the store, e.g. 18ms on average', latency)
    .option(
      '--admitted <n>',
      'most requests in the service at the same time; a further one gets a 503',
      wholeNumber(1),
    )
    .option(
      '--prometheus <file>',
      'where to write a scrape configuration for Prometheus, for the time of the run',
    )
    .option('--out <dir>', 'folder for trace, manifest and metrics (default: runs/PHASE-TIME)')
    .addOption(formatOption())
    .option('--quiet', 'no progress')
    .option('--no-color', 'no colours');
}

/** Gives a command the flag that makes some of the workers a canary. */
export function withCanary(command: Command): Command {
  return command.option(
    '--canary <n>',
    'the last N workers report themselves as the canary',
    wholeNumber(0),
    0,
  );
}

/** What the flags ask for. @param unitsPerRequest if the flags do not say how many units there are */
export function planOf(flags: WorkloadFlags, unitsPerRequest = UNITS_PER_REQUEST): Plan {
  const { seed, rate, duration: durationS, keys, skew, arrivals, burst, hot } = flags;
  if (hot !== undefined && hot.keys > keys)
    throw new Error(
      `--hot names ${hot.keys} keys, and there are ${keys}; give more --keys or fewer hot ones`,
    );
  const workload = {
    seed,
    rate,
    durationS,
    arrivals,
    keys,
    skew,
    ...(burst && { burst }),
    ...(hot && { hot }),
  };
  return { workload, units: flags.units ?? Math.ceil(rate * durationS * unitsPerRequest) };
}

/** The members of a manifest that a repetition needs. */
const REPEATED = new Set(['', 'format', 'workload', 'store', 'workers', 'admitted']);

/**
 * What an earlier load run offered, from its manifest.
 * @param store the flag that says where it is repeated; a manifest names no server
 * @throws Error that names the file, and of a wrong member the member and what was expected
 */
export async function planOfRun(directory: string, store: string | undefined): Promise<Plan> {
  const path = join(directory, MANIFEST_OF_LOAD);
  const { facts, members, problems } = await readManifestFile(path);
  if (facts === undefined) throw new Error(`${shown(path)} does not exist: there is no load run to repeat`);
  const unusable = (why: string) => new Error(`${shown(path)} cannot be used: ${why}`);
  const wrong = problems.find(({ field }) => REPEATED.has(field.split('.', 1)[0] ?? ''));
  if (wrong !== undefined) throw unusable(problemText(wrong));
  const { workload, store: before, workers, admitted } = members;
  if (workload === undefined) throw unusable('workload: expected what was offered; it is missing');
  const kind = before?.kind ?? 'sqlite';
  if (!isStoreKind(kind))
    throw unusable(`store.kind: expected one of ${STORE_KINDS.join(', ')}, not "${clipped(kind, 80)}"`);
  const { place, form } = STORES[kind];
  if (place === 'server' && store === undefined)
    throw new Error(
      `${shown(path)} is of a run on a store of the kind ${kind}; say where that is with --store`,
    );
  const { units, hash, ...options } = workload;
  return {
    workload: options,
    units,
    expectedHash: hash,
    ...(place === 'process' && { storeUrl: form }),
    ...(before?.latency_ms && { storeLatencyMs: before.latency_ms }),
    ...(workers && { workers }),
    ...(admitted && { admitted }),
  };
}

/** Reads `500ms`, `30s`, `10m` or `1h` as seconds. */
function seconds(text: string): number {
  const value = durationIn('s', text);
  if (value === undefined) throw new InvalidArgumentError('It must be a time such as 500ms, 30s, 10m or 1h.');
  if (value > MOST.seconds)
    throw new InvalidArgumentError(`It must be a time of at most ${MOST.seconds / 3600}h.`);
  return value;
}

/** Reads `lost-answer:0.1,worker-kill`. */
export function faults(text: string): readonly FaultRate[] {
  return understood(parseFaults, text);
}

function hot(text: string): HotKeys {
  return understood(parseHot, text);
}

function store(text: string): string {
  const { kind } = understood(parseStoreUrl, text);
  const { place, form } = STORES[kind];
  // With more than that it would name another process's memory; a run has its own.
  if (place === 'process' && text !== form)
    throw new InvalidArgumentError(`It must be ${form}, and no more.`);
  return text;
}

/** Reads `18ms` or `1s` as milliseconds. */
function latency(text: string): number {
  const value = durationIn('ms', text);
  if (value === undefined || value > MOST.latencyMs)
    throw new InvalidArgumentError(
      `It must be a time such as 18ms or 1s, at most ${MOST.latencyMs / 1000}s.`,
    );
  return value;
}

function exponent(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) > MOST.skew)
    throw new InvalidArgumentError(`It must be a number from 0 to ${MOST.skew}.`);
  return Number(text);
}

function burst(text: string): Burst {
  return understood(parseBurst, text);
}

/** What a parser of the harness makes of a flag; what it refuses is a wrong flag. */
function understood<T>(parse: (text: string) => T, text: string): T {
  try {
    return parse(text);
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

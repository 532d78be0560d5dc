import { InvalidArgumentError, Option, type Command } from 'commander';
import { durationIn } from '../../core/words/duration.ts';
import { parseFaults, type FaultRate } from '../../harness/fault/faults.ts';
import { VARIANT_NAMES, type VariantName } from '../../harness/service/variants.ts';
import { storeForms, STORES } from '../../harness/store/registry.ts';
import { parseStoreUrl } from '../../harness/store/store-url.ts';
import { withArrivals, type ArrivalFlags } from '../options/arrivals.ts';
import { formatOption } from '../options/format.ts';
import { understood } from '../options/understood.ts';
import { wholeNumber } from '../options/whole-number.ts';

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
export interface WorkloadFlags extends ArrivalFlags {
  readonly keys: number;
  readonly units?: number;
}

/** Beyond these a flag is a slip of the pen: no machine that runs a test has them. Units as of the flags. */
const MOST = {
  rate: 1_000_000,
  keys: 1_000_000,
  workers: 256,
  latencyMs: 60_000,
};

/** Gives a command the flags of a workload; the one that names the variant too, unless there is to be none. */
export function withWorkload(
  command: Command,
  defaults: { rate: number; duration: string; variant?: VariantName; units?: string },
): Command {
  return withArrivals(common(command, defaults.variant), {
    ...defaults,
    most: { rate: MOST.rate, seconds: 7 * 24 * 3600 },
  })
    .option('--keys <n>', 'inventory keys', wholeNumber(1, MOST.keys), 100)
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

/** Reads `lost-answer:0.1,worker-kill`. */
export function faults(text: string): readonly FaultRate[] {
  return understood(parseFaults, text);
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

import * as v from 'valibot';
import { clipped } from '../../core/words/printable.ts';
import { VERSION_SCHEMES } from '../../core/words/terms.ts';
import { exactCount, exactDecimal, exactTime, storeRecords, type NumberedRecords } from './exact.ts';
import { boolean, object, oneOf, text, texts, type DeepReadonly } from './members.ts';

/** More of a name than this says no more. */
const LONGEST_NAME = 120;

const amount = exactDecimal('a number of at least 0');
const above0 = exactDecimal('a number above 0', { above: true });
const shortText = v.pipe(
  text,
  v.transform((long) => clipped(long, LONGEST_NAME)),
);
const utcTime = v.pipe(text, v.check(isUtcTime, 'a time such as 2030-01-31T12:00:00.000Z'));

/** What the requests of a run were drawn from, and the hash of what was drawn: who repeats them needs all of it. */
const workload = v.pipe(
  object({
    seed: exactCount(),
    /** Requests per second outside bursts. */
    rate: above0,
    durationS: above0,
    arrivals: oneOf(['poisson', 'constant']),
    keys: exactCount(1),
    /** Zipf exponent of the popularity of keys. */
    skew: amount,
    /** The first `keys` keys together take this share of all requests, evenly; the others follow Zipf. */
    hot: v.exactOptional(
      object({
        keys: exactCount(1),
        share: exactDecimal('a number above 0 and at most 1', { most: 1, above: true }),
      }),
    ),
    burst: v.exactOptional(
      v.pipe(
        object({ factor: above0, lengthS: above0, periodS: above0 }),
        v.check(({ lengthS, periodS }) => lengthS <= periodS, 'a burst no longer than its period'),
      ),
    ),
    units: exactCount(),
    hash: v.pipe(text, v.nonEmpty('the hash of what was offered')),
  }),
  v.check(({ keys, hot }) => (hot?.keys ?? 0) <= keys, 'no more hot keys than keys'),
);

/** When a run was made, by what and on what. It names no machine, no user and no folder. */
const environment = object({
  /** ISO 8601, UTC. */
  started_at: v.exactOptional(utcTime),
  tool_version: v.exactOptional(shortText),
  /** The version of Node, such as `24.1.0`. */
  node: v.exactOptional(shortText),
  /** System and processor architecture, such as `linux x64`. */
  platform: v.exactOptional(shortText),
  /** Processors that the run may use. */
  cpus: v.exactOptional(exactCount()),
  cpu_model: v.exactOptional(shortText),
  memory_bytes: v.exactOptional(exactCount()),
});

const partOfTime = exactDecimal('a number from 0 to 1', { most: 1 });

/** How the processors were used while the requests were sent, in shares of the time of all of them, or why that is not known. */
const machine = v.union(
  [
    object({
      processors: exactCount(),
      /** For how long it was measured. */
      seconds: amount,
      /** Used by the processes of the run itself, by all others, taken by the hypervisor, and not used. */
      own_share: partOfTime,
      other_share: partOfTime,
      stolen_share: partOfTime,
      idle_share: partOfTime,
      /** Share of the time in which some process waited for a processor; absent where the system does not count it. */
      pressure_share: v.exactOptional(partOfTime),
    }),
    object({ not_measured: shortText }),
  ],
  'the shares of the processors, or why they were not measured',
);

/** The value of a manifest's `format` that is understood. */
export const MANIFEST_FORMAT = 'race-trace/1';

/**
 * What a trace says of its run, in the file `NAME.run.json` beside it. A member that is added here is read by every command;
 * one that is not listed is allowed and ignored. Everything but the format may be left out in one that is written by hand.
 */
export const manifestSchema = object({
  format: v.literal(MANIFEST_FORMAT, `"${MANIFEST_FORMAT}"; the manifest is not used`),
  phase: v.exactOptional(text),
  variant: v.exactOptional(text),
  seed: v.exactOptional(exactCount()),
  /** Whether a repeated request gets its first confirmation. */
  idempotent: v.exactOptional(boolean),
  /** What held the inventory, and by how much its calls were slowed down on average, in milliseconds. */
  store: v.exactOptional(object({ kind: text, latency_ms: v.exactOptional(amount) })),
  /** Worker processes that served. */
  workers: v.exactOptional(exactCount(1)),
  /** Requests that might be in the service at the same time. */
  admitted: v.exactOptional(exactCount(1)),
  /** Digests of the code that ran: of the service without its variants, and of the variant alone. */
  code: v.exactOptional(object({ service: shortText, variant: v.exactOptional(shortText) })),
  version_scheme: v.exactOptional(oneOf(VERSION_SCHEMES)),
  /** What the store itself held before the run, and what it held after; never computed from the rows. */
  initial: v.exactOptional(storeRecords),
  remaining: v.exactOptional(storeRecords),
  /** Units that a success takes where its row does not say. */
  units_per_success: v.exactOptional(exactCount(1)),
  /** Whether the rows are all that wrote to these keys. */
  closed: v.exactOptional(boolean),
  /** Different request ids that the trace has when it is whole, and its rows. */
  offered: v.exactOptional(exactCount()),
  rows: v.exactOptional(exactCount()),
  /** How far apart the clocks of different hosts may be, in microseconds. */
  clock_bound_us: v.exactOptional(amount),
  schedule: v.exactOptional(text),
  /** What was explored, by the name of its file or folder alone, without which the schedule cannot be played again. */
  explored: v.exactOptional(object({ kind: oneOf(['module', 'service']), name: v.exactOptional(shortText) })),
  workload: v.exactOptional(workload),
  /** What was made to go wrong, as `--faults` reads it, and when, in microseconds on the trace's clock. */
  faults: v.exactOptional(text),
  fault_windows: v.exactOptional(
    v.array(object({ fault: text, from_us: exactTime, to_us: exactTime }), 'an array'),
  ),
  /** What the machine's monotonic clock showed, in microseconds, when that of the trace showed 0. */
  origin_us: v.exactOptional(amount),
  /** Left out of what must be the same bytes every time. */
  environment: v.exactOptional(environment),
  machine: v.exactOptional(machine),
  /** Why the run proves nothing, in whole sentences; absent if it can be trusted. */
  invalid_because: v.exactOptional(texts),
  /** True only when every row has been written. */
  complete: v.exactOptional(boolean),
});

/** The objects of a manifest that are read member by member: one that is wrong leaves the others as they are. */
export const READ_BY_MEMBER: readonly string[] = ['initial', 'remaining', 'fault_windows', 'environment'];

/** A manifest as it has been read. */
export type ManifestMembers = v.InferOutput<typeof manifestSchema>;

/** A manifest of a run of which not everything is known, as the harness writes it. */
export type PartialManifest = DeepReadonly<v.InferInput<typeof manifestSchema>>;

/** A manifest as the harness writes it: what a run always knows is there. */
export type Manifest = PartialManifest &
  Required<Pick<PartialManifest, 'seed' | 'variant' | 'version_scheme' | 'offered'>> & {
    readonly initial: NumberedRecords;
    readonly remaining?: NumberedRecords;
  };

/** The members of a manifest that say on what a run was made. */
export type ManifestEnvironment = Required<NonNullable<PartialManifest['environment']>>;

/** ISO 8601 in UTC, of a day that there is. */
function isUtcTime(given: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(given)) return false;
  const time = new Date(given);
  // 31 February would become a day in March.
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(given.slice(0, 19));
}

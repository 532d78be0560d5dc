import type { VersionScheme } from '../words/terms.ts';
import type { ColumnName } from './history.ts';

/** What is known of the run besides its rows: the manifest, as far as checks and pictures need it. */

/** Whether a write makes the version after the one it is based on, so that a number that is left out is a write that is missing. */
export function isCounted(scheme: VersionScheme): boolean {
  return scheme === 'sequential' || scheme === 'client';
}

/** A record of the store at one moment. */
export interface StoreRecord {
  /** Units of inventory. */
  readonly value: number;
  /** A number, or a text that only equality counts for. */
  readonly version: bigint | string | undefined;
}

/** A stretch of the run during which a fault was injected; microseconds on the trace's clock, absolute. */
interface InjectedFault {
  readonly fault: string;
  readonly fromUs: bigint;
  readonly toUs: bigint;
}

/** What an exploration ran. */
export interface Explored {
  readonly kind: 'module' | 'service';
  /** File name of the module, or folder name of the service's config; undefined where it alone is not enough to replay. */
  readonly name: string | undefined;
}

export interface RunFacts {
  /** Undefined where the manifest does not say: then the scheme is inferred, and said to be. */
  readonly versionScheme: VersionScheme | undefined;
  /** By inventory key, read from the store before the run; undefined if the manifest has none. */
  readonly initial: ReadonlyMap<string, StoreRecord> | undefined;
  /** By inventory key, read from the store after the run; undefined if the manifest has none. */
  readonly remaining: ReadonlyMap<string, StoreRecord> | undefined;
  /** False if the writer never said that it had finished. */
  readonly complete: boolean;
  /** Whether the keys have no writers outside the trace; absent if the manifest does not say so. */
  readonly closed?: boolean;
  /** Units that a success takes where its row does not say; absent: 1. */
  readonly unitsPerSuccess?: number;
  /** Distinct request ids, and distinct rows, that the whole trace has; absent if the manifest does not say. */
  readonly offered?: number;
  readonly rows?: number;
  /** How far apart the clocks of different hosts may be, in microseconds. */
  readonly clockBoundUs?: number;
  /** Why the run says that it proves nothing, a sentence each; absent if it does not say so. */
  readonly invalidBecause?: readonly string[];
  readonly variant: string | undefined;
  readonly seed: number | undefined;
  /** The schedule that was forced, e.g. `A:read B:read A:write B:write`. */
  readonly schedule: string | undefined;
  /** What was explored, of whose schedules the trace shows one; absent if it is no trace of an exploration. */
  readonly explored?: Explored;
  readonly faultWindows: readonly InjectedFault[];
  /** Absent if the manifest has none. */
  readonly environment?: RunEnvironment;
}

/** When a run was made, by what and on what. Texts are short and printable; undefined is what the manifest does not say. */
export interface RunEnvironment {
  /** ISO 8601, UTC. */
  readonly startedAt: string | undefined;
  /** Version of the program that made the run. */
  readonly toolVersion: string | undefined;
  readonly node: string | undefined;
  /** System and processor architecture, such as `linux x64`. */
  readonly platform: string | undefined;
  readonly cpus: number | undefined;
  readonly cpuModel: string | undefined;
  readonly memoryBytes: number | undefined;
}

/** How the reading of the file went, for the verdict: rows that were refused, and cells, could hide a violation. */
export interface ReadingFacts {
  readonly accepted: number;
  readonly rejected: number;
  readonly blank: number;
  /** Lines that are no rows: before the header, the header where it stands again, what is left out; absent if there are none. */
  readonly skipped?: number;
  /** Of these, the records that are no attempts, by what sorted them out: a filter, a format. Absent if there are none. */
  readonly leftOut?: Readonly<Record<string, number>>;
  /** How often what was read loosely in each way; absent if everything is written as the format says. */
  readonly loosely?: Readonly<Record<string, number>>;
  /** The rows, ascending, of which the cell of a column could not be read and counts as empty; absent if there are none. */
  readonly unread?: ReadonlyMap<ColumnName, Uint32Array>;
  /** Rows are lost that were never read, so that their number is unknown: the file is cut off or damaged. */
  readonly restLost?: true;
  /** Why the run proves nothing, as the program says itself that wrote the file: a sentence each; absent if it does not. */
  readonly invalidBecause?: readonly string[];
  /** All rows are of a store's log: writes that were applied, without what was read before them and answered after them. */
  readonly storeLog?: true;
  /** Columns of the format that the file has twice, of which the first was read. */
  readonly columnsTwice?: readonly string[];
}

/** How the versions of a trace are numbered, and whether that was told or inferred. */
export interface SchemeUsed {
  readonly scheme: VersionScheme;
  readonly inferred: boolean;
}

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../ingest/run-files/manifest-schema.ts';
import type { ReproduceMetrics } from '../../ingest/run-files/metrics.ts';
import { withoutClock, type AttemptRow } from '../record/attempt-row.ts';
import { environmentAt } from '../record/environment.ts';
import { serviceCode } from '../service/service-code.ts';
import { inventoryOf, OWN_HISTORY, writeManifest } from '../record/manifest.ts';
import { csvFormat } from '../record/trace-format.ts';
import { TraceWriter } from '../record/trace-writer.ts';
import { writeText } from '../record/write-text.ts';
import { printSchedule, printTurn, type Schedule, type Turn } from '../schedule/schedule.ts';
import { machineClock } from '../service/ports.ts';
import { variantOf, type VariantName } from '../service/variants.ts';
import type { VersionedStore } from '../store/versioned-store.ts';
import { reproduceMetrics } from './reproduce-metrics.ts';
import type { RunStore } from './run-store.ts';
import { withScratchStore } from './scratch-store.ts';
import { openRig, type Rig } from './two-client-rig.ts';

/** What the reproducer compares: what fails under the race, and what holds although it has the same steps. */
const RACE_AND_CURE = ['unsafe', 'conditional'] as const satisfies readonly VariantName[];
const PHASE = 'reproduce';
/** What the clients race for: one unit of one key. */
const INVENTORY: ReadonlyMap<string, number> = new Map([['seat-7', 1]]);

export interface ReproduceOptions {
  readonly schedule: Schedule;
  /** Recorded in the manifest; the schedule leaves nothing to chance. */
  readonly seed: number;
  /** How often each variant is taken through the schedule; the first run is the one that is kept. */
  readonly runs: number;
  /** Folder for the traces; made if it does not exist. */
  readonly directory: string;
  /** Ends the run at once. */
  readonly interrupted: AbortSignal;
}

/** What one variant did under the schedule, and where it is written down. */
export interface Reproduction {
  readonly variant: VariantName;
  readonly tracePath: string;
  readonly manifestPath: string;
  /** The turns that happened, those after the schedule's end included, e.g. `A:read`. */
  readonly interleaving: readonly string[];
  /** How many of the runs had the same rows as the first, the wall clock apart. */
  readonly identicalRuns: number;
}

/** The reproducer as a phase of a validation. */
export interface ReproducePhase extends Reproduction {
  readonly metricsPath: string;
  readonly metrics: ReproduceMetrics;
}

/**
 * The reproducer: the unsafe service and then the conditional one, each as two worker processes with a new store, taken
 * by two clients through the same exact schedule.
 * @throws ImpossibleScheduleError, SqliteMissingError, or Error if a process fails
 */
export async function reproduce(options: ReproduceOptions): Promise<readonly Reproduction[]> {
  const reproductions: Reproduction[] = [];
  for (const variant of RACE_AND_CURE) reproductions.push(await reproduceVariant(variant, variant, options));
  return reproductions;
}

/**
 * The reproducer as a phase: one variant, whose files are named `reproduce` in the folder of a validation.
 * @throws as {@link reproduce} does
 */
export async function reproducePhase(
  variant: VariantName,
  options: ReproduceOptions,
): Promise<ReproducePhase> {
  const metricsPath = join(options.directory, `${PHASE}.metrics.json`);
  // Nothing of an earlier run may stand beside what this one writes.
  rmSync(metricsPath, { force: true });
  const { played, ...reproduction } = await reproduceVariant(variant, PHASE, options);
  const { schedule } = options;
  const { identicalRuns } = reproduction;
  const metrics = reproduceMetrics({ phase: PHASE, variant, schedule, identicalRuns, runs: played });
  writeText(metricsPath, `${JSON.stringify(metrics, null, 2)}\n`);
  return { ...reproduction, metricsPath, metrics };
}

/** What became of every run. */
interface Played {
  readonly turns: readonly Turn[];
  /** All that the rows say, except when. */
  readonly essence: string;
  readonly confirmed: number;
  /** Units before and after, as the store says. */
  readonly initial: number;
  readonly remaining: number;
  readonly commits: number;
}

/** @param name of the files */
async function reproduceVariant(
  variant: VariantName,
  name: string,
  options: ReproduceOptions,
): Promise<Reproduction & { readonly played: readonly Played[] }> {
  const { directory, interrupted } = options;
  mkdirSync(directory, { recursive: true });
  const tracePath = join(directory, `${name}${csvFormat.extension}`);
  const manifestPath = join(directory, `${name}.run.json`);
  const played = await withScratchStore(async (own) => {
    const { store } = own;
    const rig = await openRig({ variant, storeUrl: own.url, interrupted });
    try {
      // A rehearsal: the first run of a new process is slow, and its delays would hide the race in the picture.
      await play(rig, store, options.schedule, () => undefined);
      const runs = [await keep(rig, own, variant, { ...options, tracePath, manifestPath })];
      while (runs.length < options.runs) runs.push(await play(rig, store, options.schedule, () => undefined));
      return runs;
    } finally {
      await rig.close();
    }
  });
  const [first] = played;
  const interleaving = first?.turns.map(printTurn) ?? [];
  const identicalRuns = played.filter(({ essence }) => essence === first?.essence).length;
  return { variant, tracePath, manifestPath, interleaving, identicalRuns, played };
}

/** Plays with the rows going to the trace, between what the store held before and what it holds after. */
async function keep(
  rig: Rig,
  { kind, store }: RunStore,
  variant: VariantName,
  options: ReproduceOptions & { readonly tracePath: string; readonly manifestPath: string },
): Promise<Played> {
  const { schedule, seed, tracePath, manifestPath } = options;
  const initial = await loaded(store);
  const started: Manifest = {
    format: 'race-trace/1',
    phase: PHASE,
    environment: environmentAt(new Date()),
    seed,
    variant,
    ...serviceCode(variant),
    idempotent: variantOf({ variant }).idempotent,
    store: { kind },
    version_scheme: 'sequential',
    ...OWN_HISTORY,
    initial,
    offered: rig.clients.length,
    schedule: printSchedule(schedule),
  };
  rmSync(tracePath, { force: true });
  writeManifest(manifestPath, started);
  const trace = new TraceWriter(tracePath, csvFormat, { phase: PHASE, originUs: machineClock() });
  try {
    const played = await play(rig, store, schedule, (rows) => {
      trace.append(rows);
    });
    const remaining = await inventoryOf(store, INVENTORY.keys());
    writeManifest(manifestPath, { ...started, remaining, complete: true });
    return played;
  } finally {
    trace.close();
  }
}

/** Takes the clients through the schedule once, from a new inventory. */
async function play(
  rig: Rig,
  store: VersionedStore,
  schedule: Schedule,
  record: (rows: readonly AttemptRow[]) => void,
): Promise<Played> {
  const initial = unitsIn(await loaded(store));
  const rows: AttemptRow[] = [];
  const [key] = INVENTORY.keys();
  const turns = await rig.play(schedule, key ?? '', (more) => {
    record(more);
    rows.push(...more);
  });
  return {
    turns,
    essence: rows.map(withoutClock).join('\n'),
    confirmed: rows.filter(({ result }) => result === 'success').length,
    initial,
    remaining: unitsIn(await inventoryOf(store, INVENTORY.keys())),
    commits: await store.commits(),
  };
}

type Records = Manifest['initial'];

/** A new inventory, as the store has it. */
async function loaded(store: VersionedStore): Promise<Records> {
  await store.load(INVENTORY);
  return inventoryOf(store, INVENTORY.keys());
}

function unitsIn(records: Records): number {
  return Object.values(records).reduce((sum, { value }) => sum + value, 0);
}

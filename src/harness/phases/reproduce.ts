import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutClock, type AttemptRow } from '../record/attempt-row.ts';
import { inventoryOf, writeManifest, type Manifest } from '../record/manifest.ts';
import { csvFormat } from '../record/trace-format.ts';
import { TraceWriter } from '../record/trace-writer.ts';
import { printSchedule, printTurn, type Schedule, type Turn } from '../schedule/schedule.ts';
import { machineClock } from '../service/ports.ts';
import type { VariantName } from '../service/variants.ts';
import { openStore } from '../store/open-store.ts';
import type { VersionedStore } from '../store/versioned-store.ts';
import { openRig, type Rig } from './two-client-rig.ts';

/** A service that takes units in one step has no schedule to be taken through. */
const RACE_AND_CURE = ['unsafe', 'conditional'] as const satisfies readonly VariantName[];
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

/**
 * The reproducer: the unsafe service and then the conditional one, each as two worker processes with a new store, taken
 * by two clients through the same exact schedule.
 * @throws ImpossibleScheduleError, SqliteMissingError, or Error if a process fails
 */
export async function reproduce(options: ReproduceOptions): Promise<readonly Reproduction[]> {
  mkdirSync(options.directory, { recursive: true });
  const reproductions: Reproduction[] = [];
  for (const variant of RACE_AND_CURE) reproductions.push(await reproduceVariant(variant, options));
  return reproductions;
}

async function reproduceVariant(variant: VariantName, options: ReproduceOptions): Promise<Reproduction> {
  const scratch = mkdtempSync(join(tmpdir(), 'race-trace-'));
  const storeUrl = `sqlite:${join(scratch, 'store.sqlite')}`;
  try {
    const store = openStore(storeUrl);
    try {
      const rig = await openRig({ variant, storeUrl, interrupted: options.interrupted });
      try {
        return await playAll(rig, store, variant, options);
      } finally {
        await rig.close();
      }
    } finally {
      await store.close();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function playAll(
  rig: Rig,
  store: VersionedStore,
  variant: VariantName,
  options: ReproduceOptions,
): Promise<Reproduction> {
  const tracePath = join(options.directory, `${variant}${csvFormat.extension}`);
  const manifestPath = join(options.directory, `${variant}.run.json`);
  // A rehearsal: the first run of a new process is slow, and its delays would hide the race in the picture.
  await store.load(INVENTORY);
  await play(rig, options.schedule, () => undefined);
  let first: Played | undefined;
  let identicalRuns = 0;
  for (let run = 0; run < options.runs; run++) {
    await store.load(INVENTORY);
    const played = first === undefined ? await keep() : await play(rig, options.schedule, () => undefined);
    first ??= played;
    if (played.essence === first.essence) identicalRuns++;
  }
  const interleaving = first?.turns.map(printTurn) ?? [];
  return { variant, tracePath, manifestPath, interleaving, identicalRuns };

  /** Plays with the rows going to the trace, between what the store held before and what it holds after. */
  async function keep(): Promise<Played> {
    const started: Manifest = {
      format: 'race-trace/1',
      seed: options.seed,
      variant,
      version_scheme: 'sequential',
      initial: await inventoryOf(store, INVENTORY.keys()),
      offered: rig.clients.length,
      schedule: printSchedule(options.schedule),
    };
    writeManifest(manifestPath, started);
    const context = { phase: 'reproduce', originUs: machineClock() };
    const trace = new TraceWriter(tracePath, csvFormat, context);
    try {
      const played = await play(rig, options.schedule, (rows) => {
        trace.append(rows);
      });
      const remaining = await inventoryOf(store, INVENTORY.keys());
      writeManifest(manifestPath, { ...started, remaining, complete: true });
      return played;
    } finally {
      trace.close();
    }
  }
}

interface Played {
  readonly turns: readonly Turn[];
  /** All that the rows say, except when. */
  readonly essence: string;
}

async function play(
  rig: Rig,
  schedule: Schedule,
  record: (rows: readonly AttemptRow[]) => void,
): Promise<Played> {
  const rows: AttemptRow[] = [];
  const [key] = INVENTORY.keys();
  const turns = await rig.play(schedule, key ?? '', (more) => {
    record(more);
    rows.push(...more);
  });
  return { turns, essence: rows.map(withoutClock).join('\n') };
}

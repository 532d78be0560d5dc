import type { HttpClient } from '../http/http-client.ts';
import { plainClient } from '../load/client.ts';
import { Generator } from '../load/generator.ts';
import { Deadline } from '../load/deadline.ts';
import { seededInventory, workload, type WorkloadOptions } from '../load/workload.ts';
import { machineClock } from '../service/ports.ts';
import type { VersionedStore } from '../store/versioned-store.ts';

/** Long enough for every process to have compiled what it runs most, and no connection to be the first. */
const LONGEST_S = 2;
const DEADLINE_MS = 10_000;

/**
 * Offers the beginning of a workload to a service that has just started and forgets what came of it. A real service is
 * not judged by its first second; without this the longest delays of a run would all be those of cold code. What the
 * store held is overwritten, and must be loaded again. Keys and requests have other names than those of the run: what is
 * still under way when the run begins finds nothing there to write to.
 * @param interrupted stops it early
 */
export async function warmUp(
  options: WorkloadOptions,
  units: number,
  store: VersionedStore,
  http: HttpClient,
  interrupted: AbortSignal,
): Promise<void> {
  const beginning = workload({ ...options, durationS: Math.min(LONGEST_S, options.durationS) });
  const offered = { ...beginning, keys: beginning.keys.map((key) => `warm-up-${key}`) };
  await store.load(seededInventory(offered, units));
  const deadline = new Deadline(DEADLINE_MS, interrupted);
  const client = plainClient({ http, clock: machineClock, record: () => undefined, deadline });
  const generator = new Generator(offered, {
    client,
    clock: machineClock,
    interrupted,
    oneByOne: false,
    idOf: (index) => `warm-up-${index}`,
  });
  await generator.run();
}

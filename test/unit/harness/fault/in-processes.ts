import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { FaultRate } from '../../../../src/harness/fault/faults.ts';
import { withService } from '../../../../src/harness/phases/loaded-service.ts';
import type { RunStore } from '../../../../src/harness/phases/run-store.ts';
import { withScratchFolder } from '../../../../src/harness/phases/scratch-folder.ts';
import { withScratchStore } from '../../../../src/harness/phases/scratch-store.ts';
import type { VariantName } from '../../../../src/harness/service/variants.ts';
import { noneLeft } from '../processes.ts';
import { conserve, type Conserved } from './conserve.ts';

const WORKERS = 2;

/**
 * Runs seeds under one fault on real worker processes, one after another on the same service, and asserts that no process
 * is left after its end.
 */
export async function conserveInProcesses(
  variant: VariantName,
  rate: FaultRate,
  seeds: readonly number[],
  folder: string,
): Promise<readonly Conserved[]> {
  const all: Conserved[] = [];
  const run = ({ store, url }: RunStore) =>
    withScratchFolder((journalFolder) => {
      const options = { variant, storeUrl: url, workers: WORKERS, admission: {}, journalFolder };
      return withService(options, async ({ http, cluster, deaths }) => {
        for (const seed of seeds) {
          const service = { variant, store, http, cluster, journalFolder, close: () => Promise.resolve() };
          const path = join(folder, `${rate.fault}-${seed}`);
          try {
            all.push(await conserve(service, { seed, faults: [rate], path }));
          } catch (error) {
            throw new Error(`${rate.fault}, ${variant}, seed ${seed}`, { cause: error });
          }
        }
        assert.deepEqual(deaths, []);
      });
    });
  await withScratchStore(run);
  await noneLeft();
  return all;
}

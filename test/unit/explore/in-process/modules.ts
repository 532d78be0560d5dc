import { raceModule } from '../../../../src/explore/in-process/module.ts';
import { InProcessRunner } from '../../../../src/explore/in-process/runner.ts';
import { step } from '../../../../src/explore/in-process/step.ts';
import { explore, type ExploreOptions } from '../../../../src/explore/outcome/explore.ts';
import type { Exploration } from '../../../../src/explore/outcome/exploration.ts';
import { UNBOUNDED } from '../search/model.ts';

/** How a runner waits in these tests. */
export const QUICK = { startIsStep: true, quietMs: 20, stuckMs: 100 };
/** How a search goes in these tests. */
export const OPTIONS: ExploreOptions = { ...UNBOUNDED, recorded: 5 };

/** A shop of one unit whose two clients look and then take. */
export function shop() {
  let left = 1;
  let sold = 0;
  const buy = async () => {
    const seen = await step('read', () => left);
    if (seen < 1) return 'sold out';
    await step('write', () => {
      left = seen - 1;
      sold++;
    });
    return 'sold';
  };
  return {
    setup: () => {
      [left, sold] = [1, 0];
    },
    clients: { A: buy, B: buy },
    invariant: () => (sold > 1 ? `sold ${sold} of 1` : undefined),
  };
}

/** A mutual exclusion within the process, which no scheduler can see. */
export function mutex() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(critical: () => Promise<T>): Promise<T> => {
    const result = last.then(critical);
    last = result.catch(() => undefined);
    return result;
  };
}

/** Explores what a module exports. */
export async function exploreModule(
  exported: Readonly<Record<string, unknown>>,
  how = QUICK,
  options = OPTIONS,
): Promise<Exploration> {
  const runner = new InProcessRunner(raceModule(exported), how);
  try {
    return await explore(runner, options);
  } finally {
    await runner.close();
  }
}

/** A client of two steps. */
export async function twoSteps(): Promise<void> {
  await step('one', () => undefined);
  await step('two', () => undefined);
}

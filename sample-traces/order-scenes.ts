import { orderOf } from '../src/harness/service/order.ts';
import { World } from './world.ts';

type Ask = (worker: string, id: string, clientId: string, units: number) => Promise<unknown>;

/** A deployment that sells and takes back several units of one key at a time. */
function boxOffice(seed: number, key: string, stock: number): { readonly world: World; readonly ask: Ask } {
  const world = new World({ seed, inventory: new Map([[key, stock]]) });
  const ask: Ask = (worker, id, clientId, units) =>
    world.reserve(world.worker(worker, orderOf(units)), { id, key, clientId });
  return { world, ask };
}

/**
 * Orders of several tickets, and two that are given back. The second release reads the stock before an order of five is
 * written, and writes after it: those five are sold and on sale again.
 */
export async function ordersAndReleases(seed: number): Promise<World> {
  const { world, ask } = boxOffice(seed, 'block-a', 10);
  await world.play(async () => {
    await ask('w1@v1', 'order-1', 'A', 4);
    await ask('w2@v1', 'order-2', 'B', 2);
    await ask('w1@v1', 'release-1', 'A', -4);
    const order = ask('w1@v1', 'order-3', 'C', 5);
    await world.time.sleep(1_500);
    await Promise.all([order, ask('w2@v1', 'release-2', 'B', -2)]);
  });
  return world;
}

/**
 * Two orders that read the same ETag, of which the later undoes the earlier. Then a ticket is given back, the record is what
 * it was before, and its ETag is too: the order that is based on it is right.
 */
export async function etags(seed: number): Promise<World> {
  const { world, ask } = boxOffice(seed, 'row-5', 6);
  await world.play(async () => {
    await ask('w1@v1', 'order-1', 'A', 1);
    const order = ask('w1@v1', 'order-2', 'B', 2);
    await world.time.sleep(1_500);
    await Promise.all([order, ask('w2@v1', 'order-3', 'C', 1)]);
    await ask('w1@v1', 'release-3', 'C', -1);
    await ask('w2@v1', 'order-4', 'D', 1);
  });
  return world;
}

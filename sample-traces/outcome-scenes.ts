import { unsafe } from '../src/harness/service/unsafe.ts';
import { World } from './world.ts';

/** How long after one client the next one asks: all of them read before any has written. */
const APART_US = 700;

/** Three clients of a service whose log has no versions: two of them take from the same count of units. */
export async function unversioned(seed: number): Promise<World> {
  const world = new World({ seed, inventory: new Map([['seat-7', 5]]) });
  const workers = ['w1@v1', 'w2@v1'].map((id) => world.worker(id, unsafe));
  const ask = (number: number, clientId: string) =>
    world.reserve(workers[number % 2]!, { id: `r-00${number}`, key: 'seat-7', clientId });
  await world.play(async () => {
    await ask(1, 'A');
    const earlier = ask(2, 'B');
    await world.time.sleep(APART_US);
    await Promise.all([earlier, ask(3, 'C')]);
    await ask(4, 'D');
  });
  return world;
}

/**
 * On `seat-7` three clients read the same version. The write of the first is confirmed, those of the others are never
 * answered; one of them was applied, as the fourth client sees. Which one cannot be said, and either was stale. On `seat-8`
 * one write is never answered and no attempt read afterwards: if it was applied, it was stale.
 */
export async function eitherWasStale(seed: number): Promise<World> {
  const world = new World({
    seed,
    inventory: new Map([
      ['seat-7', 3],
      ['seat-8', 2],
    ]),
    writeFaults: new Map([
      [2, 'applied'],
      [3, 'lost'],
      [6, 'lost'],
    ]),
  });
  let requests = 0;
  const ask = async (key: string, clientId: string, fault?: string) => {
    const worker = world.worker(`w${++requests}@v1`, unsafe);
    const wish = { id: `r-00${requests}`, key, clientId };
    await world.reserve(worker, fault === undefined ? wish : { ...wish, fault });
  };
  const together = async (...asked: readonly Parameters<typeof ask>[]) => {
    const answers: Promise<void>[] = [];
    for (const each of asked) {
      answers.push(ask(...each));
      await world.time.sleep(APART_US);
    }
    await Promise.all(answers);
  };
  await world.play(async () => {
    await together(['seat-7', 'A'], ['seat-7', 'B', 'storage-timeout'], ['seat-7', 'C', 'storage-timeout']);
    await ask('seat-7', 'D');
    await together(['seat-8', 'A'], ['seat-8', 'B', 'storage-timeout']);
  });
  return world;
}

import type { Ended, Suite } from './suite.ts';

/**
 * Runs suites, as many at the same time as the cores allow, the earlier ones of the list first. One that comes after another
 * waits for its end, however that was; suites that need the same for themselves take turns. Resolves to how they ended, in the
 * order of the list.
 */
export async function runSideBySide(
  suites: readonly Suite[],
  cores: number,
  run: (suite: Suite) => Promise<Ended>,
): Promise<readonly Ended[]> {
  const waiting = [...suites];
  const running = new Map<Suite, Promise<void>>();
  const ended = new Map<string, Ended>();
  const isAwaited = (name: string) => [...waiting, ...running.keys()].some((suite) => suite.name === name);
  const nextToStart = () => {
    const busy = [...running.keys()].reduce((sum, suite) => sum + suite.cores, 0);
    return waiting.find(
      (suite) =>
        (running.size === 0 || busy + suite.cores <= cores) &&
        (suite.after === undefined || !isAwaited(suite.after)) &&
        (suite.alone === undefined || ![...running.keys()].some(({ alone }) => alone === suite.alone)),
    );
  };
  while (waiting.length > 0 || running.size > 0) {
    for (let suite = nextToStart(); suite !== undefined; suite = nextToStart()) {
      const started = suite;
      waiting.splice(waiting.indexOf(started), 1);
      running.set(
        started,
        run(started).then((end) => {
          running.delete(started);
          ended.set(started.name, end);
        }),
      );
    }
    if (running.size === 0)
      throw new Error(`Suites wait for each other: ${waiting.map(({ name }) => name).join(', ')}`);
    await Promise.race(running.values());
  }
  return suites.map(({ name }) => ended.get(name)!);
}

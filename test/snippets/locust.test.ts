import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { findServer } from '../../scripts/servers/programs.ts';
import { needed } from '../needed.ts';
import { analysisOf, refusalOf, runTool, withShop } from './run-tool.ts';
import { snippet } from './snippet.ts';

const locust = await needed('the listener for Locust', 'npm run test:snippets', () =>
  findServer({ name: 'Locust', debian: 'python3-locust', program: 'locust' }),
);

/** Ends the run after so many requests: on a busy machine a run of a second had none. */
const UNTIL_SIX = `
import gevent

@events.init.add_listener
def end_after_six(environment, **_):
    ended = itertools.count(1)

    @environment.events.request.add_listener
    def count(**_):
        if next(ended) == 6:
            # In a greenlet of its own: it ends the one that this runs in.
            gevent.spawn(environment.runner.quit)
`;

if (locust !== undefined) {
  const { shop, folder } = await withShop();

  it("requests of Locust become attempts by the listener, and Locust's statistics are refused by name", async () => {
    writeFileSync(join(folder, 'locustfile.py'), snippet('Locust', 'python') + UNTIL_SIX);
    const args = ['--headless', '--host', shop.url, '-u', '2', '-r', '2', '-t', '60s', '--csv', 'sum'];
    const { said } = await runTool(locust, args, folder);
    const { history, counts, verdict } = await analysisOf(join(folder, 'attempts.ndjson'));
    assert.deepEqual([verdict, counts['stale-version-write']], ['violation', 1], said);
    assert.ok(history.latencyMs.every((ms) => ms > 0));
    assert.ok(history.startUs.every((us) => !Number.isNaN(us)));
    assert.match(await refusalOf(join(folder, 'sum_stats.csv')), /^it is Locust's statistics/);
    assert.match(
      await refusalOf(join(folder, 'sum_stats_history.csv')),
      /^it is the history of Locust's statistics/,
    );
  });
}

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

if (locust !== undefined) {
  const { shop, folder } = await withShop();

  it("requests of Locust become attempts by the listener, and Locust's statistics are refused by name", async () => {
    writeFileSync(join(folder, 'locustfile.py'), snippet('Locust', 'python'));
    const args = ['--headless', '--host', shop.url, '-u', '2', '-r', '2', '-t', '1s', '--csv', 'sum'];
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

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { withWatch } from '../../../src/harness/monitor/watched.ts';
import { memoryStore } from '../../../src/harness/store/memory/memory-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-watched-'));
after(() => {
  rmSync(folder, { recursive: true });
});

interface ScrapeConfig {
  readonly scrape_configs: readonly {
    readonly authorization: { readonly credentials: string };
    readonly static_configs: readonly { readonly targets: readonly string[] }[];
  }[];
}

it('a run has a configuration for its owner alone, as long as it lasts and however it ends', async () => {
  const store = memoryStore();
  await store.load(new Map([['seat', 3]]));
  const config = join(folder, 'prometheus.json');
  writeFileSync(config, 'of a run that was killed', { mode: 0o644 });
  const run = {
    cluster: { port: 1, token: 'secret' },
    store,
    inventory: new Map([['seat', 5]]),
    canary: true,
  };
  const watching = withWatch(config, run, async () => {
    assert.equal(statSync(config).mode & 0o777, 0o600);
    const { scrape_configs } = JSON.parse(readFileSync(config, 'utf8')) as ScrapeConfig;
    const { authorization, static_configs } = scrape_configs[0]!;
    const [service, books] = static_configs[0]!.targets;
    assert.equal(service, '127.0.0.1:1');
    const headers = { authorization: `Bearer ${authorization.credentials}` };
    const text = await (await fetch(`http://${books}/metrics`, { headers })).text();
    assert.match(text, /^reservation_invariant_mismatch -2$/m);
    assert.match(text, /^reservation_canary_rollback 0$/m);
    throw new Error('the run has failed');
  });
  await assert.rejects(watching, /the run has failed/);
  assert.ok(!existsSync(config));
});

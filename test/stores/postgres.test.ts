import assert from 'node:assert/strict';
import { it } from 'node:test';
import { freePort } from '../../scripts/host/port.ts';
import { startPostgres } from '../../scripts/servers/postgres.ts';
import type { Server } from '../../scripts/servers/server-process.ts';
import { withRunStore } from '../../src/harness/phases/run-store.ts';
import { testServerStore } from './network.ts';

await testServerStore('PostgreSQL', 'sequential', () => startPostgres(), waitsForItsServer);

function waitsForItsServer(): void {
  it('a run that begins before its PostgreSQL server waits for it, and says so', async () => {
    const port = await freePort();
    const said: string[] = [];
    let starting: Promise<Server> | undefined;
    const onWait = (why: string) => {
      said.push(why);
      starting ??= startPostgres(port);
    };
    try {
      const stock = await withRunStore(
        `postgres://postgres@127.0.0.1:${port}/postgres`,
        async ({ store }) => {
          await store.load(new Map([['seat', 3]]));
          return store.get('seat');
        },
        { onWait, giveUpMs: 120_000 },
      );
      assert.deepEqual(stock, { value: 3, version: 1 });
      assert.equal(said.length, 1);
      assert.match(said[0] ?? '', /ECONNREFUSED/);
    } finally {
      await (await starting)?.stop();
    }
  });
}

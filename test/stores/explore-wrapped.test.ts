/** The clients of a module whose steps are statements on a real PostgreSQL. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import pg from 'pg';
import { startPostgres } from '../../scripts/servers/postgres.ts';
import { raceModule } from '../../src/explore/in-process/module.ts';
import { InProcessRunner } from '../../src/explore/in-process/runner.ts';
import { wrapped } from '../../src/explore/in-process/wrapped.ts';
import { explore } from '../../src/explore/outcome/explore.ts';
import type { Exploration } from '../../src/explore/outcome/exploration.ts';
import { needed } from '../needed.ts';
import { UNBOUNDED } from '../unit/explore/search/model.ts';

const server = await needed('statements as steps', 'npm run test:stores', () => startPostgres());

if (server !== undefined) {
  const plain = new pg.Pool({ connectionString: server.url, max: 4 });
  const pool = wrapped(plain);
  after(async () => {
    await plain.end();
    await server.stop();
  });

  /** Buys the one ticket in a transaction. @param read the statement that looks whether it is there */
  const buy = (read: string) => async () => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<{ remaining: number }>(read);
      const { remaining } = rows[0]!;
      if (remaining > 0) {
        await client.query('UPDATE ticket SET remaining = $1', [remaining - 1]);
        await client.query({ text: 'INSERT INTO sale DEFAULT VALUES' });
      }
      await client.query('COMMIT');
      return remaining > 0 ? 'sold' : 'sold out';
    } finally {
      client.release();
    }
  };

  const explored = async (read: string): Promise<Exploration> => {
    // To connect takes longer than a statement.
    const lent = await Promise.all([plain.connect(), plain.connect()]);
    for (const client of lent) client.release();
    const runner = new InProcessRunner(
      raceModule({
        setup: async () => {
          await plain.query('DROP TABLE IF EXISTS ticket, sale');
          await plain.query('CREATE TABLE ticket (remaining int); CREATE TABLE sale (id serial)');
          await plain.query('INSERT INTO ticket VALUES (1)');
        },
        clients: { A: buy(read), B: buy(read) },
        invariant: async () =>
          (await plain.query<{ sold: number }>('SELECT count(*)::int AS sold FROM sale HAVING count(*) > 1'))
            .rows,
      }),
      { startIsStep: false, quietMs: 200, stuckMs: 5000 },
    );
    try {
      return await explore(runner, { ...UNBOUNDED, recorded: 1 });
    } finally {
      await runner.close();
    }
  };

  void describe('statements of a wrapped pool', () => {
    void it('sell one ticket twice where they read without a lock', async () => {
      const found = await explored('SELECT remaining FROM ticket');
      assert.equal(found.incomplete, undefined);
      // All but those in which one client is done before the other reads.
      assert.deepEqual([found.schedules, found.failing], [24, 22]);
      const steps = found.failures[0]!.steps.filter(({ client }) => client === 0);
      assert.deepEqual(
        steps.map(({ label, kind, result }) => [label, kind, result]),
        [
          ['SELECT remaining FROM ticket', 'read', 'remaining 1'],
          ['UPDATE ticket SET remaining = $1', 'write', '1 row'],
          ['INSERT INTO sale DEFAULT VALUES', 'write', '1 row'],
          ['COMMIT', 'other', ''],
        ],
      );
      for (const { site } of steps) assert.match(site, /stores\/explore-wrapped\.test\.ts:\d+:\d+$/);
    });

    void it('sell it once where they lock what they read, and wait for each other', async () => {
      const found = await explored('SELECT remaining FROM ticket FOR UPDATE');
      assert.deepEqual([found.incomplete, found.failing], [undefined, 0]);
      assert.ok(found.places.some(({ place }) => place.at === 'parked'));
    });
  });
}

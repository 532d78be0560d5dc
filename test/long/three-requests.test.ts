/** All schedules of three requests of several statements each: some hundreds, which take minutes. */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { startPostgres } from '../../scripts/servers/postgres.ts';
import { hasItsOutcomes } from '../explore/has-its-outcomes.ts';
import { needed } from '../needed.ts';

const server = await needed('three requests over PostgreSQL', 'npm run test:long', () => startPostgres());
if (server !== undefined) {
  after(() => server.stop());
  for (const [name, most] of [
    ['threeClientsUnsafe', 63],
    ['threeClientsForUpdate', 84],
  ] as const)
    hasItsOutcomes(name, server.url, ({ reduced }) => {
      assert.ok(reduced!.schedules <= most, `${reduced!.schedules} schedules`);
    });
}

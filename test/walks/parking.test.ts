import { after } from 'node:test';
import { startPostgres } from '../../scripts/servers/postgres.ts';
import { needed } from '../needed.ts';
import { followWalk } from './walk.ts';

const server = await needed('the walk of the parking lots', 'npm run test:walks', () => startPostgres());
if (server !== undefined) {
  after(() => server.stop());
  followWalk({
    name: 'parking',
    db: server.url,
    source: 'server.mjs',
    line: "'spot sold'",
    finding: 'stale-version-write',
    fixed: 'ok',
  });
}

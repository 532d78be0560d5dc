import { after } from 'node:test';
import { startPostgres } from '../../scripts/servers/postgres.ts';
import { needed } from '../needed.ts';
import { followReadme } from './follow.ts';

const server = await needed('the example of the seat map', 'npm run test:examples', () => startPostgres());
if (server !== undefined) {
  after(() => server.stop());
  followReadme({
    name: 'seat-map',
    service: 'seats.ts',
    write: { after: 'function reserveUnsafe', text: 'attempt.write(' },
    db: server.url,
  });
}

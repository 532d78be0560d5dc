import { after } from 'node:test';
import { startRedis } from '../../scripts/servers/redis.ts';
import { needed } from '../needed.ts';
import { followWalk } from './walk.ts';

const server = await needed('the walk of the raffle', 'npm run test:walks', () => startRedis());
if (server !== undefined) {
  after(() => server.stop());
  followWalk({
    name: 'raffle',
    db: server.url,
    source: 'draw.sh',
    line: '"prize won"',
    finding: 'value-reuse',
    fixed: 'unknown',
  });
}

import { after } from 'node:test';
import { findPython } from '../../scripts/servers/python.ts';
import { startRedis } from '../../scripts/servers/redis.ts';
import { needed } from '../needed.ts';
import { followReadme } from './follow.ts';

const found = await needed('the example of the coupon', 'npm run test:examples', async () => ({
  python: await findPython({ module: 'redis', debian: 'python3-redis' }),
  server: await startRedis(),
}));
if (found !== undefined) {
  after(() => found.server.stop());
  followReadme({
    name: 'coupon',
    service: 'coupon.py',
    write: { after: 'def redeem_unsafe', text: 'attempt.write(' },
    db: found.server.url,
    python: found.python,
  });
}

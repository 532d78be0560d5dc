import { startRedis } from '../../scripts/servers/redis.ts';
import { testServerStore } from './network.ts';

await testServerStore('Redis', 'sequential', startRedis);

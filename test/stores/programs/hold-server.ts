/** Starts a server, prints its URL and holds it until it is killed: `hold-server.ts PostgreSQL|Redis|etcd`. */
import { startEtcd } from '../../../scripts/servers/etcd.ts';
import { startPostgres } from '../../../scripts/servers/postgres.ts';
import { startRedis } from '../../../scripts/servers/redis.ts';

const START = { PostgreSQL: startPostgres, Redis: startRedis, etcd: () => startEtcd(1) };

const { url } = await START[process.argv[2] as keyof typeof START]();
console.log(url);
setInterval(() => undefined, 60_000);

/**
 * What a tap that records costs beside a proxy that only passes bytes on, in one run on one PostgreSQL:
 * `node bench/tap/overhead.ts [seconds of each part]`. Each proxy is a process of its own, as a tap is; parts take turns, so
 * that what else the machine does falls on all alike.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, connect, type AddressInfo } from 'node:net';
import pg from 'pg';
import { startPostgres } from '../../scripts/servers/postgres.ts';
import { startTap } from '../../src/explore/tap/start-tap.ts';

const KINDS = ['direct', 'plain proxy', 'tap', 'tap that records', 'tap that holds'] as const;
type Kind = (typeof KINDS)[number];
const ROUNDS = 5;
const CLIENTS = 8;
const STATEMENT = 'select n, xmin from stock where sku = $1';

interface Measured {
  readonly latenciesUs: number[];
  statements: number;
  seconds: number;
}

const [, , first = '2', upstream] = process.argv;
if (upstream !== undefined && KINDS.includes(first as Kind))
  process.send?.(await serve(first as Kind, upstream));
else await compare(Number(first));

/** Starts a proxy; resolves to the URL through it. */
async function serve(kind: Kind, url: string): Promise<string> {
  if (kind !== 'plain proxy') {
    let statements = 0;
    const tap = await startTap({
      upstream: url,
      ...(kind === 'tap that holds' && { hold: () => Promise.resolve() }),
      ...(kind !== 'tap' && {
        columns: new Set(['n', 'xmin']),
        onUnit: (unit) => {
          void unit.done.then((outcome) => (statements += outcome.statements.length));
        },
      }),
    });
    return tap.url;
  }
  const { hostname, port } = new URL(url);
  const server = createServer({ noDelay: true }, (client) => {
    const behind = connect({ host: hostname, port: Number(port), noDelay: true });
    client.pipe(behind).pipe(client);
    for (const socket of [client, behind]) socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  return through.href;
}

async function compare(seconds: number): Promise<void> {
  const server = await startPostgres();
  const proxies = KINDS.slice(1).map((kind) => fork(import.meta.filename, [kind, server.url]));
  try {
    const urls = [
      server.url,
      ...(await Promise.all(proxies.map(async (one) => String((await once(one, 'message'))[0])))),
    ];
    const pool = new pg.Client(server.url);
    await pool.connect();
    await pool.query(`create table stock (sku text primary key, n int); insert into stock values ('a', 1)`);
    await pool.end();
    const measured = KINDS.map((): Measured => ({ latenciesUs: [], statements: 0, seconds: 0 }));
    for (let round = 0; round < ROUNDS; round++)
      for (const [at, url] of urls.entries()) await measure(url, seconds, measured[at]!);
    print(measured);
  } finally {
    for (const proxy of proxies) proxy.kill();
    await server.stop();
  }
}

async function measure(url: string, seconds: number, into: Measured): Promise<void> {
  const clients = Array.from({ length: CLIENTS }, () => new pg.Client(url));
  await Promise.all(clients.map((client) => client.connect()));
  const repeat = async (client: pg.Client, untilMs: number, each: (us: number) => void) => {
    while (performance.now() < untilMs) {
      const began = performance.now();
      await client.query({ name: 'read', text: STATEMENT, values: ['a'] });
      each(1000 * (performance.now() - began));
    }
  };
  await repeat(clients[0]!, performance.now() + 500 * seconds, (us) => into.latenciesUs.push(us));
  const began = performance.now();
  await Promise.all(clients.map((client) => repeat(client, began + 500 * seconds, () => into.statements++)));
  into.seconds += (performance.now() - began) / 1000;
  await Promise.all(clients.map((client) => client.end()));
}

function print(measured: readonly Measured[]): void {
  console.log(`${'one client'.padStart(38)}${`${CLIENTS} clients`.padStart(22)}`);
  const throughput = measured.map(({ statements, seconds }) => statements / seconds);
  for (const [at, kind] of KINDS.entries()) {
    const sorted = measured[at]!.latenciesUs.sort((a, b) => a - b);
    const at50 = sorted[Math.floor(sorted.length / 2)] ?? 0;
    const at99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
    console.log(
      `${kind.padEnd(18)} p50 ${at50.toFixed(0).padStart(5)} µs  p99 ${at99.toFixed(0).padStart(6)} µs` +
        `${throughput[at]!.toFixed(0).padStart(9)}/s  ${(throughput[at]! / throughput[1]!).toFixed(2)} × plain proxy`,
    );
  }
}

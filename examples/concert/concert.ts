/**
 * Sells tickets: `POST /events/7/tickets` with the buyer's name in the header `buyer` answers 201, or 410 when none is left.
 * `DATABASE_URL=postgres://… PORT=3000 node concert.ts unsafe|fixed`
 */
import { createServer } from 'node:http';
import pg from 'pg';

const db = new pg.Pool({ connectionString: process.env.DATABASE_URL });
// A connection that breaks while nothing uses it is no reason to end; the pool makes another.
db.on('error', (error) => {
  console.error(error.message);
});

/** Reads how many are left, and then writes one less. */
async function buyUnsafe(event: number, buyer: string): Promise<number> {
  const { rows } = await db.query<{ remaining: number }>('SELECT remaining FROM events WHERE id = $1', [
    event,
  ]);
  const remaining = rows[0]?.remaining ?? 0;
  if (remaining < 1) return 410;
  await db.query('UPDATE events SET remaining = $2 WHERE id = $1', [event, remaining - 1]);
  await db.query('INSERT INTO tickets (event, buyer) VALUES ($1, $2)', [event, buyer]);
  return 201;
}

/** Takes one in the statement that sees that there is one. */
async function buyFixed(event: number, buyer: string): Promise<number> {
  const taken = await db.query(
    'UPDATE events SET remaining = remaining - 1 WHERE id = $1 AND remaining > 0',
    [event],
  );
  if (taken.rowCount === 0) return 410;
  await db.query('INSERT INTO tickets (event, buyer) VALUES ($1, $2)', [event, buyer]);
  return 201;
}

const buy = process.argv[2] === 'fixed' ? buyFixed : buyUnsafe;
const server = createServer((request, response) => {
  const event = Number(/^\/events\/(\d+)\/tickets$/.exec(request.url ?? '')?.[1] ?? 0);
  const buyer = String(request.headers.buyer ?? 'unknown');
  buy(event, buyer).then(
    (status) => response.writeHead(status).end(),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1');

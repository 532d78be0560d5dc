// Sells parking spots over HTTP; the lots are in PostgreSQL. Usage: server.mjs DATABASE_URL unsafe|fixed
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import pg from 'pg';

const [url, variant] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 8 });

function log(msg, members) {
  process.stdout.write(
    JSON.stringify({ level: 'info', time: new Date().toISOString(), pid: process.pid, ...members, msg }) +
      '\n',
  );
}

async function sell(lot, req) {
  const started = performance.now();
  const { rows } = await pool.query('select free, rev from lots where name = $1', [lot]);
  const { free, rev } = rows[0];
  const done = (status, msg, more) => {
    log(msg, {
      req,
      lot,
      rev,
      ...more,
      res: { statusCode: status },
      responseTime: performance.now() - started,
    });
    return status;
  };
  if (free < 1) return done(410, 'lot is full');
  await new Promise((resolve) => setTimeout(resolve, 2));
  const check = variant === 'fixed' ? 'and rev = $2' : 'and $2::int is not null';
  const update = `update lots set free = ${variant === 'fixed' ? 'free - 1' : free - 1}, rev = rev + 1 where name = $1 ${check} returning rev`;
  const written = await pool.query(update, [lot, rev]);
  if (written.rowCount === 0) return done(409, 'somebody was faster');
  return done(201, 'spot sold', { newRev: written.rows[0].rev });
}

const server = createServer(async (request, response) => {
  if (request.url === '/health') {
    log('health check', {});
    return response.writeHead(200).end();
  }
  const req = {
    id: request.headers['x-request-id'] ?? randomUUID(),
    method: request.method,
    url: request.url,
  };
  const status = await sell(decodeURIComponent(request.url.split('/')[2]), req);
  response.writeHead(status).end();
});
server.listen(0, '127.0.0.1', () => log('listening', { port: server.address().port }));
process.on('SIGTERM', () => server.close(() => pool.end()));

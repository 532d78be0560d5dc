/**
 * A service that sells one seat from a file of SQLite and knows nothing of Race Trace:
 * `shop.ts FILE MODE` prints its port. `POST /buy`, `GET /seat`, `POST /reset`.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

const [file = '', mode = 'unsafe'] = process.argv.slice(2);
/** Between its read and its write, so that two that come at once have both read before one writes. */
const WORK_MS = 30;
const database = new DatabaseSync(file);
database.exec(`PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS stock (sku TEXT PRIMARY KEY, left INTEGER); INSERT OR IGNORE INTO stock VALUES ('seat-7', 1);
  CREATE TABLE IF NOT EXISTS sales (id TEXT, sku TEXT);`);
const left = (): number =>
  Number(database.prepare(`SELECT left FROM stock WHERE sku = 'seat-7'`).get()!.left);
const write = (value: number) =>
  database.prepare(`UPDATE stock SET left = ? WHERE sku = 'seat-7'`).run(value);
const sold = (id: string) => database.prepare(`INSERT INTO sales VALUES (?, 'seat-7')`).run(id);
let bought = 0;

async function buy(request: IncomingMessage, response: ServerResponse): Promise<void> {
  bought++;
  // It does not wait for the body.
  if (mode !== 'hasty') await once(request.resume(), 'end');
  if (mode === 'broken') return void response.writeHead(500).end('no connection to the till');
  if (mode === 'silent') return;
  if (mode === 'cached') return void response.writeHead(201).end();
  if (mode === 'dies' && bought > 3) process.exit(1);
  const id = String(request.headers['idempotency-key'] ?? bought);
  if (mode === 'fixed') {
    const { changes } = database
      .prepare(`UPDATE stock SET left = left - 1 WHERE sku = 'seat-7' AND left > 0`)
      .run();
    await sleep(WORK_MS);
    return void response.writeHead(changes === 1 ? 201 : 409).end();
  }
  const seen = left();
  if (seen < 1) return void response.writeHead(409).end('sold out');
  if (mode === 'late') response.writeHead(201).end();
  await sleep(WORK_MS);
  write(seen - 1);
  sold(id);
  // From its second round on: the seat is sold, and its buyers wait.
  if (mode === 'stuck' && bought > 3) return;
  if (mode !== 'late') response.writeHead(201).end(JSON.stringify({ seat: 'seat-7', id }));
}

const server = createServer((request, response) => {
  const route = `${request.method ?? ''} ${request.url ?? ''}`;
  if (route === 'POST /buy') void buy(request, response);
  else if (route === 'POST /reset') {
    write(1);
    database.exec('DELETE FROM sales');
    response.writeHead(204).end();
  } else if (route === 'GET /seat') {
    const { n } = database.prepare('SELECT count(*) AS n FROM sales').get()!;
    response.end(JSON.stringify({ seat: { left: left(), sold: n } }));
  } else response.writeHead(404).end('no such page');
});
server.listen(0, '127.0.0.1', () => {
  console.log((server.address() as AddressInfo).port);
});

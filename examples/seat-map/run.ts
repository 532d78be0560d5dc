/**
 * `run.ts prepare URL` makes the seats; `run.ts unsafe URL` lets four clients reserve the same ones at the same time, a row of
 * seats after the other, until one is sold twice; `run.ts fixed URL` does the same with the mended service.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';

const [CLIENTS, ROWS, SEATS] = [4, 10, 20];

const [mode = '', url = ''] = process.argv.slice(2);
const db = new pg.Client(url);
await db.connect();
await (mode === 'prepare' ? prepare() : run());
await db.end();

function seatsOf(row: number): readonly string[] {
  return Array.from({ length: SEATS }, (_, seat) => `row-${row + 1}-seat-${seat + 1}`);
}

async function prepare(): Promise<void> {
  await db.query('DROP TABLE IF EXISTS example_seats');
  await db.query(
    'CREATE TABLE example_seats (seat text PRIMARY KEY, free int NOT NULL, version int NOT NULL)',
  );
  const seats = Array.from({ length: ROWS }, (_, row) => seatsOf(row)).flat();
  await db.query('INSERT INTO example_seats SELECT seat, 1, 1 FROM unnest($1::text[]) AS seat', [seats]);
}

async function run(): Promise<void> {
  const client = join(import.meta.dirname, 'client.ts');
  const clients = Array.from({ length: CLIENTS }, () => fork(client, [mode, url]));
  const allSaid = () => Promise.all(clients.map((each) => once(each, 'message')));
  await allSaid();
  let soldTwice = 0;
  for (let row = 0; row < ROWS && soldTwice === 0; row++) {
    const done = allSaid();
    for (const each of clients) each.send(seatsOf(row));
    await done;
    soldTwice = (await db.query('SELECT FROM example_seats WHERE version > 2')).rowCount ?? 0;
  }
  for (const each of clients) each.disconnect();
  console.log(`${soldTwice} seats were sold more than once.`);
}

/** A client of its own process: tries to reserve each seat that it is told of, and says when it is through. */
import pg from 'pg';
import { reserveFixed, reserveUnsafe } from './seats.ts';

const [variant, url] = process.argv.slice(2);
const reserve = variant === 'fixed' ? reserveFixed : reserveUnsafe;
const db = new pg.Client(url);
await db.connect();

process.on('message', (seats: readonly string[]) => {
  void reserveAll(seats);
});
process.on('disconnect', () => void db.end());
process.send!('ready');

async function reserveAll(seats: readonly string[]): Promise<void> {
  for (const seat of seats) await reserve(db, `${process.pid}-${seat}`, seat);
  process.send!('done');
}

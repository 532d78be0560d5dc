import type { Client } from 'pg';
import { begin } from '../../recorder/race-trace.ts';

/** A seat as the table has it: free is 1 or 0, and every write adds 1 to the version. */
interface Seat {
  readonly free: number;
  readonly version: number;
}

/** Reads the seat and takes it if it is free. Between the two another request may take it, and both are confirmed. */
export async function reserveUnsafe(db: Client, request: string, seat: string): Promise<void> {
  const attempt = begin(request, seat);
  const found = await db.query<Seat>('SELECT free, version FROM example_seats WHERE seat = $1', [seat]);
  const { free, version } = found.rows[0]!;
  attempt.read(free, version);
  if (free < 1) {
    attempt.end('rejected');
    return;
  }
  const taken = await db.query<Seat>(
    'UPDATE example_seats SET free = $2, version = version + 1 WHERE seat = $1 RETURNING free, version',
    [seat, free - 1],
  );
  attempt.write(taken.rows[0]!.free, taken.rows[0]!.version);
  attempt.end('success');
}

/** The same, but the seat is taken only in the version that was read: of two requests one is refused. */
export async function reserveFixed(db: Client, request: string, seat: string): Promise<void> {
  const attempt = begin(request, seat);
  const found = await db.query<Seat>('SELECT free, version FROM example_seats WHERE seat = $1', [seat]);
  const { free, version } = found.rows[0]!;
  attempt.read(free, version);
  if (free < 1) {
    attempt.end('rejected');
    return;
  }
  const taken = await db.query<Seat>(
    'UPDATE example_seats SET free = $2, version = version + 1 WHERE seat = $1 AND version = $3 RETURNING free, version',
    [seat, free - 1, version],
  );
  if (taken.rowCount === 0) {
    attempt.end('conflict');
    return;
  }
  attempt.write(taken.rows[0]!.free, taken.rows[0]!.version);
  attempt.end('success');
}

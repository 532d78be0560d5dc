import type { Database } from './database.ts';
import type { Round } from './round.ts';
import type { Tap, TapConnection } from '../tap/tap.ts';

/** By then requests that were let go have their answers. */
const BOUND_MS = 10_000;
/** A transaction whose request is answered, and that nothing has touched for so long, is left open. */
const SILENCE_MS = 25;
/** By then that is so even of a transaction whose request may not be known. */
const LONG_SILENCE_MS = 250;

/** Lets all requests of a round go to their ends, and ends the transactions that they leave behind. */
export async function finish(round: Round, tap: Tap, database: Database): Promise<void> {
  round.free();
  const began = performance.now();
  for (;;) {
    const isThrough = round.clients.every((client) => !client.isStarted || round.isOver(client));
    const open = openTransactions(round, tap);
    if (isThrough && open.length === 0) return;
    const isLong = performance.now() - began > BOUND_MS;
    if (round.events.silentMs >= SILENCE_MS) await Promise.all(open.map((each) => each.rollBack()));
    if (isLong) {
      round.abort();
      await terminate(database, tap);
    }
    if (performance.now() - began > 2 * BOUND_MS) return;
    await round.events.next(10);
  }
}

/** Names of the requests that have left a transaction open. */
export function leftOpen(round: Round, tap: Tap): readonly string[] {
  const names = tap
    .connections()
    .filter(({ status, isClosed }) => status !== 'idle' && !isClosed)
    .map(({ id }) => round.owners.ofConnection(id)?.name);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** Connections whose transactions belong to requests that have their answers. */
function openTransactions(round: Round, tap: Tap): readonly TapConnection[] {
  return tap.connections().filter(({ id, status, outstanding, isClosed }) => {
    const owner = round.owners.ofConnection(id);
    const isLeft =
      owner === undefined || round.events.silentMs > LONG_SILENCE_MS
        ? round.clients.some(isDone)
        : isDone(owner);
    return status !== 'idle' && !isClosed && outstanding.length === 0 && isLeft;
  });
}

function isDone({ answer, outstanding }: Round['clients'][number]): boolean {
  return answer !== undefined && outstanding.size === 0;
}

/** Ends the connections that still work, or wait; what was open in them is rolled back when this resolves. */
async function terminate(database: Database, tap: Tap): Promise<void> {
  const processes = tap
    .connections()
    .filter(({ outstanding }) => outstanding.length > 0)
    .map(({ backendPid }) => backendPid)
    .filter((pid) => pid !== undefined);
  await database.rows('SELECT pg_terminate_backend(pid, 5000) FROM unnest($1::int[]) AS pid', [processes]);
}

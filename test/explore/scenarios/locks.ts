import { inTransaction, readAndSell, SOLD_ONCE, STOCK, type Scenario } from './scenario.ts';

/** Three statements, each a transaction of its own. */
export const autocommit: Scenario = {
  ...STOCK,
  serve: (db, client) => readAndSell(db, client),
  outcomes: ['200 200 broken', ...SOLD_ONCE],
  schedules: [16, 12],
};

/** The same in one transaction, which at READ COMMITTED changes nothing. */
export const transaction: Scenario = {
  ...STOCK,
  serve: (db, client) => inTransaction(db, 'BEGIN', (own) => readAndSell(own, client)),
  outcomes: ['200 200 broken', ...SOLD_ONCE],
  schedules: [24, 22],
};

/** The row is locked before it is read. */
export const forUpdate: Scenario = {
  ...STOCK,
  serve: (db, client) => inTransaction(db, 'BEGIN', (own) => readAndSell(own, client, ' FOR UPDATE')),
  outcomes: SOLD_ONCE,
  schedules: [8, 0],
};

/** A lock of PostgreSQL that belongs to no table. */
export const advisoryLock: Scenario = {
  ...STOCK,
  serve: (db, client) =>
    inTransaction(db, 'BEGIN', async (own) => {
      await own.query('SELECT pg_advisory_xact_lock(1)');
      return readAndSell(own, client);
    }),
  outcomes: SOLD_ONCE,
};

/** Whoever finds the row locked goes without it. */
export const skipLocked: Scenario = {
  ...STOCK,
  serve: (db, client) =>
    inTransaction(db, 'BEGIN', async (own) => {
      const query = 'SELECT id FROM stock WHERE remaining > 0 LIMIT 1 FOR UPDATE SKIP LOCKED';
      if ((await own.query(query)).rowCount === 0) return 410;
      await own.query('UPDATE stock SET remaining = 0 WHERE id = 1');
      await own.query('INSERT INTO sales (stock, client) VALUES (1, $1)', [client]);
      return 200;
    }),
  outcomes: SOLD_ONCE,
};

/**
 * The server ends the transaction that looks first when both wait, which would be a matter of its timers. Here one that comes when
 * another one waits already looks at once, and one that is the first to wait never does: the second is ended, however slow the
 * machine is.
 */
const LOOK_IF_SECOND = `SELECT set_config('deadlock_timeout', CASE WHEN EXISTS
  (SELECT FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted) THEN '1ms' ELSE '1h' END, true)`;

/** Both lock two rows, in opposite orders: one of them may have to give way. */
export const deadlock: Scenario = {
  ...STOCK,
  reset: 'DELETE FROM sales; DELETE FROM stock; INSERT INTO stock VALUES (1, 5), (2, 5)',
  serve: (db, client) =>
    inTransaction(db, 'BEGIN', async (own) => {
      for (const id of client === 'A' ? [1, 2] : [2, 1])
        await own.query(`${LOOK_IF_SECOND}; UPDATE stock SET remaining = remaining - 1 WHERE id = ${id}`);
      return 200;
    }),
  outcomes: ['200 200 ok', '200 409 ok', '409 200 ok'],
};

/** As {@link autocommit}, with three clients for the one unit. */
export const threeClientsUnsafe: Scenario = {
  ...autocommit,
  clients: ['A', 'B', 'C'],
  outcomes: [
    '200 200 200 broken',
    '200 200 410 broken',
    '200 410 200 broken',
    '410 200 200 broken',
    '200 410 410 ok',
    '410 200 410 ok',
    '410 410 200 ok',
  ],
  // It holds where one reads and writes before the others read: its third statement and their two in any order.
  schedules: [702, 684],
};

/** As {@link forUpdate}, with three clients. */
export const threeClientsForUpdate: Scenario = {
  ...forUpdate,
  clients: ['A', 'B', 'C'],
  outcomes: ['200 410 410 ok', '410 200 410 ok', '410 410 200 ok'],
  schedules: [84, 0],
};

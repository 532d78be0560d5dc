import { inTransaction, readAndSell, remaining, sold, SOLD_ONCE, STOCK, type Scenario } from './scenario.ts';

const REFUSED = ['200 409 ok', '409 200 ok'] as const;

/** The database refuses one of two that depend on each other. */
export const serializable: Scenario = {
  ...STOCK,
  serve: (db, client) =>
    inTransaction(db, 'BEGIN ISOLATION LEVEL SERIALIZABLE', (own) => readAndSell(own, client)),
  outcomes: [...SOLD_ONCE, ...REFUSED],
  schedules: [24, 0],
};

/** The same at REPEATABLE READ, where the second write of one row is refused. */
export const repeatableRead: Scenario = {
  ...STOCK,
  serve: (db, client) =>
    inTransaction(db, 'BEGIN ISOLATION LEVEL REPEATABLE READ', (own) => readAndSell(own, client)),
  outcomes: [...SOLD_ONCE, ...REFUSED],
  schedules: [24, 0],
};

/** The write says under which condition it holds. */
export const conditionalUpdate: Scenario = {
  ...STOCK,
  serve: async (db, client) => {
    const taken = await db.query('UPDATE stock SET remaining = remaining - 1 WHERE id = 1 AND remaining > 0');
    return taken.rowCount === 0 ? 410 : sold(db, client);
  },
  outcomes: SOLD_ONCE,
  schedules: [4, 0],
};

/** The same with three clients. */
export const threeClients: Scenario = {
  ...conditionalUpdate,
  clients: ['A', 'B', 'C'],
  outcomes: ['200 410 410 ok', '410 200 410 ok', '410 410 200 ok'],
  schedules: [18, 0],
};

const UNIQUE = {
  ...STOCK,
  tables: `${STOCK.tables}; CREATE UNIQUE INDEX sold_once ON sales (stock)`,
} as const;

/** One row a unit, and who comes second is told so by the number of rows. */
export const onConflict: Scenario = {
  ...UNIQUE,
  serve: async (db, client) => {
    if ((await remaining(db)) < 1) return 410;
    const noted = await db.query(
      'INSERT INTO sales (stock, client) VALUES (1, $1) ON CONFLICT (stock) DO NOTHING',
      [client],
    );
    if (noted.rowCount === 0) return 410;
    await db.query('UPDATE stock SET remaining = remaining - 1 WHERE id = 1');
    return 200;
  },
  outcomes: SOLD_ONCE,
};

/** The second row breaks a unique index. */
export const uniqueIndex: Scenario = {
  ...UNIQUE,
  serve: (db, client) => inTransaction(db, 'BEGIN', (own) => readAndSell(own, client)),
  outcomes: [...SOLD_ONCE, ...REFUSED],
};

/**
 * A order takes from the stock by a trigger: no statement of A names the stock, which B reads twice. Who goes by the names of
 * tables alone takes the two for independent, and misses the one schedule that breaks the invariant.
 */
export const trigger: Scenario = {
  tables:
    `${STOCK.tables}; CREATE TABLE audits (at_first int, at_last int);` +
    'CREATE FUNCTION take() RETURNS trigger LANGUAGE plpgsql AS ' +
    '$$ BEGIN UPDATE stock SET remaining = remaining - 1 WHERE id = 1; RETURN NEW; END $$;' +
    'CREATE TRIGGER take AFTER INSERT ON sales FOR EACH ROW EXECUTE FUNCTION take()',
  reset: 'DELETE FROM audits; DELETE FROM sales; DELETE FROM stock; INSERT INTO stock VALUES (1, 1)',
  invariant: 'SELECT * FROM audits WHERE at_first <> at_last',
  serve: async (db, client) => {
    if (client === 'A') return sold(db, client);
    const first = await remaining(db);
    await db.query('INSERT INTO audits SELECT $1, remaining FROM stock WHERE id = 1', [first]);
    return 200;
  },
  outcomes: ['200 200 broken', '200 200 ok'],
  schedules: [3, 1],
};

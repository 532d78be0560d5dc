import type { Pool } from 'pg';
import { readAndSell, remaining, sold, SOLD_ONCE, STOCK, type Scenario } from './scenario.ts';

const BOTH_ORDERS = ['200 200 broken', ...SOLD_ONCE] as const;

/** All requests share one connection: nothing can happen between two statements but what queued for it. */
export const poolOfOne: Scenario = {
  ...STOCK,
  connections: 1,
  serve: (db, client) => readAndSell(db, client),
  outcomes: BOTH_ORDERS,
  schedules: [8, 2],
};

let last: Promise<unknown> = Promise.resolve();

/** A lock inside the process, which holds as long as there is one process. */
export const mutex: Scenario = {
  ...STOCK,
  serve: (db: Pool, client) => {
    const own = last.then(() => readAndSell(db, client));
    last = own.catch(() => undefined);
    return own;
  },
  outcomes: SOLD_ONCE,
  schedules: [8, 0],
};

/** What {@link mutex} becomes with a process for each request. */
export const mutexOfTwoProcesses: Scenario = { ...mutex, outcomes: BOTH_ORDERS, schedules: [16, 12] };

/** Answers when it has read, and writes afterwards. */
export const answersFirst: Scenario = {
  ...STOCK,
  serve: async (db, client, answer) => {
    const left = await remaining(db);
    if (left < 1) return 410;
    answer(200);
    await db.query('UPDATE stock SET remaining = $1 WHERE id = 1', [left - 1]);
    return sold(db, client);
  },
  outcomes: BOTH_ORDERS,
  schedules: [16, 12],
};

/** Forgets to commit, so that whoever comes second waits for the row. */
export const leftOpen: Scenario = {
  ...STOCK,
  serve: async (pool, client) => {
    const db = await pool.connect();
    await db.query('BEGIN');
    const status = await readAndSell(db, client);
    db.release();
    return status;
  },
  outcomes: ['200 stuck ok', 'stuck 200 ok'],
  schedules: [14, 0],
};

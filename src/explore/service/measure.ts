import type { Footprint } from '../search/footprint.ts';
import type { Unit, UnitOutcome } from '../tap/unit.ts';
import type { Database } from './database.ts';
import { ended, footprintOfLocks, LOCKS_QUERY, READ_COMMITTED_QUERY, within } from './locks.ts';
import { textOf } from './statement.ts';
import { closed, type Tables } from './tables.ts';

/** A transaction that is open. */
interface Open {
  /** What its locks show. */
  readonly held: Footprint;
  /** What it has touched so far; undefined where that may be anything. */
  readonly all: Footprint | undefined;
}

const NOTHING: Footprint = { reads: [], locks: [], writes: [] };
const BEGUN: Open = { held: NOTHING, all: NOTHING };
const UNKNOWN: Open = { held: NOTHING, all: undefined };
const CONTROLS = /^\s*(begin|start|commit|end|rollback|abort|savepoint|release|set|prepare|execute)\b/i;
/** A solo statement waits for a lock only if the request itself holds it on another connection. */
const NO_WAIT = "SET LOCAL lock_timeout = '300ms'";

/** Finds out what the statements of a solo run touch, by the locks that PostgreSQL shows. */
export class Meter {
  readonly #database: Database;
  readonly #tables: Tables;
  /** By connection. */
  readonly #open = new Map<number, Open>();

  constructor(database: Database, tables: Tables) {
    this.#database = database;
    this.#tables = tables;
  }

  /** What a unit touches that `take` lets go; undefined where that may be anything. */
  async measure(unit: Unit, take: () => Promise<UnitOutcome | undefined>): Promise<Footprint | undefined> {
    if (unit.status === 'idle' && !unit.begins) {
      const found = await this.#alone(unit);
      await take();
      return found;
    }
    return this.#after(unit, await take());
  }

  /**
   * Of one that runs outside a transaction: it is run beforehand on the explorer's own connection, in a transaction that is
   * rolled back.
   */
  async #alone(unit: Unit): Promise<Footprint | undefined> {
    const { statements } = unit;
    if (statements.some(({ text, parameters }) => CONTROLS.test(text) || parameters.includes(undefined)))
      return undefined;
    try {
      const rows = await this.#database.tried(async (query) => {
        await query(NO_WAIT);
        for (const { text, parameters } of statements) await query(text, parameters);
        return query(LOCKS_QUERY, [null]);
      });
      return this.#closed(ended(footprintOfLocks(rows)), unit);
    } catch {
      // It fails or waits where it stands alone, so what it touches is not known.
      return undefined;
    }
  }

  /** Of one that ran within a transaction, or began or ended one. */
  async #after(unit: Unit, outcome: UnitOutcome | undefined): Promise<Footprint | undefined> {
    const isMixed = unit.statements.slice(unit.begins ? 1 : 0, -1).some(({ text }) => CONTROLS.test(text));
    const before = unit.begins ? BEGUN : (this.#open.get(unit.connection) ?? BEGUN);
    if (outcome?.status === 'idle') {
      this.#open.delete(unit.connection);
      return unit.begins || unit.statements.length > 1 ? undefined : before.all && ended(before.all);
    }
    const isKnown = outcome?.status === 'in-transaction' && !isMixed;
    const now = isKnown ? await this.#inTransaction(before, unit) : UNKNOWN;
    this.#open.set(unit.connection, now);
    return now.all;
  }

  async #inTransaction(before: Open, unit: Unit): Promise<Open> {
    if (before.all === undefined || !(await this.#isReadCommitted(unit))) return UNKNOWN;
    const held = await this.#held(unit);
    if (held === undefined) return UNKNOWN;
    return { held, all: this.#closed(within(before.held, held), unit) };
  }

  async #isReadCommitted({ backendPid }: Unit): Promise<boolean> {
    const [row] = await this.#database.rows(READ_COMMITTED_QUERY, [backendPid ?? 0]);
    return row?.plain === 't';
  }

  /** Undefined where the server shows nothing: it may be another one that a pooler chose. */
  async #held({ backendPid }: Unit): Promise<Footprint | undefined> {
    const rows = await this.#database.rows(LOCKS_QUERY, [backendPid ?? 0]);
    return rows.length === 0 ? undefined : footprintOfLocks(rows);
  }

  #closed(footprint: Footprint, unit: Unit): Footprint | undefined {
    return closed(footprint, textOf(unit), this.#tables);
  }
}

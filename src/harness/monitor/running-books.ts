import { Counter, Gauge, Registry } from 'prom-client';
import type { AttemptRow } from '../record/attempt-row.ts';
import type { VersionedStore } from '../store/versioned-store.ts';
import { HttpError, sendText, serveLoopback, type LoopbackServer } from '../worker/loopback.ts';
import { METRICS } from '../worker/metrics-of-all.ts';
import { MONITORED_METRICS } from '../../core/words/monitored-metrics.ts';

/** The books of a service at one moment, in units. */
export interface Balance {
  readonly confirmed: number;
  readonly initial: number;
  readonly remaining: number;
  /** confirmed − (initial − remaining) */
  readonly mismatch: number;
}

/**
 * Balances the books of a running service: counts every confirmation that reached a client, and holds it against what
 * the store has left. No worker can, for none sees what the others confirmed.
 */
export class RunningBooks {
  readonly #registry = new Registry();
  readonly contentType = this.#registry.contentType;
  readonly #store: Pick<VersionedStore, 'get'>;
  readonly #initial: ReadonlyMap<string, number>;
  /** Of each confirmed request, the first transition that it was confirmed by. */
  readonly #transitions = new Map<string, string>();
  readonly #canary: boolean;
  #confirmed = 0;
  #duplicated = false;
  readonly #duplicates = new Counter({
    name: 'reservation_duplicate_confirmations_total',
    help: MONITORED_METRICS.reservation_duplicate_confirmations_total.help,
    registers: [this.#registry],
  });
  readonly #mismatch = this.#gauge(
    'reservation_invariant_mismatch',
    MONITORED_METRICS.reservation_invariant_mismatch.help,
  );
  readonly #rollback = this.#gauge(
    'reservation_canary_rollback',
    MONITORED_METRICS.reservation_canary_rollback.help,
  );
  readonly #reconciled = this.#gauge(
    'reservation_reconciled_confirmations',
    'Confirmations that had reached a client when the inventory was read.',
  );
  readonly #initialUnits = this.#gauge(
    'reservation_inventory_initial',
    'Units of all keys before the first request.',
  );
  readonly #remainingUnits = this.#gauge(
    'reservation_inventory_remaining',
    'Units of all keys that the store has left.',
  );

  /**
   * @param initial units by key, before the first request
   * @param canary whether a canary serves, which is to be rolled back as soon as the books do not balance
   */
  constructor(store: Pick<VersionedStore, 'get'>, initial: ReadonlyMap<string, number>, canary = false) {
    this.#store = store;
    this.#initial = initial;
    this.#canary = canary;
  }

  /** Takes note of what a client was told. */
  record(rows: readonly AttemptRow[]): void {
    for (const { result, requestId, inventoryKey, writeVersion = 0 } of rows) {
      if (result !== 'success') continue;
      const transition = `${writeVersion} ${inventoryKey}`;
      const before = this.#transitions.get(requestId);
      if (before === transition) continue;
      this.#confirmed++;
      if (before === undefined) this.#transitions.set(requestId, transition);
      else {
        this.#duplicated = true;
        this.#duplicates.inc();
      }
    }
  }

  /**
   * The books as they are now. The confirmations are counted before the store is read, and a write comes before its
   * confirmation: so a correct service is at 0, or below it while requests are under way, and never above.
   */
  async balance(): Promise<Balance> {
    const confirmed = this.#confirmed;
    let [initial, remaining] = [0, 0];
    for (const [key, units] of this.#initial) {
      initial += units;
      remaining += (await this.#store.get(key))?.value ?? 0;
    }
    return { confirmed, initial, remaining, mismatch: confirmed - (initial - remaining) };
  }

  /** The books as they are now, in the text format of Prometheus. */
  async text(): Promise<string> {
    const { confirmed, initial, remaining, mismatch } = await this.balance();
    this.#reconciled.set(confirmed);
    this.#initialUnits.set(initial);
    this.#remainingUnits.set(remaining);
    this.#mismatch.set(mismatch);
    // What was once sold twice stays sold twice: the signal is not taken back.
    if (this.#canary && (mismatch > 0 || this.#duplicated)) this.#rollback.set(1);
    return this.#registry.metrics();
  }

  #gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.#registry] });
  }
}

/** Serves the books as `GET /metrics`, to the bearer of the run's token. */
export function serveBooks(token: string, books: RunningBooks): Promise<LoopbackServer> {
  return serveLoopback(token, async ({ method, url }, response) => {
    if (method !== 'GET' || url !== METRICS) throw new HttpError(404, `there is only GET ${METRICS}`);
    sendText(response, 200, await books.text(), books.contentType);
  });
}

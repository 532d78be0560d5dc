import type { Result } from '../../core/history/history.ts';
import type { AttemptRow } from '../record/attempt-row.ts';
import type { Reply } from './client.ts';
import { Distribution } from './distribution.ts';

/** What became of the requests of a run so far. Only what has been recorded is counted. */
export class Tally {
  /** Attempts by what became of them, as the trace has them. */
  readonly results: Record<Result, number> = { success: 0, conflict: 0, retry: 0, rejected: 0, timeout: 0 };
  /** Attempts that the answers say were made: each numbers its attempts within the request. */
  started = 0;
  /** Requests that have an outcome, `timeout` included. */
  concluded = 0;
  /** Successes that repeat an earlier confirmation and wrote nothing. */
  replays = 0;
  /** Requests by the HTTP status of their answer; 0 is no answer. */
  readonly statuses = new Map<number, number>();
  /** From the moment a request was due until its answer. */
  readonly latency = new Distribution();
  /** From the moment an attempt was due until its service began. */
  readonly queueDelay = new Distribution();
  readonly #stock = new Map<string, { confirmed: number; version: number; value: number }>();

  /** @param attemptsBefore of the request before it was sent */
  count(reply: Reply, dueUs: number, attemptsBefore: number): void {
    const last = reply.attempts.at(-1);
    this.concluded++;
    this.statuses.set(reply.status, (this.statuses.get(reply.status) ?? 0) + 1);
    if (last === undefined) return;
    this.started += last.retryCount - attemptsBefore + 1;
    this.latency.record(last.endUs - dueUs);
    for (const row of reply.attempts) this.#countAttempt(row);
  }

  #countAttempt(row: AttemptRow): void {
    this.results[row.result]++;
    // An attempt that no worker answered for has not been seen to wait.
    if (row.workerId !== '') this.queueDelay.record(row.serviceUs - row.startUs);
    if (row.result !== 'success') return;
    if (row.readValue === undefined) {
      this.replays++;
      return;
    }
    const stock = this.#stock.get(row.inventoryKey) ?? { confirmed: 0, version: 0, value: 0 };
    this.#stock.set(row.inventoryKey, stock);
    stock.confirmed++;
    if ((row.writeVersion ?? 0) > stock.version) {
      stock.version = row.writeVersion ?? 0;
      stock.value = row.writeValue ?? 0;
    }
  }

  /** Answers of HTTP status 500 and above. */
  get serverErrors(): number {
    return [...this.statuses].reduce((sum, [status, count]) => sum + (status >= 500 ? count : 0), 0);
  }

  /**
   * Units confirmed beyond those that are gone, as far as the answers so far tell; exact once all have arrived and none
   * is a timeout.
   * @param initial units before the run
   */
  mismatchSoFar(initial: ReadonlyMap<string, number>): number {
    let mismatch = 0;
    for (const [key, { confirmed, value }] of this.#stock)
      mismatch += confirmed - ((initial.get(key) ?? 0) - value);
    return mismatch;
  }
}

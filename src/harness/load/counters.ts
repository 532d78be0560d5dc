import { queueDelayUs, type AttemptRow } from '../record/attempt-row.ts';
import type { ReconciledDelivery } from '../record/unanswered.ts';
import type { Reply } from './client.ts';
import { Distribution } from './distribution.ts';
import type { Result } from '../../core/words/codes.ts';

/** What the answers of a run say of one inventory key. */
export interface KeyCounters {
  /** Confirmations, each counted once however often it was repeated. */
  confirmed: number;
  /** Attempts of unknown outcome: they may have written. */
  timeouts: number;
  /** The greatest version that a confirmed write made, and the units that it left; 0 before there is one. */
  version: number;
  value: number;
}

/** What became of the requests of a run so far. Only what has been recorded is counted. */
export class Counters {
  /** Attempts by what became of them, as the trace has them. */
  readonly results: Record<Result, number> = { success: 0, conflict: 0, retry: 0, rejected: 0, timeout: 0 };
  /** Attempts that were begun, by the workers' own account of them, and those that never came to a worker. */
  started = 0;
  /** Requests that have an outcome, `timeout` included. */
  concluded = 0;
  /** Requests that could not be sent, for want of a connection: they have no attempt, no outcome and no latency. */
  unsent = 0;
  /** Times that requests were delivered; each has had an answer or will never have one. */
  delivered = 0;
  /** Requests whose outcome came with an answer, whatever it said. */
  answered = 0;
  /** Deliveries that were not admitted. */
  notAdmitted = 0;
  /** Requests whose first attempt wrote, and those of them whose write was refused; each once, however often it was delivered. */
  firstWrites = 0;
  firstRefused = 0;
  /** Successes that repeat an earlier confirmation of their request. */
  replays = 0;
  /** Deliveries by the HTTP status of their answer; 0 is no answer. */
  readonly statuses = new Map<number, number>();
  /** From the moment a request was due until its answer. */
  readonly latency = new Distribution();
  /** From the moment an attempt was sent until its service began. */
  readonly queueDelay = new Distribution();
  readonly #keys = new Map<string, KeyCounters>();

  /** Counts a request that has its outcome, or could not be sent. @param replies one for each delivery, the last being what the client went by */
  count(replies: readonly Reply[], dueUs: number): void {
    if (replies.every(({ attempts }) => attempts.length === 0)) {
      this.unsent++;
      return;
    }
    this.concluded++;
    const confirmed = new Set<number | undefined>();
    this.#countFirstWrite(replies);
    let endUs = dueUs;
    if ((replies.at(-1)?.status ?? 0) !== 0) this.answered++;
    for (const { status, attempts } of replies) {
      const last = attempts.at(-1);
      if (last === undefined) continue;
      this.delivered++;
      this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
      for (const row of attempts) this.#countAttempt(row, confirmed);
      // What was not admitted came to no worker.
      if (status === 503) this.started++;
      endUs = last.endUs;
    }
    this.latency.record(endUs - dueUs);
  }

  /** Takes in what the workers say of the attempts of the run, and of the deliveries without an answer. */
  reconcile(begun: number, unanswered: readonly ReconciledDelivery[]): void {
    this.started += begun;
    for (const { reached, rows } of unanswered) {
      if (!reached) this.started++;
      // The last one has been counted, as the one attempt that was known of.
      for (const { result } of rows.slice(0, -1)) this.results[result]++;
    }
  }

  /** What the answers say of each key. */
  get keys(): ReadonlyMap<string, Readonly<KeyCounters>> {
    return this.#keys;
  }

  /** Requests and units that were confirmed, repeats not counted. */
  get confirmed(): number {
    return this.results.success - this.replays;
  }

  /** @param confirmed the versions by which the request has been confirmed so far */
  #countAttempt(row: AttemptRow, confirmed: Set<number | undefined>): void {
    this.results[row.result]++;
    // An attempt that no worker answered for has not been seen to wait.
    if (row.workerId !== '') this.queueDelay.record(queueDelayUs(row));
    else if (row.result === 'rejected') this.notAdmitted++;
    if (row.result !== 'success' && row.result !== 'timeout') return;
    const key = this.#keys.get(row.inventoryKey) ?? { confirmed: 0, timeouts: 0, version: 0, value: 0 };
    this.#keys.set(row.inventoryKey, key);
    if (row.result === 'timeout') key.timeouts++;
    else if (confirmed.has(row.writeVersion)) this.replays++;
    else {
      confirmed.add(row.writeVersion);
      key.confirmed++;
      if ((row.writeVersion ?? 0) <= key.version) return;
      key.version = row.writeVersion ?? 0;
      key.value = row.writeValue ?? 0;
    }
  }

  /** Two deliveries of a request can both be the first attempt for it; the one that ended first counts. */
  #countFirstWrite(replies: readonly Reply[]): void {
    const [first] = replies
      .flatMap(({ attempts }) => attempts.filter(isFirstWrite))
      .sort((a, b) => a.endUs - b.endUs);
    if (first === undefined) return;
    this.firstWrites++;
    if (isRefused(first)) this.firstRefused++;
  }

  /** Deliveries without an answer. */
  get noAnswer(): number {
    return this.statuses.get(0) ?? 0;
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
    for (const [key, { confirmed, version, value }] of this.#keys)
      if (version > 0) mismatch += confirmed - ((initial.get(key) ?? 0) - value);
    return mismatch;
  }
}

function isRefused({ result }: AttemptRow): boolean {
  return result === 'retry' || result === 'conflict';
}

/** Whether an attempt is the first for its request, and tried to write. A repeated confirmation has read and written nothing. */
function isFirstWrite(row: AttemptRow): boolean {
  if (row.retryCount > 0) return false;
  return isRefused(row) || (row.result === 'success' && row.readValue !== undefined);
}

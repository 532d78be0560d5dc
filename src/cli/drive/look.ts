import { setTimeout as sleep } from 'node:timers/promises';
import { faultsOf, type Round } from '../../explore/at-once/round.ts';
import { violationOf } from '../../explore/store/invariant.ts';
import { runReset } from '../../explore/store/reset.ts';
import type { Books } from '../../ingest/books/records.ts';
import { booksNow } from '../books/read-books.ts';
import type { Terminal } from '../command.ts';
import type { DrivePlan } from './plan.ts';
import type { Filling } from '../../ingest/config/requests.ts';

/** How long a service may still be writing when it has answered. */
const LATE_MS = 100;
/** So often a second look that found nothing new is worth its time. */
const MOST_IN_VAIN = 3;

/** Looks at the store before and after rounds. */
export class Look {
  readonly #plan: DrivePlan;
  readonly #terminal: Terminal;
  #inVain = 0;
  /** Rounds in which the service was still writing when it had answered. */
  lateWrites = 0;

  constructor(plan: DrivePlan, terminal: Terminal) {
    this.#plan = plan;
    this.#terminal = terminal;
  }

  /** Puts the store back, if the plan says how. */
  async reset(filling: Filling, signal: AbortSignal): Promise<void> {
    if (this.#plan.reset !== undefined) await runReset(this.#plan.reset, filling, signal);
  }

  /** The books as they are now; undefined if the plan has none. */
  async books(): Promise<Books | undefined> {
    const { books } = this.#plan;
    return books === undefined ? undefined : (await booksNow(books, this.#terminal)).books;
  }

  /**
   * A round with what the store says after it. Where that is at odds with the answers the store is looked at once more, as a
   * service may answer before it writes.
   */
  async after(round: Round, filling: Filling, signal: AbortSignal): Promise<Round> {
    const first = await this.#now(round, filling, signal);
    const faults = this.#faults(first);
    if (faults === '' || this.#inVain >= MOST_IN_VAIN) return first;
    await sleep(LATE_MS, undefined, { signal });
    const second = await this.#now(round, filling, signal);
    if (this.#faults(second) === faults) this.#inVain++;
    else this.lateWrites++;
    return second;
  }

  async #now(round: Round, filling: Filling, signal: AbortSignal): Promise<Round> {
    const after = await this.books();
    const { invariant } = this.#plan;
    const broken = invariant === undefined ? undefined : await violationOf(invariant, filling, signal);
    return { ...round, ...(after !== undefined && { after }), ...(broken !== undefined && { broken }) };
  }

  #faults(round: Round): string {
    return faultsOf(round, this.#plan.successes).join('; ');
  }
}

import { nowUs } from './monotonic.ts';
import type { ServerError, StatementOutcome, TransactionStatus, Unit, UnitOutcome } from './unit.ts';

/** A unit on its way: what its connection fills in and what others see of it. */
export class OpenUnit {
  readonly unit: Unit;
  readonly #abandoned = new AbortController();
  readonly #statements: StatementOutcome[] = [];
  #error: ServerError | undefined;
  #isSettled = false;
  #sentUs: number | undefined;
  #resolve!: (outcome: UnitOutcome) => void;

  readonly #onEnd: (open: OpenUnit) => void;

  /** @param onEnd called once, when the answer is whole or lost */
  constructor(facts: Omit<Unit, 'abandoned' | 'done'>, onEnd: (open: OpenUnit) => void) {
    this.#onEnd = onEnd;
    const done = new Promise<UnitOutcome>((resolve) => {
      this.#resolve = resolve;
    });
    this.unit = { ...facts, abandoned: this.#abandoned.signal, done };
  }

  /** It goes to the server now. */
  send(): void {
    this.#sentUs = nowUs();
  }

  answer(outcome: StatementOutcome): void {
    this.#statements.push(outcome);
  }

  /** Of several errors the first one is the cause. */
  fail(error: ServerError): void {
    this.#error ??= error;
  }

  /** Its answer is whole. */
  end(status: TransactionStatus | undefined): void {
    this.#settle(status, false);
  }

  /** Its answer will never be whole. */
  lose(): void {
    this.abandon();
    this.#settle(undefined, true);
  }

  /** Its client waits for it no longer. */
  abandon(): void {
    this.#abandoned.abort();
  }

  #settle(status: TransactionStatus | undefined, isLost: boolean): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#onEnd(this);
    const doneUs = nowUs();
    this.#resolve({
      statements: this.#statements,
      error: this.#error,
      status,
      isLost,
      sentUs: this.#sentUs ?? doneUs,
      doneUs,
    });
  }
}

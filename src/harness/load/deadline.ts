/** How long after an interruption an answer is still waited for; a run has then two seconds to its end. */
const DRAIN_MS = 1200;

/** The deadline of clients that wait for an answer: each has the same time, and none has long after an interruption. */
export class Deadline {
  readonly #ms: number;
  readonly #waiting = new Set<AbortController>();
  #over = false;

  constructor(ms: number, interrupted: AbortSignal) {
    this.#ms = ms;
    const drain = () => {
      setTimeout(() => {
        this.#over = true;
        for (const each of this.#waiting) each.abort();
      }, DRAIN_MS).unref();
    };
    if (interrupted.aborted) drain();
    else interrupted.addEventListener('abort', drain, { once: true });
  }

  /** Whether it is over for all of them: the run was interrupted. */
  get over(): boolean {
    return this.#over;
  }

  /** Runs `wait` with a signal that is aborted at the deadline. */
  async during<T>(wait: (ended: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    if (this.#over) controller.abort();
    this.#waiting.add(controller);
    const enough = setTimeout(() => {
      controller.abort();
    }, this.#ms);
    try {
      return await wait(controller.signal);
    } finally {
      clearTimeout(enough);
      this.#waiting.delete(controller);
    }
  }
}

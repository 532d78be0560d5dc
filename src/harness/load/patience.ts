/** How long after an interruption an answer is still waited for; a run has then two seconds to its end. */
const DRAIN_MS = 1200;

/** How long clients wait for their answers: each for a while of its own, and none for long after an interruption. */
export class Patience {
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

  /** Whether nobody waits any more. */
  get over(): boolean {
    return this.#over;
  }

  /** Runs `wait` with a signal that is aborted when the patience with it has ended. */
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

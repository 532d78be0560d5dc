/** What has happened in a run so far, and a way to wait for the next thing that does. */
export class Events {
  /** Statements that are done and answers that came: what may let another client go on. */
  completions = 0;
  /** When the last thing of any kind happened, by `performance.now()`. */
  lastMs = performance.now();
  /** The longest time between what the service did and what came before it. */
  longestMs = 0;
  #wake: () => void = () => undefined;

  /** Something was let go or sent. */
  released(): void {
    this.lastMs = performance.now();
    this.#wake();
  }

  /** The service or the database did something. */
  moved(): void {
    this.longestMs = Math.max(this.longestMs, this.silentMs);
    this.released();
  }

  /** Something came to its end. */
  completed(): void {
    this.completions++;
    this.moved();
  }

  /** Resolves at the next event, or after `ms`. */
  next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wake = done;
    });
  }

  /** For how long nothing has happened. */
  get silentMs(): number {
    return performance.now() - this.lastMs;
  }
}

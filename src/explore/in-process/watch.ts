/** How long a client may be silent. */
export interface Silence {
  /** After this it waits for another client, if there is one that can go on. */
  readonly quietMs: number;
  /** After this it will never go on. */
  readonly stuckMs: number;
}

/** What is watched: how often something moved, and who is asked when nothing has. */
export interface Watched {
  readonly moves: number;
  quiet(isStuck: boolean): void;
}

/**
 * Sees silence without a timer for each step: it looks now and then whether anything has moved since. While steps follow each
 * other without a pause it never gets a turn and costs nothing.
 */
export class Watch {
  readonly #silence: Silence;
  readonly #timer: NodeJS.Timeout;
  #watched: Watched | undefined;
  #moves = -1;
  #quietSince = 0;

  constructor(silence: Silence) {
    this.#silence = silence;
    this.#timer = setInterval(() => {
      // What the poll for input and output brings comes before what it is taken for.
      setImmediate(() => {
        this.#look();
      });
    }, silence.quietMs / 2);
  }

  /** From now on it looks at this. */
  watch(watched: Watched): void {
    this.#watched = watched;
    this.#moves = -1;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const watched = this.#watched;
    if (watched === undefined) return;
    const now = performance.now();
    if (watched.moves !== this.#moves) {
      this.#moves = watched.moves;
      this.#quietSince = now;
    } else {
      const quietMs = now - this.#quietSince;
      if (quietMs >= this.#silence.quietMs) watched.quiet(quietMs >= this.#silence.stuckMs);
    }
  }
}

/** Works on one request at a time; of those that come meanwhile only the newest is kept, for those between are out of date. */
export class Newest<Request> {
  readonly #work: (request: Request) => Promise<void>;
  #isRunning = false;
  #next: { readonly request: Request } | undefined;

  constructor(work: (request: Request) => Promise<void>) {
    this.#work = work;
  }

  /** Takes a request; `work` must not reject. */
  take(request: Request): void {
    this.#next = { request };
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#next; next !== undefined; next = this.#next) {
      this.#next = undefined;
      await this.#work(next.request);
    }
    this.#isRunning = false;
  }
}

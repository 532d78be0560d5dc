/** So long a search counts as done: for all the sites of one trace, but not for a file that comes later. */
const KEPT_MS = 30_000;

/**
 * Searches by a file's name that are made once and not once per site: a trace names the same few files over and over, and
 * each search is a process of its own that walks through the workspace.
 */
export class Searches<File> {
  readonly #search: (name: string) => PromiseLike<readonly File[]>;
  readonly #now: () => number;
  readonly #made = new Map<string, { readonly atMs: number; readonly files: PromiseLike<readonly File[]> }>();

  constructor(
    search: (name: string) => PromiseLike<readonly File[]>,
    now: () => number = () => performance.now(),
  ) {
    this.#search = search;
    this.#now = now;
  }

  /** The files of that name, as they were at most half a minute ago; as they are now if `anew`. */
  filesNamed(name: string, anew: boolean): PromiseLike<readonly File[]> {
    const atMs = this.#now();
    const made = this.#made.get(name);
    if (made && !anew && atMs - made.atMs < KEPT_MS) return made.files;
    const files = this.#search(name);
    this.#made.set(name, { atMs, files });
    return files;
  }

  /** The places to search are others now. */
  forget(): void {
    this.#made.clear();
  }
}

import { StatementSites, type StatementSite } from '../../explore/sites/statement-sites.ts';
import { attemptsOf, type ColumnRoles, type RecordedAttempt } from '../../explore/tap/record/attempts.ts';
import type { RecordedRequest } from '../../explore/tap/record/request-groups.ts';
import { messageOf } from '../../core/words/errors.ts';
import type { Books } from '../../ingest/books/records.ts';
import { manifestPath, writeBooks } from '../books/manifest-file.ts';
import type { ReadBooks } from '../books/read-books.ts';
import { TapTrace, type PlacedAttempt } from './trace-file.ts';

/** The last request is searched for after an interruption too. */
const MOST_SEARCH_MS = 60_000;

/** How requests are recorded. */
export interface RecordingOptions {
  /** The trace; undefined where none is written. */
  readonly path: string | undefined;
  readonly roles: ColumnRoles;
  /** Reads the books of the store; undefined where no query says how. */
  readonly readBooks: (() => Promise<ReadBooks>) | undefined;
  /** The folder in which statements are searched for. */
  readonly sourceRoot: string;
  readonly say: (sentence: string) => void;
  readonly onRequest: (request: RecordedRequest, attempts: readonly PlacedAttempt[]) => void;
}

/** Requests that were seen by a tap, one after the other, as attempts with the books between them. */
export class Recording {
  readonly #options: RecordingOptions;
  readonly #trace: TapTrace | undefined;
  readonly #places = new Map<string, StatementSite>();
  #books: Books | undefined;
  #last: Promise<void> = Promise.resolve();
  #requests = 0;

  private constructor(options: RecordingOptions, originUs: number, books: Books | undefined) {
    this.#options = options;
    this.#books = books;
    this.#trace = options.path === undefined ? undefined : new TapTrace(options.path, originUs);
  }

  /** Reads the books and begins the trace. @throws Error with a sentence */
  static async begin(options: RecordingOptions, originUs: number): Promise<Recording> {
    const read = await options.readBooks?.();
    const recording = new Recording(options, originUs, read?.books);
    if (options.path !== undefined) {
      const scheme = read?.scheme ?? (options.roles.version === 'xmin' ? 'monotonic' : undefined);
      await writeBooks(manifestPath(options.path), {
        ...(read !== undefined && { before: read.books, after: read.books }),
        scheme,
      });
    }
    return recording;
  }

  /** Requests that are recorded. */
  get count(): number {
    return this.#requests;
  }

  /** Takes a request; those that come while the books are read wait for that. */
  add(request: RecordedRequest): void {
    this.#last = this.#last.then(() => this.#record(request));
  }

  /** Ends the trace when all of it is written. @throws Error if it cannot be */
  async end(): Promise<void> {
    await this.#last;
    const { path } = this.#options;
    this.#trace?.close();
    if (path !== undefined) await writeBooks(manifestPath(path), { complete: true });
  }

  async #record(request: RecordedRequest): Promise<void> {
    const { roles, path, say, onRequest } = this.#options;
    try {
      const before = this.#books;
      const after = (await this.#options.readBooks?.())?.books;
      this.#books = after;
      const attempts = attemptsOf(request, roles, before, after);
      const placed = await this.#placed(attempts);
      this.#requests++;
      this.#trace?.append(placed);
      if (path !== undefined && after !== undefined) await writeBooks(manifestPath(path), { after });
      if (request.isMixed)
        say(
          'transactions of several connections were open at once: what stands as one request may be several; send one at a time',
        );
      onRequest(request, placed);
    } catch (error) {
      say(`a request is not recorded: ${messageOf(error)}`);
    }
  }

  async #placed(attempts: readonly RecordedAttempt[]): Promise<readonly PlacedAttempt[]> {
    const texts = attempts.flatMap(({ readText, writeText }) => [readText, writeText]);
    const fresh = texts.filter((text) => text !== undefined && !this.#places.has(text)) as string[];
    if (fresh.length > 0) {
      const { sourceRoot } = this.#options;
      const found = await StatementSites.search(fresh, sourceRoot, AbortSignal.timeout(MOST_SEARCH_MS));
      for (const text of fresh) this.#places.set(text, found.siteOf(text));
    }
    const place = (text: string | undefined) => (text === undefined ? undefined : this.#places.get(text));
    return attempts.map((attempt) => ({
      attempt,
      read: place(attempt.readText),
      write: place(attempt.writeText),
    }));
  }
}

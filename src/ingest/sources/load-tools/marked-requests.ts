import type { JsonRecord } from '../../json-value.ts';
import type { ReadsName } from '../../source-format.ts';

/** Requests of a file without a marked one that are shown, for their names. */
const MOST_SHOWN = 20;

/**
 * Tells the requests that a load script has marked with a key from all others, such as a login. In a file without a marked one
 * the first are rows all the same, so that the reader can say which names there are.
 */
export class MarkedRequests {
  readonly #reads: ReadsName;
  #unmarked: JsonRecord[] | undefined = [];

  constructor(reads: ReadsName) {
    this.#reads = reads;
  }

  /** The row, if its request is marked. */
  rows(row: JsonRecord): readonly JsonRecord[] {
    const isMarked =
      row.inventory_key !== undefined ||
      Object.keys(row).some((name) => this.#reads(name) && row[name] !== '');
    if (isMarked) {
      this.#unmarked = undefined;
      return [row];
    }
    if (this.#unmarked !== undefined && this.#unmarked.length < MOST_SHOWN) this.#unmarked.push(row);
    return [];
  }

  /** What is shown of a file in which no request was marked. */
  end(): readonly JsonRecord[] {
    return this.#unmarked ?? [];
  }
}

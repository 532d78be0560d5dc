import { NONE } from '../words/codes.ts';

/** Shorter strings are never held as a view of a longer one, so there is nothing to detach. */
const SHORTEST_VIEW = 13;

/** Gives every distinct string one small number. */
export class StringInterner {
  readonly #indexes = new Map<string, number>();
  readonly #strings: string[] = [];

  /** The index of a string, the same for the same text; {@link NONE} for ''. */
  index(text: string): number {
    if (text === '') return NONE;
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const own = detached(text);
    const index = this.#strings.length;
    this.#strings.push(own);
    this.#indexes.set(own, index);
    return index;
  }

  /** All strings by index. */
  get strings(): readonly string[] {
    return this.#strings;
  }
}

/**
 * A copy of the text. A field cut from a chunk of the file is a view that keeps the whole chunk in memory; one such
 * field per chunk would hold the whole file.
 */
function detached(text: string): string {
  return text.length < SHORTEST_VIEW ? text : ` ${text}`.slice(1);
}

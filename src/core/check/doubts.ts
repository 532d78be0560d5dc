/** What can keep a verdict from being `ok` on a key although nothing is proved wrong. */
const DOUBTS = [
  'no-books',
  'untraced-write',
  'unchecked-write',
  'misnumbered-timeout',
  'regressed-store',
  'open-timeout',
  'unbalanced-timeout',
  'unbalanced-books',
  'unwritten-confirmation',
  'repeated-confirmation',
  'unread-writer',
] as const;
export type Doubt = (typeof DOUBTS)[number];

/** How often each doubt arose, and the first key with it, for a sentence that says both. */
export class DoubtCollector {
  readonly #doubts = new Map<Doubt, { count: number; keys: number; readonly example: string }>();

  /** Adds `count` cases on one key; none if it is 0. */
  add(doubt: Doubt, key: string, count = 1): void {
    if (count === 0) return;
    const known = this.#doubts.get(doubt);
    if (known === undefined) this.#doubts.set(doubt, { count, keys: 1, example: key });
    else {
      known.count += count;
      known.keys++;
    }
  }

  /** On how many keys a doubt arose. */
  keysWith(doubt: Doubt): number {
    return this.#doubts.get(doubt)?.keys ?? 0;
  }

  /** Cases, keys and the first key of each doubt that arose, in the order of {@link DOUBTS}. */
  *[Symbol.iterator](): Generator<{ doubt: Doubt; count: number; keys: number; example: string }> {
    for (const doubt of DOUBTS) {
      const known = this.#doubts.get(doubt);
      if (known !== undefined) yield { doubt, ...known };
    }
  }
}

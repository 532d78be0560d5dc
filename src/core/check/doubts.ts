/** What can keep a verdict from being `ok` on a key although nothing is proved wrong. */
const DOUBTS = [
  'no-books',
  'no-end-versions',
  'no-versions',
  'untraced-write',
  'unchecked-write',
  'deciding-attempt',
  'possible-error',
  'too-many-worlds',
  'misnumbered-timeout',
  'regressed-store',
  'restarted-version',
  'contradicted-refusal',
  'took-nothing',
  'open-units',
  'several-keys',
  'open-on-two-keys',
  'retry-without-sequel',
  'open-timeout',
  'repeated-confirmation',
] as const;
export type Doubt = (typeof DOUBTS)[number];

/** How often each doubt arose, and the first key with it, for a sentence that says both. */
export class DoubtCollector {
  readonly #doubts = new Map<
    Doubt,
    { count: number; keys: number; readonly example: string; readonly detail: string }
  >();

  /** Adds `count` cases on one key; none if it is 0. `detail` says which, of the first key. */
  add(doubt: Doubt, key: string, count = 1, detail = ''): void {
    if (count === 0) return;
    const known = this.#doubts.get(doubt);
    if (known === undefined) this.#doubts.set(doubt, { count, keys: 1, example: key, detail });
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
  *[Symbol.iterator](): Generator<{
    doubt: Doubt;
    count: number;
    keys: number;
    example: string;
    detail: string;
  }> {
    for (const doubt of DOUBTS) {
      const known = this.#doubts.get(doubt);
      if (known !== undefined) yield { doubt, ...known };
    }
  }
}

import type { JsonRecord } from '../../../../src/ingest/json-value.ts';

/** An attempt on one of a shop's keys, in no words yet. */
export interface ShopAttempt {
  readonly number: number;
  readonly id: string;
  readonly key: string;
  /** The version and the stock that it read. */
  readonly version: number;
  readonly left: number;
  readonly units: number;
  /** Whether it wrote, which is the version and one more. */
  readonly sold: boolean;
  /** Whether it came too late: another one wrote from the version that it read. */
  readonly late: boolean;
}

/** Attempts on these keys in turn, of which every fifth is late and every seventh is refused; each in words of its own. */
export function shop(
  keys: readonly string[],
  attempts: number,
  words: (attempt: ShopAttempt) => JsonRecord,
): readonly JsonRecord[] {
  const stock = new Map(keys.map((key, index) => [key, { left: 1000, version: 10 * (index + 1) }]));
  return Array.from({ length: attempts }, (_, number) => {
    const key = keys[number % keys.length]!;
    const now = stock.get(key)!;
    const late = number >= keys.length && number % 5 === 4;
    const sold = !late && number % 7 !== 6;
    const units = 1 + (number % 3);
    if (sold) stock.set(key, { left: now.left - units, version: now.version + 1 });
    const read = late ? { left: now.left + 1, version: now.version - 1 } : now;
    return words({ number, id: `r${String(1000 + number)}c`, key, ...read, units, sold, late });
  });
}

/** A time in milliseconds since 1970, later for each attempt. */
export function timeOf({ number }: Pick<ShopAttempt, 'number'>): number {
  return 1_796_099_051_804 + 13 * number;
}

/** Farther than this from the first time (142 years) a time is refused, so that moving the origin stays exact. */
const FARTHEST_US = 2 ** 52;

/** Turns absolute microseconds, possibly of 64 bits, into small numbers relative to one origin. */
export class TimeOrigin {
  #origin: bigint | undefined;
  /** The origin as a number where it is a safe integer, so that the usual clock costs no bigint per cell. */
  #plainOrigin = NaN;

  /** Microseconds since the origin, which the first time sets; undefined if that cannot be held exactly. */
  relative(us: number | bigint): number | undefined {
    if (typeof us === 'number' && !Number.isSafeInteger(us)) return undefined;
    if (this.#origin === undefined) {
      this.#origin = BigInt(us);
      this.#plainOrigin = Number.isSafeInteger(Number(us)) ? Number(us) : NaN;
    }
    const plain = typeof us === 'number' && !Number.isNaN(this.#plainOrigin);
    const distance = plain ? us - this.#plainOrigin : Number(BigInt(us) - this.#origin);
    return Math.abs(distance) <= FARTHEST_US ? distance : undefined;
  }

  /** The same for a time with a fraction, as close as a double comes. */
  relativeReal(us: number): number | undefined {
    if (!Number.isFinite(us)) return undefined;
    const whole = Math.floor(us);
    const distance = this.relative(BigInt(whole));
    return distance === undefined ? undefined : distance + (us - whole);
  }

  /** Forgets the origin; for when the only row that had a time was dropped. */
  reset(): void {
    this.#origin = undefined;
  }

  /** Moves the origin to the earliest time of these columns (NaN: no time) and returns it. */
  finish(columns: readonly Float64Array[]): bigint {
    let earliest = Infinity;
    for (const column of columns) for (const time of column) if (time < earliest) earliest = time;
    if (this.#origin === undefined || earliest === Infinity) return 0n;
    const shift = Math.floor(earliest);
    for (const column of columns) for (let row = 0; row < column.length; row++) column[row]! -= shift;
    return this.#origin + BigInt(shift);
  }
}

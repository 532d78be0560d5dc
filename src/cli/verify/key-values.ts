import { NONE } from '../../core/words/codes.ts';
import type { WalkedStep } from './key-walk.ts';
import type { TraceRows } from './trace-rows.ts';

/** What rows take by their own cells, and the value of a key's inventory from step to step; NaN where nothing says. */
export class KeyValues {
  readonly #trace: TraceRows;
  readonly #rows: readonly number[];
  readonly #hasUnits: boolean;
  readonly #at = new Map<number, number>(); // by version
  /** By version: what was read at it by the last attempt that does not repeat another. */
  readonly #found = new Map<number, number>();
  #value: number;

  /** `speaking` are those of the rows whose reads are of their own time. */
  constructor(
    trace: TraceRows,
    { rows, speaking }: { readonly rows: readonly number[]; readonly speaking: readonly number[] },
    initial: number,
    stocked: number | undefined,
  ) {
    this.#trace = trace;
    this.#rows = rows;
    const { readVersion, readValue } = trace.history;
    for (const row of speaking)
      if (!Number.isNaN(readValue[row]!)) this.#found.set(readVersion[row]!, readValue[row]!);
    this.#hasUnits = rows.some((row) => !Number.isNaN(this.#own(row)));
    this.#value = stocked ?? this.#firstRead(initial);
    this.#at.set(initial, this.#value);
  }

  /** Units of a row: its own, else the manifest's, else one if no row of the key says any. */
  units(row: number): number {
    const otherwise = this.#trace.facts?.unitsPerSuccess ?? (this.#hasUnits ? NaN : 1);
    return known(this.#own(row), otherwise);
  }

  /** The units that a step took; NaN where nothing says. */
  take({ row, writer, from, to, kind, current }: WalkedStep, left: number | undefined): number {
    const { readValue, writeValue } = this.#trace.history;
    const before = this.#value;
    let after: number;
    const found = left ?? this.#found.get(to);
    if (kind === 'untraced') after = found ?? NaN;
    else {
      const based = from === NONE ? NaN : from === current ? before : (this.#at.get(from) ?? NaN);
      const own = known(this.units(writer), this.units(row));
      const asked = known(own, 1);
      after = known(
        writeValue[row],
        writeValue[writer],
        Number.isNaN(own) ? found : NaN,
        known(readValue[writer], based) - asked,
        before - asked,
      );
    }
    this.#value = after;
    if (to >= current) this.#at.set(to, after);
    return before - after;
  }

  #own(row: number): number {
    const { units, readValue, writeValue } = this.#trace.history;
    return known(units[row], readValue[row]! - writeValue[row]!);
  }

  #firstRead(initial: number): number {
    const { readVersion, readValue, writeValue } = this.#trace.history;
    const first = this.#rows.find((row) => readVersion[row] === initial && !Number.isNaN(readValue[row]));
    if (first !== undefined) return readValue[first]!;
    // Without any value in the trace 0 is as good as another.
    return this.#rows.some((row) => !Number.isNaN(writeValue[row])) ? NaN : 0;
  }
}

/** The first of these numbers that is known. */
export function known(...numbers: readonly (number | undefined)[]): number {
  return numbers.find((each) => each !== undefined && !Number.isNaN(each)) ?? NaN;
}

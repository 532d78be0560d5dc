import { NONE } from '../../core/words/codes.ts';
import type { WalkedStep } from './key-walk.ts';
import type { TraceRows } from './trace-rows.ts';

/** What rows take by their own cells, and the value of a key's inventory from step to step; NaN where nothing says. */
export class KeyValues {
  readonly #trace: TraceRows;
  readonly #rows: readonly number[];
  readonly #hasUnits: boolean;
  readonly #at = new Map<number, number>(); // by version
  /** By version: the least that was read at it by attempts that do not repeat another. */
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
    for (const row of speaking) {
      const [version, value] = [readVersion[row]!, readValue[row]!];
      if (!Number.isNaN(value)) this.#found.set(version, Math.min(value, this.#found.get(version) ?? value));
    }
    this.#hasUnits = rows.some((row) => !Number.isNaN(this.#own(row)));
    this.#value = stocked ?? this.#firstRead(initial);
    this.#at.set(initial, this.#value);
  }

  /** Units of a row: its own, else the manifest's, else one if no row of the key says any. */
  units(row: number): number {
    const otherwise = this.#trace.facts?.unitsPerSuccess ?? (this.#hasUnits ? NaN : 1);
    return known(this.#own(row), otherwise);
  }

  /** Units of a write: those of its writer, else as the row says that stands for it; NaN where they are open. */
  ofWrite(row: number, writer: number): number {
    return known(this.#own(writer), this.#trace.history.units[row], this.units(writer));
  }

  /** What was read at a version; NaN where no attempt of its own time says. */
  found(version: number): number {
    return this.#found.get(version) ?? NaN;
  }

  /** The value that a write left, as any row says that names it; NaN without any. */
  written(row: number, writer: number, made: number): number {
    const { writeValue, writeVersion, requestId } = this.#trace.history;
    const stated = known(writeValue[row], writeValue[writer]);
    if (!Number.isNaN(stated)) return stated;
    const said = this.#rows
      .filter((each) => writeVersion[each] === made && requestId[each] === requestId[row])
      .map((each) => writeValue[each]!)
      .filter((value) => !Number.isNaN(value));
    return said.length === 0 ? NaN : Math.min(...said);
  }

  /** The units that a step took; NaN where nothing says. */
  take({ row, writer, from, to, kind, current }: WalkedStep, left: number | undefined): number {
    const { readValue } = this.#trace.history;
    const before = this.#value;
    let after: number;
    const found = left ?? this.#found.get(to);
    if (kind === 'untraced') after = found ?? NaN;
    else {
      const based = from === NONE ? NaN : from === current ? before : (this.#at.get(from) ?? NaN);
      const own = this.ofWrite(row, writer);
      const asked = known(own, 1);
      after = known(
        this.written(row, writer, to),
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

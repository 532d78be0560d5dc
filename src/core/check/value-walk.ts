import { countUpTo } from '../history/count-up-to.ts';
import { NONE } from '../words/codes.ts';
import { firstKnown } from '../worlds/units.ts';
import { STEP } from '../worlds/walk.ts';
import type { KeyInWorld } from './key-in-world.ts';

/** The value of the inventory along a walk. */
export class ValueWalk {
  readonly #of: KeyInWorld;
  /** By position in the chain: the value last written at that version; NaN where neither rows nor books say. */
  readonly #values: number[];
  #reads: ReadonlyMap<number, number> | undefined;
  /** Of versions without an order: the value last written at each. */
  readonly #byVersion = new Map<number, number>();
  #position = 0;
  #value: number;
  /** Whether neither rows nor books say what the last step took. */
  isOpen = false;

  constructor(of: KeyInWorld) {
    this.#of = of;
    this.#value = this.#initialValue();
    this.#values = [this.#value];
    if (!of.walk.isOrdered) this.#byVersion.set(of.walk.initialVersion, this.#value);
  }

  /** Applies a step and returns the units that it took; NaN where neither rows nor books say. */
  take(step: number): number {
    const { walk } = this.#of;
    const before = this.#value;
    this.isOpen = false;
    const isOutside = walk.kind[step] === STEP.untraced;
    const after = isOutside ? this.#found(walk.made[step]!) : this.#after(step);
    // A value that is not known follows from the one before and the units that the write asked for.
    this.#value = Number.isNaN(after) ? (isOutside ? NaN : before - this.#asked(step)) : after;
    if (!walk.isOrdered) this.#byVersion.set(walk.made[step]!, this.#value);
    const advanced = walk.made[step]! > walk.current[step]!;
    if (advanced) this.#position++;
    if (advanced || walk.made[step] === walk.current[step]) this.#values[this.#position] = this.#value;
    return before - this.#value;
  }

  /** Units that the write asked for; one where they are open. */
  #asked(step: number): number {
    const { walk, units } = this.#of;
    return firstKnown(units.ofWrite(walk.row[step]!, walk.maker[step]!), 1);
  }

  /** What was read at a version, or what the store ended with there. */
  #found(version: number): number {
    const { walk, books } = this.#of;
    if (version === walk.finalVersion && books.remaining !== undefined) return books.remaining;
    this.#reads ??= readsOf(this.#of);
    return this.#reads.get(version) ?? NaN;
  }

  #after(step: number): number {
    const { walk, history, units } = this.#of;
    const row = walk.row[step]!;
    const maker = walk.maker[step]!;
    const written = units.written(row, maker);
    if (!Number.isNaN(written)) return written;
    if (Number.isNaN(units.ofWrite(row, maker))) {
      const found = this.#found(walk.made[step]!);
      this.isOpen = Number.isNaN(found);
      if (!this.isOpen) return found;
    }
    return firstKnown(history.readValue[maker]!, this.#valueAt(walk.base[step]!)) - this.#asked(step);
  }

  #valueAt(version: number): number {
    const { chainVersion } = this.#of.walk;
    if (version === NONE) return NaN;
    if (!this.#of.walk.isOrdered) return this.#byVersion.get(version) ?? NaN;
    if (version === chainVersion[this.#position]) return this.#value;
    const position = countUpTo(chainVersion, version) - 1;
    return chainVersion[position] === version ? (this.#values[position] ?? NaN) : NaN;
  }

  /** The books' value, or the one that a row read at the initial version; without any value in the trace, 0 is as good. */
  #initialValue(): number {
    const { history, books, walk, rows } = this.#of;
    if (books.initial !== undefined) return books.initial;
    const { readVersion, readValue, writeValue } = history;
    let writes = false;
    for (const row of rows) {
      if (readVersion[row] === walk.initialVersion && !Number.isNaN(readValue[row]!)) return readValue[row]!;
      writes ||= !Number.isNaN(writeValue[row]!);
    }
    return writes ? NaN : 0;
  }
}

/** Version → the value that was read at it; the least where rows read different ones. */
export function readsOf({
  history,
  rows,
  isReplay,
}: Pick<KeyInWorld, 'history' | 'rows' | 'isReplay'>): Map<number, number> {
  const reads = new Map<number, number>();
  for (const row of rows) {
    const [version, value] = [history.readVersion[row]!, history.readValue[row]!];
    if (!Number.isNaN(value) && !isReplay(row) && !(reads.get(version)! <= value)) reads.set(version, value);
  }
  return reads;
}

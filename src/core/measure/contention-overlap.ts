import { NONE } from '../words/codes.ts';

/** When each row of a history held its key, in microseconds (NaN: unknown), and for which worker. */
export interface Windows {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly worker: Int32Array;
}

/** What overlapped on one key. */
export interface Overlap {
  /** Attempts that overlapped one of another worker. */
  readonly overlapped: number;
  /** Most workers at the same time; 0 if no attempt has a window. */
  readonly most: number;
}

/** Counts overlaps key by key. Windows that only touch do not overlap, and one without length overlaps nothing. */
export class OverlapCounter {
  readonly #windows: Windows;
  /** Attempts under way by worker; all 0 between two keys. */
  readonly #underWay: Uint32Array;

  /** @param workers all indexes in the column of workers are below this */
  constructor(windows: Windows, workers: number) {
    this.#windows = windows;
    this.#underWay = new Uint32Array(workers);
  }

  /** @param rows the attempts of one key, in any order */
  count(rows: Uint32Array): Overlap {
    const { from, to, worker } = this.#windows;
    const starting = rows
      .filter((row) => worker[row] !== NONE && from[row]! < to[row]!)
      .sort((a, b) => from[a]! - from[b]! || a - b);
    return { overlapped: this.#overlapped(starting), most: this.#most(starting) };
  }

  #overlapped(starting: Uint32Array): number {
    const { from, to, worker } = this.#windows;
    const reached = new Uint8Array(starting.length);
    // The latest end of all that began before, and the latest end among those of any other worker than that one's.
    let [latest, latestWorker, otherLatest] = [-Infinity, NONE, -Infinity];
    for (let at = 0; at < starting.length; at++) {
      const row = starting[at]!;
      const other = worker[row] === latestWorker ? otherLatest : latest;
      if (other > from[row]!) reached[at] = 1;
      if (worker[row] === latestWorker) latest = Math.max(latest, to[row]!);
      else if (to[row]! > latest) [latest, latestWorker, otherLatest] = [to[row]!, worker[row]!, latest];
      else otherLatest = Math.max(otherLatest, to[row]!);
    }
    // From the end: the next attempt to begin, and the next one of any other worker than that one's.
    let [next, nextOther] = [NONE, NONE];
    let overlapped = 0;
    for (let at = starting.length - 1; at >= 0; at--) {
      const row = starting[at]!;
      const other = next !== NONE && worker[next] === worker[row] ? nextOther : next;
      if (other !== NONE && from[other]! < to[row]!) reached[at] = 1;
      if (next !== NONE && worker[next] !== worker[row]) nextOther = next;
      next = row;
      overlapped += reached[at]!;
    }
    return overlapped;
  }

  #most(starting: Uint32Array): number {
    const { from, to } = this.#windows;
    const ending = starting.toSorted((a, b) => to[a]! - to[b]!);
    let [most, workers, over] = [0, 0, 0];
    for (const row of starting) {
      while (to[ending[over]!]! <= from[row]!) workers -= this.#change(ending[over++]!, -1);
      workers += this.#change(row, 1);
      most = Math.max(most, workers);
    }
    for (; over < ending.length; over++) this.#change(ending[over]!, -1);
    return most;
  }

  /** Begins or ends an attempt; 1 if its worker thereby began or ceased to be at work, else 0. */
  #change(row: number, by: 1 | -1): number {
    const worker = this.#windows.worker[row]!;
    const before = this.#underWay[worker]!;
    this.#underWay[worker] = before + by;
    return before === 0 || before + by === 0 ? 1 : 0;
  }
}

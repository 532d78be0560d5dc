/** Attempts of one track: the entries from `begin` up to `finish`, which do not overlap and ascend. */
export interface TrackSpan {
  readonly lane: number;
  readonly track: number;
  readonly begin: number;
  readonly finish: number;
}

/** Deeper than this an overlap is not drawn: what comes on top shares the last track. */
export const MAX_TRACKS = 128;

/**
 * Gives every attempt of one lane the first track that is free when it begins, so that no two overlap and as few tracks
 * as possible are used. Feed it in the order of `from`: a choice depends only on what came before, never on a window.
 */
export class TrackAllocator {
  /** Tracks in use as a heap by their last right edge, and tracks that are free again as a heap by number. */
  readonly #busy: number[] = [];
  readonly #free: number[] = [];
  readonly #from: number[] = [];
  readonly #to: number[] = [];

  /** How many tracks are used so far. */
  get used(): number {
    return this.#to.length;
  }

  /** The track for the attempt that reaches from `from` to `to`; attempts may touch but not overlap. */
  take(from: number, to: number): number {
    while (this.#busy.length > 0 && this.#endedBefore(this.#busy[0]!, from))
      push(this.#free, pop(this.#busy, this.#to), undefined);
    const track = this.#free.length > 0 ? pop(this.#free, undefined) : this.used;
    if (track >= MAX_TRACKS) {
      const last = MAX_TRACKS - 1;
      this.#to[last] = Math.max(this.#to[last]!, to);
      siftDown(this.#busy, this.#to, this.#busy.indexOf(last));
      return last;
    }
    this.#from[track] = from;
    this.#to[track] = to;
    push(this.#busy, track, this.#to);
    return track;
  }

  /** Two points at the same place would lie on top of each other, so only a stretch may touch what follows. */
  #endedBefore(track: number, from: number): boolean {
    const end = this.#to[track]!;
    return end < from || (end === from && this.#from[track]! < from);
  }
}

/** The heaps are ordered by `keys[item]`, or by the item itself. */
type Keys = readonly number[] | undefined;

function less(keys: Keys, a: number, b: number): boolean {
  return keys ? keys[a]! < keys[b]! : a < b;
}

function push(heap: number[], item: number, keys: Keys): void {
  let at = heap.push(item) - 1;
  while (at > 0) {
    const parent = (at - 1) >>> 1;
    if (!less(keys, item, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = item;
}

function pop(heap: number[], keys: Keys): number {
  const top = heap[0]!;
  const last = heap.pop()!;
  if (heap.length > 0) {
    heap[0] = last;
    siftDown(heap, keys, 0);
  }
  return top;
}

function siftDown(heap: number[], keys: Keys, from: number): void {
  const item = heap[from]!;
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && less(keys, heap[child + 1]!, heap[child]!)) child++;
    if (!less(keys, heap[child]!, item)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = item;
}

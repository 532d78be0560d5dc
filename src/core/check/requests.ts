import { NONE, RESULT } from '../history/history.ts';
import type { History } from '../history/history.ts';
import { compareBy, groupRows } from '../history/group.ts';

/** What a row is to its request; a row that is no success has no role. */
export const ROLE = {
  none: 0,
  /** A success that made a state transition: its write is in the walk. */
  transition: 1,
  /** A success that repeats an earlier confirmation. */
  replay: 2,
  /** The success of a request without any transition in a trace that records writes. */
  bare: 3,
  /** A success in a trace that does not record writes, and a later one of the same request, possibly a replay. */
  unrecorded: 4,
  repeated: 5,
} as const;

/** The successes of a request without a transition. */
interface Bare {
  /** In the order of their answers. */
  readonly rows: readonly [number, ...number[]];
  /** Whether an attempt of the same request on the same key timed out: then this may confirm what that one wrote. */
  readonly timedOut: boolean;
}

/** {@link Bare} while it is filled. */
type BareRows = Bare & { readonly rows: [number, ...number[]] };

/** The successes of the trace, request by request. */
export interface Requests {
  /** Codes of {@link ROLE} per row. */
  readonly role: Uint8Array;
  /** Whether the trace says what was written: an empty cell then means that nothing was. */
  readonly recordsWrites: boolean;
  /** A transition's row → the timed-out attempt of its request that did the write which the row only repeats. */
  readonly basis: ReadonlyMap<number, number>;
  /** The timed-out attempts of {@link basis}. */
  readonly repeatedTimeouts: ReadonlySet<number>;
  /** Of each request with several transitions, their rows; on one key in the order of their versions. */
  readonly duplicates: readonly (readonly number[])[];
  /** By key, then by request. */
  readonly bare: ReadonlyMap<number, ReadonlyMap<number, Bare>>;
}

/**
 * Sorts out, request by request, which successes are transitions, which repeat one, and which have none. `whole` says
 * that no row is missing: only then can a timed-out attempt be the one writer that is left.
 */
export function classifyRequests(history: History, whole: boolean): Requests {
  return new RequestClassifier(history, whole).classify();
}

/** The version that a row's write was based on: its own read, or that of the timed-out attempt which it repeats. */
export function baseVersion(history: History, requests: Requests, row: number): number {
  const basis = requests.basis.size === 0 ? undefined : requests.basis.get(row);
  return history.readVersion[basis ?? row]!;
}

/** A request that timed out more often than this is no request; looking further would be quadratic in its rows. */
const MOST_TIMEOUTS = 256;

class RequestClassifier implements Requests {
  readonly role: Uint8Array;
  readonly recordsWrites: boolean;
  readonly basis = new Map<number, number>();
  readonly repeatedTimeouts = new Set<number>();
  readonly duplicates: number[][] = [];
  readonly bare = new Map<number, Map<number, BareRows>>();
  readonly #history: History;
  readonly #whole: boolean;

  constructor(history: History, whole: boolean) {
    this.#history = history;
    this.#whole = whole;
    this.role = new Uint8Array(history.size);
    this.recordsWrites = history.columns.has('write_version') || !history.result.includes(RESULT.success);
  }

  classify(): Requests {
    const { result, requestId, strings } = this.#history;
    const matters = (row: number): boolean =>
      result[row] === RESULT.success || result[row] === RESULT.timeout;
    const { from, rows } = groupRows(requestId, strings.length, matters);
    for (let request = 0; request < strings.length; request++)
      if (from[request + 1]! > from[request]!)
        this.#classify(rows.subarray(from[request], from[request + 1]));
    return this;
  }

  #classify(rows: Uint32Array): void {
    const { result, writeVersion } = this.#history;
    const [writes, bare, timeouts]: [number[], number[], number[]] = [[], [], []];
    for (const row of rows)
      if (result[row] === RESULT.timeout) timeouts.push(row);
      else (writeVersion[row] === NONE ? bare : writes).push(row);
    if (!this.recordsWrites) this.#classifyUnrecorded(bare);
    else if (writes.length > 0) {
      this.#classifyWrites(writes, timeouts);
      // Whatever the request's other answers repeated, it was this request's transition.
      for (const row of bare) this.role[row] = ROLE.replay;
    } else if (bare.length > 0) this.#classifyBare(bare, timeouts);
  }

  #classifyUnrecorded(rows: readonly number[]): void {
    rows.forEach((row, index) => (this.role[row] = index === 0 ? ROLE.unrecorded : ROLE.repeated));
  }

  /** One transition per key and version; the other rows with that version repeat it. */
  #classifyWrites(rows: number[], timeouts: readonly number[]): void {
    const { inventoryKey, writeVersion, writeUs, endUs } = this.#history;
    if (rows.length > 1)
      rows.sort(
        (a, b) =>
          inventoryKey[a]! - inventoryKey[b]! ||
          writeVersion[a]! - writeVersion[b]! ||
          this.#nearness(b) - this.#nearness(a) ||
          // Of rows that read the same, the writer is the one that has a time of writing; else the first answer counts.
          compareBy(writeUs, a, b) ||
          compareBy(endUs, a, b) ||
          a - b,
      );
    const transitions = rows.filter((row, index) => {
      const before = rows[index - 1];
      return (
        before === undefined ||
        inventoryKey[before] !== inventoryKey[row] ||
        writeVersion[before] !== writeVersion[row]
      );
    });
    for (const row of rows) this.role[row] = ROLE.replay;
    for (const row of transitions) {
      this.role[row] = ROLE.transition;
      if (this.#whole) this.#findBasis(row, timeouts);
    }
    if (transitions.length > 1) this.duplicates.push(transitions);
  }

  /**
   * Which of several rows with one write version made it: the one whose read is nearest below. A service that repeats
   * an earlier answer may have read before that write (and lost), or after it, or not at all; only the writer read the
   * version just before.
   */
  #nearness(row: number): number {
    const read = this.#history.readVersion[row]!;
    return read < this.#history.writeVersion[row]! ? read : -2;
  }

  /**
   * A success that read nothing below what it says it wrote did not write it. If an attempt of the same request timed
   * out, that one did, and this row is the answer that reached the client at last.
   */
  #findBasis(row: number, timeouts: readonly number[]): void {
    const { readVersion, writeVersion, inventoryKey } = this.#history;
    const made = writeVersion[row]!;
    if (readVersion[row] !== NONE && readVersion[row]! < made) return;
    let nearest = NONE;
    for (const timeout of timeouts.slice(0, MOST_TIMEOUTS)) {
      const written = writeVersion[timeout]!;
      const read = readVersion[timeout]!;
      if (inventoryKey[timeout] !== inventoryKey[row] || read === NONE || read >= made) continue;
      // One attempt writes once.
      if (this.repeatedTimeouts.has(timeout)) continue;
      if (written !== NONE && written !== made) continue;
      if (nearest === NONE || read > readVersion[nearest]!) nearest = timeout;
    }
    if (nearest === NONE) return;
    this.basis.set(row, nearest);
    this.repeatedTimeouts.add(nearest);
  }

  #classifyBare(rows: number[], timeouts: readonly number[]): void {
    const { inventoryKey, requestId, endUs } = this.#history;
    if (rows.length > 1) rows.sort((a, b) => compareBy(endUs, a, b) || a - b);
    const timedOut = new Set(timeouts.map((timeout) => inventoryKey[timeout]));
    for (const row of rows) {
      const key = inventoryKey[row]!;
      const request = requestId[row]!;
      const ofKey = this.bare.get(key) ?? new Map<number, BareRows>();
      this.bare.set(key, ofKey);
      this.role[row] = ROLE.bare;
      const known = ofKey.get(request);
      if (known === undefined) ofKey.set(request, { rows: [row], timedOut: timedOut.has(key) });
      else known.rows.push(row);
    }
  }
}

/** What a row is to its request and key. */
export const ROLE = {
  /** It wrote nothing and repeats nothing: a refused attempt, or one that only looked. */
  none: 0,
  /** It stands for a transition: a write that was applied, with the version that it made. */
  transition: 1,
  /** A success or a timeout that repeats a transition of its request and key. */
  replay: 2,
  /** An attempt whose write may have been applied, as a version that no row says. */
  open: 3,
  /** A timed-out attempt that says it made the version which it read, or an earlier one. */
  misnumbered: 4,
  /** A success that says it made the version which it read. */
  unmoved: 5,
  /** A row that says in every cell what another says. */
  repeated: 6,
  /** An attempt that made a version which only other rows of its request name; one of those stands for the transition. */
  wrote: 7,
} as const;

/** The rows of one request on one key, where there is more to say of them than that one row made one write. */
export interface RequestCase {
  readonly request: number;
  readonly key: number;
  /** Rows that stand for its transitions. */
  readonly transitions: readonly number[];
  /** Successes without a write version, the first answer first. */
  readonly bare: readonly number[];
  /** Its attempts that may have been applied. */
  readonly open: readonly number[];
  /** The refusal that was the last word to it, where nothing told it success; NONE without one. */
  readonly refusal: number;
  /** Whether the refusal is known to be the last word. */
  readonly isLast: boolean;
}

/** A request that took on one key and again, by a later attempt, on another. */
export interface Detour {
  /** Of the key that was tried later and of the earlier one: a confirmed row, or one of an applied write. */
  readonly later: number;
  readonly earlier: number;
  /** How many of the two keys confirmed the request. */
  readonly confirmations: number;
}

/** What the request of an attempt of unknown outcome took on another key. */
export interface Elsewhere {
  readonly row: number;
  readonly isConfirmed: boolean;
  /** Whether the other key was tried later. */
  readonly isLater: boolean;
}

/** Attempts of unknown outcome on two keys, of a request that nothing is known to have taken for. */
export interface OpenDetour {
  readonly later: number;
  readonly earlier: number;
}

/** Requests that were made again on another key than before. */
export interface Detours {
  readonly settled: readonly Detour[];
  /** By attempt of unknown outcome: if it was applied, its request took twice. */
  readonly ifApplied: ReadonlyMap<number, Elsewhere>;
  /** By request. */
  readonly open: ReadonlyMap<number, readonly OpenDetour[]>;
}

/** The rows of a trace, sorted out request by request and key by key. */
export interface Requests {
  /** Codes of {@link ROLE} per row. */
  readonly role: Uint8Array;
  /** Of a row that stands for a transition, the row of the attempt that made it; mostly itself. */
  readonly maker: Int32Array;
  /** Of a row that stands for a transition, a success that told it; NONE if nothing did. */
  readonly teller: Int32Array;
  /** By key: transitions that attempts with different bases may have made, and all of these attempts. */
  readonly makers: ReadonlyMap<number, readonly (readonly [row: number, makers: readonly number[]])[]>;
  readonly cases: ReadonlyMap<number, readonly RequestCase[]>;
  readonly detours: Detours;
  /** Requests of several keys with a row that lacks its retry count. */
  readonly unordered: readonly number[];
  /** Refused rows that name a version. */
  readonly contradicted: readonly number[];
  /** `retry` rows that no further attempt of their request follows. */
  readonly withoutSequel: readonly number[];
  /** By key: confirmed requests that were told a refusal later, as the refusal and a success. */
  readonly contradictory: ReadonlyMap<number, readonly (readonly [number, number])[]>;
}

/** Rows that were delivered again, and count once. */
export function repeatedRows({ role }: Pick<Requests, 'role'>): number {
  return role.reduce((sum, each) => sum + Number(each === ROLE.repeated), 0);
}

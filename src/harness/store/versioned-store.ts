import type { VersionScheme } from '../../core/index.ts';

/** A record as the store holds it: how many units are left, and which version of the record says so. */
export interface Stored {
  readonly value: number;
  /** Grows at every write, by one where the store's scheme is sequential; only the store numbers it. */
  readonly version: number;
}

/** That a request got its unit, and by which transition of the record: what a repeat of the request is answered with. */
export interface Confirmation {
  readonly key: string;
  /** The version that the confirmed write was based on. */
  readonly readVersion: number;
  /** The version that it created. */
  readonly writeVersion: number;
  /** The units that it left. */
  readonly value: number;
}

/** What became of a conditional write. */
export type PutIfOutcome =
  | { readonly kind: 'written'; readonly version: number }
  /** The version had moved on; nothing was written. */
  | { readonly kind: 'refused' }
  /** The request had its unit already; nothing was written. */
  | { readonly kind: 'confirmed-before'; readonly confirmation: Confirmation };

/** What became of taking a unit. */
export type TakeOutcome =
  /** One unit is gone: the record as the write found it, and as it left it. */
  | { readonly kind: 'taken'; readonly before: Stored; readonly after: Stored }
  /** There was no unit to take; nothing was written. */
  | { readonly kind: 'nothing-left' }
  /** Others were faster, again and again; nothing was written. Only a store that cannot decrement by itself says so. */
  | { readonly kind: 'refused' }
  /** The request had its unit already; nothing was written. */
  | { readonly kind: 'confirmed-before'; readonly confirmation: Confirmation };

/**
 * A key-value store whose every record carries a version. A call that may or may not have taken effect rejects with
 * {@link StoreTimeoutError}; every other rejection means that nothing was written.
 */
export interface VersionedStore {
  /** How this store numbers versions; what the run's manifest says of it. */
  readonly versionScheme: VersionScheme;

  get(key: string): Promise<Stored | undefined>;

  /** Overwrites the record, whatever its version; resolves to the version that this write created. */
  put(key: string, value: number): Promise<number>;

  /**
   * Overwrites the record only if its version still is `version`. With `requestId`, the request's confirmation is
   * recorded in the same transaction, and a request that has one already writes nothing.
   */
  putIf(key: string, value: number, version: number, requestId?: string): Promise<PutIfOutcome>;

  /**
   * Takes one unit if there is one: a single conditional decrement, with no other write between its read and its
   * write. `requestId` is as in {@link putIf}.
   */
  take(key: string, requestId?: string): Promise<TakeOutcome>;

  /** The confirmation that {@link putIf} or {@link take} recorded for a request. */
  confirmationOf(requestId: string): Promise<Confirmation | undefined>;

  /** Writes that took effect since the last {@link load}, by the store's own numbering of them. */
  commits(): Promise<number>;

  /**
   * Replaces everything by these records, units by key, each at version 1 where the scheme is sequential. Not meant to
   * run while others write.
   */
  load(inventory: ReadonlyMap<string, number>): Promise<void>;

  /**
   * Removes all that this store holds and what it was held in, such as tables; a file stays. The store is of no use
   * afterwards.
   */
  drop(): Promise<void>;

  close(): Promise<void>;
}

/** The store's answer did not come, in time or at all: the call may or may not have taken effect. */
export class StoreTimeoutError extends Error {
  override readonly name = 'StoreTimeoutError';
}

/** A write to a key that the store does not have. */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';
  readonly key: string;

  constructor(key: string) {
    super(`the store has no record ${JSON.stringify(key)}`);
    this.key = key;
  }
}

import type { Stored } from '../store/versioned-store.ts';
import type { Attempt } from './attempt.ts';

/** Writes the decremented stock of an attempt; resolves to whether the client now holds a unit. */
export type Write = (stock: Stored, attempt: Attempt) => Promise<boolean>;

/** One way of building the service. All share the flow of `reserve`; they differ in these. */
export interface Variant {
  readonly name: string;
  readonly write: Write;
  /** How often a refused write is tried again before the client is told `conflict`. */
  readonly maxRetries: number;
  /** Whether a repeat of a confirmed request is answered with its first confirmation. */
  readonly idempotent: boolean;
}

import type { Stored } from '../store/versioned-store.ts';
import type { Attempt } from './attempt.ts';
import type { Result } from '../../core/words/codes.ts';

/** Writes the decremented stock of an attempt; resolves to whether the client now holds a unit. */
type Write = (stock: Stored, attempt: Attempt) => Promise<boolean>;

/** Takes a unit in one step of the store, and tells the client what came of it. */
type Take = (attempt: Attempt) => Promise<Result>;

interface Rules {
  readonly name: string;
  /** How often a refused write is tried again before the client is told `conflict`. */
  readonly maxRetries: number;
  /** Whether a repeat of a confirmed request is answered with its first confirmation. */
  readonly idempotent: boolean;
}

/** A service that reads, decides and writes. All such share the flow of `reserve`; they differ in these. */
export interface ReadWriteVariant extends Rules {
  readonly write: Write;
}

/** A service that leaves the decision to the store. */
interface TakeVariant extends Rules {
  readonly take: Take;
}

/** One way of building the service. */
export type Variant = ReadWriteVariant | TakeVariant;

import type { Footprint } from '../search/footprint.ts';
import { START } from '../search/runner.ts';
import type { Unit } from '../tap/unit.ts';
import type { Answer } from './request.ts';

/** A unit that waits for its turn. */
export interface HeldUnit {
  readonly unit: Unit;
  readonly release: () => void;
  /** What names it in every run. */
  readonly label: string;
  readonly footprint: Footprint | undefined;
}

/**
 * What is known of one request. It holds facts alone; where the client stands follows from them whenever it is asked, since a
 * statement may arrive while something else is awaited.
 */
export class Client {
  readonly name: string;
  readonly traceparent: string;
  isStarted = false;
  answer: Answer | undefined;
  /** Steps in the order of their arrival. */
  readonly held: HeldUnit[] = [];
  /** Forwarded and not done. */
  readonly outstanding = new Set<Unit>();
  /** The shapes of the steps that have arrived. */
  readonly shapes: string[] = [];
  /** The text of the step that was last let go. */
  lastLabel = START;
  /** Steps that were let go, `start` included where it is one. */
  taken = 0;
  /** Since when it has waited for nothing that was seen, by `performance.now()`. */
  freeSinceMs = 0;
  /** Steps that arrived after the answer. */
  late = 0;

  constructor(name: string) {
    this.name = name;
    this.traceparent = `00-${randomHex(16)}-${randomHex(8)}-01`;
  }

  /** Whether it may be the client that a new unit is of: it waits for nothing that has been seen. */
  get canSend(): boolean {
    return this.isStarted && this.held.length === 0 && this.outstanding.size === 0;
  }
}

function randomHex(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex');
}

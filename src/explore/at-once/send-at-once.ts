import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from '../../ingest/config/requests.ts';
import { holdCall, type CallOutcome, type HeldCall } from './held-call.ts';
import type { Hold } from './held-socket.ts';

/** How calls are held back. */
export interface Holding {
  readonly hold: Hold;
  /** For how long all of them are held when the last one has been sent: the service reads and routes them meanwhile. */
  readonly holdMs: number;
  /** Ends the round: what has no answer by then has none. */
  readonly signal: AbortSignal;
}

/** A call that was released together with others. */
interface ReleasedCall {
  readonly outcome: CallOutcome;
  /** Whether the service had answered before the end was sent, so that it was not at once with the others. */
  readonly isEarly: boolean;
}

/** Calls that were sent at once. */
export interface Volley {
  readonly calls: readonly ReleasedCall[];
  /** When they were released, in milliseconds of `performance.now()`. */
  readonly releasedMs: number;
}

/**
 * Sends several calls, each on a connection of its own: first all of each but its end; when every one has been sent so far, all
 * ends at once. @throws NotConnectedError if the service cannot be reached; then none is released
 */
export async function sendAtOnce(calls: readonly Call[], { hold, holdMs, signal }: Holding): Promise<Volley> {
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  let held: readonly HeldCall[];
  try {
    held = await Promise.all(calls.map((call) => holdCall(call, hold, both)));
    await sleep(holdMs, undefined, { signal }).catch(() => undefined);
  } catch (error) {
    stop.abort();
    throw error;
  }
  const early = held.map(({ isOver }) => isOver);
  const releasedMs = performance.now();
  // Nothing comes between two of them: this loop waits for nothing.
  for (const call of held) call.release();
  const outcomes = await Promise.all(held.map(({ outcome }) => outcome));
  return { calls: outcomes.map((outcome, at) => ({ outcome, isEarly: early[at]! })), releasedMs };
}

import { AsyncLocalStorage } from 'node:async_hooks';

/** What takes the steps of the code that runs within it. */
export interface StepTaker {
  /** Holds a step until its turn, then performs it; resolves and rejects as the action does. */
  take<T>(name: string, action: () => T | PromiseLike<T>): Promise<T>;
}

/** Who takes the steps of a piece of code: of clean runs one after the other, without a new context for each. */
export interface Seat {
  taker: StepTaker | undefined;
  /** Runs code so that its steps, and those of all that it begins, are taken here. */
  readonly run: <T>(code: () => T) => T;
}

/** By a name of the process, so that the package of the user's project and the one that explores it mean the same. */
const KEY = Symbol.for('race-trace/explore/seat');

const seats = registry();

function registry(): AsyncLocalStorage<Seat> {
  const shared = globalThis as unknown as { [KEY]: AsyncLocalStorage<Seat> | undefined };
  return (shared[KEY] ??= new AsyncLocalStorage<Seat>());
}

/** A seat that has no taker yet. */
export function newSeat(): Seat {
  const seat: Seat = { taker: undefined, run: (code) => within(code) };
  const within = seats.run(seat, () => AsyncLocalStorage.snapshot());
  return seat;
}

/** What takes the steps of the code that asks; undefined outside an exploration. */
export function stepTaker(): StepTaker | undefined {
  return seats.getStore()?.taker;
}

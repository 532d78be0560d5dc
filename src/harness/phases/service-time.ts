import { utilisation, workersNeeded } from '../../core/measure/screens.ts';
import { machineClock, openGate } from '../service/ports.ts';
import { answer } from '../service/answer.ts';
import type { Variant } from '../service/variant.ts';
import type { VersionedStore } from '../store/versioned-store.ts';

const TRIALS = 100;
const KEY = 'calibration';
/** Above this share of busy time, queues grow quickly at every small burst. */
const MOST_BUSY = 0.7;

/** What the capacity screen says of a service before it is loaded. */
export interface Capacity {
  /** Mean time of one reservation on the store, without HTTP, in milliseconds. */
  readonly serviceMs: number;
  readonly workers: number;
  /** Predicted share of the time that a worker is busy. */
  readonly utilisation: number;
}

/**
 * Measures how long a reservation takes and asks the capacity screen for workers; two at least, since one alone cannot
 * race. What the store held is gone afterwards.
 * @param workers how many there are to be, if that is decided already
 */
export async function screenCapacity(
  store: VersionedStore,
  variant: Variant,
  rate: number,
  workers?: number,
): Promise<Capacity> {
  await store.load(new Map([[KEY, TRIALS]]));
  const ports = { store, clock: machineClock, gate: openGate, workerId: KEY, deployment: KEY };
  const startUs = machineClock();
  for (let trial = 0; trial < TRIALS; trial++) {
    const request = {
      id: `${KEY}-${trial}`,
      key: KEY,
      clientId: KEY,
      dueUs: machineClock(),
      attemptsBefore: 0,
    };
    await answer(request, variant, ports);
  }
  const serviceMs = (machineClock() - startUs) / 1000 / TRIALS;
  const enough = workers ?? Math.max(2, workersNeeded(rate, serviceMs, MOST_BUSY));
  return { serviceMs, workers: enough, utilisation: utilisation(rate, serviceMs, enough) };
}

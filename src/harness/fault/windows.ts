import { randomFor } from '../random.ts';
import type { FaultName, FaultRate } from './faults.ts';
import type { Kill } from './worker-killer.ts';

/** A stretch of time in which one fault strikes; microseconds of the run's clock, or since the run's beginning. */
export interface FaultWindow extends FaultRate {
  readonly fromUs: number;
  /** Not itself in the window. */
  readonly toUs: number;
}

/** Share of a fault's part of the run that is calm, half before its window and half after. */
const CALM = 0.4;

/** One window for each fault, one after another and equally long, with calm before, between and after them. */
export function faultWindows(
  faults: readonly FaultRate[],
  durationS: number,
  originUs: number,
): readonly FaultWindow[] {
  const partUs = (durationS * 1e6) / faults.length;
  return faults.map(({ fault, rate }, index) => ({
    fault,
    rate,
    fromUs: originUs + Math.round((index + CALM / 2) * partUs),
    toUs: originUs + Math.round((index + 1 - CALM / 2) * partUs),
  }));
}

/** The window that is open at a moment. */
export function openAt(windows: readonly FaultWindow[], us: number): FaultWindow | undefined {
  return windows.find(({ fromUs, toUs }) => fromUs <= us && us < toUs);
}

/** The first window that was open at any time between two moments. */
export function openDuring(
  windows: readonly FaultWindow[],
  startUs: number,
  endUs: number,
): FaultWindow | undefined {
  return windows.find(({ fromUs, toUs }) => fromUs <= endUs && startUs < toUs);
}

/**
 * Whether a fault strikes a delivery of a request. That depends on the seed, on when the request was due and on how often
 * it was delivered before, and on nothing that happens during the run.
 */
export function strikes(
  window: FaultWindow | undefined,
  fault: FaultName,
  delivery: { readonly seed: number; readonly requestId: string; readonly before: number },
): boolean {
  if (window?.fault !== fault) return false;
  const { seed, requestId, before } = delivery;
  return randomFor(seed, `${fault} ${requestId} ${before}`)() < window.rate;
}

/** When workers are killed, ascending: one kill at a random moment of every `1 / rate` seconds, and at least one. */
export function killTimes(windows: readonly FaultWindow[], seed: number): readonly Kill[] {
  const random = randomFor(seed, 'kill times');
  return windows
    .filter(({ fault }) => fault === 'worker-kill')
    .flatMap(({ fromUs, toUs, rate }) => {
      const kills = Math.max(1, Math.round(((toUs - fromUs) / 1e6) * rate));
      const partUs = (toUs - fromUs) / kills;
      return Array.from({ length: kills }, (_, index) => ({
        atUs: Math.round(fromUs + (index + random()) * partUs),
        untilUs: toUs,
      }));
    });
}

/** Screens: formulas that say before a run what to expect of it, under assumptions that each states. */

/**
 * The share of the time that a worker is busy, ρ = λ·S / m, if the workers share all requests evenly. At 1 and above the
 * queue grows without end.
 * @param arrivalRatePerS λ, requests per second
 * @param serviceMs S, mean time that one request keeps a worker busy
 * @param workers m, requests that can be served at the same time
 */
export function utilisation(arrivalRatePerS: number, serviceMs: number, workers: number): number {
  return (arrivalRatePerS * serviceMs) / 1000 / workers;
}

/** The least number of workers, at least one, whose utilisation is not above `most`. */
export function workersNeeded(arrivalRatePerS: number, serviceMs: number, most: number): number {
  return Math.max(1, Math.ceil(utilisation(arrivalRatePerS, serviceMs, 1) / most));
}

/**
 * Storage attempts per request when each attempt is refused with probability `p`, independently of the others: with at
 * most `attempts` of them (1 − pⁿ) / (1 − p), without a bound 1 / (1 − p).
 */
export function retryAmplification(p: number, attempts = Infinity): number {
  if (p === 1) return attempts;
  return (1 - p ** attempts) / (1 - p);
}

/**
 * Attempts per request where only a share of the requests writes at all, each write refused with probability `p`: those that
 * do not write make one attempt each.
 */
export function predictedAttempts(writingShare: number, p: number, attempts = Infinity): number {
  return 1 + writingShare * (retryAmplification(p, attempts) - 1);
}

/** Units that were confirmed but not there, as a share of those that were confirmed; none of a mismatch beside no confirmation. */
export function invariantErrorRate(mismatch: number, confirmed: number): number | undefined {
  if (mismatch === 0) return 0;
  return confirmed === 0 ? undefined : mismatch / confirmed;
}

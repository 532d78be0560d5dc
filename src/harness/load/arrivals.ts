import { durationIn } from '../../core/words/duration.ts';
import type { Random } from '../random.ts';

/** At the start of every period the rate is multiplied for a while. */
export interface Burst {
  readonly factor: number;
  readonly lengthS: number;
  readonly periodS: number;
}

/** When requests arrive; open: they do not wait for the service. */
export interface ArrivalOptions {
  /** Requests per second outside bursts. */
  readonly rate: number;
  readonly durationS: number;
  /** `poisson`: of clients that do not know of each other; `constant`: evenly spaced. */
  readonly arrivals: 'poisson' | 'constant';
  readonly burst?: Burst;
}

/** Reads `3x:2s/30s`: three times the rate in the first two of every thirty seconds, or of any other two durations. @throws Error on anything else */
export function parseBurst(text: string): Burst {
  const [, factor, length = '', period = ''] = /^(\d+(?:\.\d+)?)x:([^/]+)\/([^/]+)$/.exec(text) ?? [];
  const [lengthS, periodS] = [durationIn('s', length), durationIn('s', period)];
  if (lengthS === undefined || periodS === undefined || Number(factor) === 0)
    throw new Error('a burst is written FACTORx:LENGTH/PERIOD, such as 3x:2s/30s');
  if (lengthS > periodS) throw new Error('a burst cannot be longer than its period');
  return { factor: Number(factor), lengthS, periodS };
}

/** The times at which requests are due, ascending whole microseconds from the start of the run. */
export function arrivalTimes(options: ArrivalOptions, random: Random): Float64Array {
  const expected = requestsUntil(options.durationS, options);
  const times: number[] = [];
  // Arrivals are drawn where one is expected per unit, and this axis is then stretched to the time axis. Constant
  // arrivals stand in the middle of their unit, so that rounding loses none at either end.
  let at = options.arrivals === 'constant' ? 0.5 : exponential(random);
  while (at < expected) {
    times.push(Math.floor(timeOf(at, options) * 1e6));
    at += options.arrivals === 'constant' ? 1 : exponential(random);
  }
  return Float64Array.from(times);
}

function exponential(random: Random): number {
  return -Math.log(1 - random());
}

/** Requests that are expected in the first `seconds`. */
export function requestsUntil(
  seconds: number,
  { rate, burst }: Pick<ArrivalOptions, 'rate' | 'burst'>,
): number {
  if (burst === undefined) return rate * seconds;
  const periods = Math.floor(seconds / burst.periodS);
  const rest = seconds - periods * burst.periodS;
  const inBursts = periods * burst.lengthS + Math.min(rest, burst.lengthS);
  return rate * (seconds + (burst.factor - 1) * inBursts);
}

/** The second at which `requests` are expected to have arrived: the inverse of {@link requestsUntil}. */
function timeOf(requests: number, { rate, burst }: Pick<ArrivalOptions, 'rate' | 'burst'>): number {
  if (burst === undefined) return requests / rate;
  const perPeriod = requestsUntil(burst.periodS, { rate, burst });
  const perBurst = rate * burst.factor * burst.lengthS;
  const periods = Math.floor(requests / perPeriod);
  const rest = requests - periods * perPeriod;
  const within = rest < perBurst ? rest / (rate * burst.factor) : burst.lengthS + (rest - perBurst) / rate;
  return periods * burst.periodS + within;
}

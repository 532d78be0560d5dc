import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Everything random of a trace, from one seed. */
export class Draw {
  readonly #generator;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  /** An integer of [from, to]. */
  integer(from: number, to: number): number {
    return uniformInt(this.#generator, from, to);
  }

  /** Microseconds until the next of arrivals that do not know of each other, `perSecond` of them on average. */
  gapUs(perSecond: number): number {
    return (-Math.log(1 - uniformFloat64(this.#generator)) / perSecond) * 1e6;
  }

  /** A latency as servers have them: mostly near `typicalUs`, now and then several times that. */
  latencyUs(typicalUs: number): number {
    const usual = typicalUs * (0.75 + 0.5 * uniformFloat64(this.#generator));
    const rare = uniformFloat64(this.#generator) ** 40;
    return Math.round(usual * (1 + 6 * rare));
  }
}

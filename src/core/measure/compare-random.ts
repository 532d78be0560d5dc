/** Draws a whole number from 0 to `below` − 1, each as likely as any other up to one part in 2³². */
export type Draw = (below: number) => number;

/**
 * A stream of draws that follows from the seed alone: splitmix32, a counter in steps of the golden ratio whose bits are
 * mixed by two multiplications. Its period of 2³² is far more than a bootstrap draws.
 */
export function drawsFrom(seed: number): Draw {
  let state = (seed ^ Math.floor(seed / 2 ** 32)) | 0;
  return (below) => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return Math.floor((((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32) * below);
  };
}

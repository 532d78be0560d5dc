/** The values at these positions, in their order. Loops, since half a million entries are gathered for every index. */
export function gather(values: Float64Array, positions: ArrayLike<number>): Float64Array {
  const gathered = new Float64Array(positions.length);
  for (let i = 0; i < gathered.length; i++) gathered[i] = values[positions[i]!]!;
  return gathered;
}

/** The numbers 0, 1, 2, … */
export function upTo(length: number): Uint32Array {
  const numbers = new Uint32Array(length);
  for (let i = 0; i < length; i++) numbers[i] = i;
  return numbers;
}

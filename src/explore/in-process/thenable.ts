/** Whether a value is a promise, of whatever library. */
export function isThenable(value: unknown): value is PromiseLike<never> {
  return value !== null && typeof value === 'object' && 'then' in value && typeof value.then === 'function';
}

import { format } from 'd3';

/** `540,000`. */
export const count = format(',');

/** `1 attempt`, `1,204 attempts`; `many` where an s is not enough. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

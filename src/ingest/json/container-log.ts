import type { Json } from '../json-value.ts';

const MEMBERS: ReadonlySet<string> = new Set(['log', 'stream', 'time', 'attrs']);

/** The line that a container wrote, out of the object in which Docker's log files keep it; undefined for any other object. */
export function loggedLine(object: Readonly<Record<string, Json>>): string | undefined {
  const { log, stream } = object;
  if (typeof log !== 'string' || typeof stream !== 'string') return undefined;
  return Object.keys(object).every((key) => MEMBERS.has(key)) ? log : undefined;
}

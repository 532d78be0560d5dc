/** Whether this is `npm run test:long`, where what is generated is as much as is claimed. */
const IS_LONG = process.env.RACE_TRACE_LONG === '1';

/** How often a test repeats itself: seldom in `npm test`, which must stay short, and often in `npm run test:long`. */
export function repeats({ ordinary, long }: { readonly ordinary: number; readonly long: number }): number {
  return IS_LONG ? long : ordinary;
}

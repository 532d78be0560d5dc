import { endOf, firstOf } from '../../core/history/attempt-times.ts';
import { NONE, RESULT } from '../../core/words/codes.ts';
import type { TraceRows } from './trace-rows.ts';
import type { VerifiedKey } from './verified-key.ts';

/** Whether a success without a version, which cannot have written itself, was told before any write of its request began. */
export function isEarly({ history }: TraceRows, { rows, walks }: VerifiedKey): boolean {
  const { result, requestId, writeVersion } = history;
  const isBare = (row: number): boolean => result[row] === RESULT.success && writeVersion[row] === NONE;
  const steps = walks
    .flatMap((walk) => walk.steps)
    .filter(({ row, kind }) => kind !== 'untraced' && writeVersion[row] !== NONE);
  const stepsOf = Map.groupBy(steps, ({ row }) => requestId[row]!);
  return rows.filter(isBare).some((row) => {
    const own = stepsOf.get(requestId[row]!) ?? [];
    if (own.length === 0) return false;
    const isAfter = (other: number): boolean => firstOf(history, other) > endOf(history, row);
    // The steps say who wrote: the only one who can have, or one of several who settle what is open.
    return own.every(({ writer }) => writer !== row && isAfter(writer));
  });
}

/** Whether an applied write's request was last told a refusal, and never success. */
export function isFalselyRefused(trace: TraceRows, key: VerifiedKey): boolean {
  const { history } = trace;
  return refusedWrites(trace, key).some(([row, others]) =>
    others.every((other) => isLater(history, row, other)),
  );
}

/** Whether an applied write's request may have been last told a refusal: nothing orders its answers. */
export function mayBeFalselyRefused(trace: TraceRows, key: VerifiedKey): boolean {
  const { history } = trace;
  return refusedWrites(trace, key).some(
    ([row, others]) => !others.some((other) => isLater(history, other, row)),
  );
}

/** The refusals of requests that were applied and never told success, with the other rows of the request. */
function refusedWrites(
  { history }: TraceRows,
  { rows, ofRequest, walks }: VerifiedKey,
): readonly (readonly [row: number, others: readonly number[]])[] {
  const { result, requestId } = history;
  const applied = new Set(walks.flatMap(({ steps }) => steps.map(({ row }) => requestId[row] ?? NONE)));
  return rows.flatMap((row) => {
    const isRefusal = result[row] === RESULT.conflict || result[row] === RESULT.rejected;
    const own = ofRequest.get(requestId[row]!) ?? [];
    const isTold = own.some((each) => result[each] === RESULT.success);
    if (!isRefusal || !applied.has(requestId[row]!) || isTold) return [];
    return [[row, own.filter((each) => each !== row)] as const];
  });
}

/** Whether retry counts or the clock show one attempt of a request to be later than another; where they disagree, neither does. */
function isLater(history: TraceRows['history'], later: number, earlier: number): boolean {
  const [first, second] = [history.retryCount[earlier]!, history.retryCount[later]!];
  if (first === NONE || second === NONE || first === second)
    return firstOf(history, later) > endOf(history, earlier);
  return second > first && !(firstOf(history, earlier) > endOf(history, later));
}

/** Without versions: whether two requests took from the same value at the same time, where every attempt lowers it. */
export function takesTwice(
  { history, facts }: TraceRows,
  { rows, isVersioned, unitsOf }: VerifiedKey,
): boolean {
  const { readValue, requestId, result } = history;
  if (isVersioned) return false;
  const acts = rows.filter((row) => result[row] === RESULT.success || result[row] === RESULT.timeout);
  if (acts.some((row) => !(unitsOf(row) > 0))) return false;
  const told = rows.filter((row) => result[row] === RESULT.success && !Number.isNaN(readValue[row]!));
  const overlaps = (a: number, b: number): boolean =>
    firstOf(history, a) <= endOf(history, b) && firstOf(history, b) <= endOf(history, a);
  const ofValue = Map.groupBy(told, (row) => readValue[row]!);
  return [...ofValue.values()].some((readers) =>
    readers.some((a) =>
      readers.some(
        (b) => a < b && requestId[a] !== requestId[b] && (facts?.closed === true || overlaps(a, b)),
      ),
    ),
  );
}

/** A key of a request, as far as it matters to its others. */
interface OnKey {
  /** The least retry count; NaN where a row has none. */
  readonly tried: number;
  /** Whether a success or a step says that it took here, and whether that hangs on nothing that is open. */
  readonly took: boolean;
  readonly isCertain: boolean;
}

/** Of requests that took on a key and by a later attempt on another that no earlier one had named, whether that is certain. */
export function detours(trace: TraceRows, keys: readonly VerifiedKey[]): readonly { isCertain: boolean }[] {
  const onKeys = new Map<number, OnKey[]>();
  for (const key of keys) {
    const steps = key.walks.flatMap((walk) => walk.steps.filter(({ kind }) => kind !== 'untraced'));
    const stepped = new Set(steps.map(({ row }) => row));
    for (const [request, rows] of key.ofRequest) {
      const known = onKeys.get(request);
      const on = onKey(trace, key, rows, stepped);
      if (known === undefined) onKeys.set(request, [on]);
      else known.push(on);
    }
  }
  return [...onKeys.values()].flatMap((on) => {
    if (on.some(({ tried }) => Number.isNaN(tried))) return [];
    const took = on.filter((each) => each.took);
    const isDetour = (of: readonly OnKey[]): boolean => new Set(of.map(({ tried }) => tried)).size > 1;
    return isDetour(took) ? [{ isCertain: isDetour(took.filter(({ isCertain }) => isCertain)) }] : [];
  });
}

function onKey(
  { history, isWhole }: TraceRows,
  { isDecided }: VerifiedKey,
  rows: readonly number[],
  stepped: ReadonlySet<number>,
): OnKey {
  const { result, retryCount, writeVersion } = history;
  const wrote = rows.filter((row) => stepped.has(row));
  const isTold = rows.some((row) => result[row] === RESULT.success);
  const isNamed = wrote.some((row) => writeVersion[row] !== NONE);
  return {
    tried: rows.reduce(
      (least, row) => Math.min(least, retryCount[row] === NONE ? NaN : retryCount[row]!),
      Infinity,
    ),
    took: isTold || wrote.length > 0,
    // An attempt that names no version was applied for certain where no row that is missing can have written instead.
    isCertain: isTold || isNamed || (isDecided && isWhole && wrote.length > 0),
  };
}

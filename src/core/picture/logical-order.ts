import type { Analysis } from '../analysis.ts';
import { emptySteps } from './steps.ts';
import type { Steps } from './steps.ts';
import { countUpTo } from '../history/count-up-to.ts';
import { versionOrder } from './version-order.ts';
import type { VersionOrder } from './version-order.ts';
import { NONE, RESULT } from '../words/codes.ts';

/** Places within one slot of the order, which begins with its reads. A refused attempt is answered after the write that beat it. */
const SLOT = 4;
const WRITE = 2;
const AFTER = 3;
/** Steps of one attempt within one place. */
const STEPS = 4;

/**
 * The order of steps in a trace without times, as far as versions give one: a version is read after the write that made
 * it and before the write that replaced it; what versions leave open is in the order of the file. The numbers are
 * distinct and only their order means anything. A read or write is placed where the trace has its version.
 */
export function logicalOrder(analysis: Analysis, rows: ArrayLike<number>): Steps {
  const size = rows.length;
  const { readVersion, writeVersion, result } = analysis.history;
  const order = versionOrder(analysis, rows);
  const turn = new Int32Array(size).fill(NONE);
  order.entries.forEach((entry, index) => (turn[entry] = index));
  const steps = emptySteps(size);
  let current = 0;
  for (let i = 0; i < size; i++) {
    const row = rows[i]!;
    const at = (place: number, step: number): number => (place * size + i) * STEPS + step;
    const version = readVersion[row]!;
    const made = turn[i]!;
    const read = version === NONE ? undefined : SLOT * countUpTo(order.version, version);
    const write = made === NONE ? repeated(order, writeVersion[row]!) : SLOT * made + WRITE;
    const refused = result[row] === RESULT.conflict || result[row] === RESULT.retry;
    const begin = Math.min(read ?? write ?? current, write ?? Infinity);
    const answer = refused && read !== undefined ? read + AFTER : (read ?? begin);
    const done = Math.max(answer, write ?? begin);
    steps.start[i] = at(begin, 0);
    steps.service[i] = NaN;
    steps.read[i] = read === undefined ? NaN : at(read, 1);
    steps.write[i] = write === undefined ? NaN : at(write, 2);
    steps.end[i] = at(done, 3);
    current = done - (done % SLOT);
  }
  return steps;
}

/** The place of a write that made no version of its own, such as a replay's: after the one that made it. */
function repeated(order: VersionOrder, version: number): number | undefined {
  return version === NONE ? undefined : SLOT * Math.max(0, countUpTo(order.version, version) - 1) + AFTER;
}

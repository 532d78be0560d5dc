import type { Analysis } from '../analysis.ts';
import type { Steps } from './steps.ts';
import { countUpTo } from '../history/count-up-to.ts';
import { versionOrder } from './version-order.ts';
import { valueWritten } from '../history/names.ts';
import { NONE, ROW_FLAG, RESULT } from '../words/codes.ts';

/** The version changes of one key along the axis, ascending by place. */
export interface LadderIndex {
  readonly at: Float64Array;
  readonly row: Uint32Array;
  /** Positions of the stale links and of the bridged ones, ascending. */
  readonly stale: Uint32Array;
  readonly bridged: Uint32Array;
}

/** A write that is neither made no version that ever was the current one. */
const MADE = ROW_FLAG.inChain | ROW_FLAG.staleWrite;

/**
 * Builds the ladder of the walk. Versions decide the order of the chain, clocks do not: a link that a clock puts before the
 * one it follows is moved up to it. A stale write stands where it happened, and so does every write where versions have no
 * order. Where a key has none its values stand for them.
 */
export function indexLadder(analysis: Analysis, rows: Uint32Array, steps: Steps): LadderIndex {
  const { rowFlags, history } = analysis;
  const { links, isOrdered, wrong } = linksOf(analysis, rows);
  const isStale = (i: number): boolean => (rowFlags[rows[i]!]! & wrong) !== 0;
  const isBridged = (i: number): boolean => history.result[rows[i]!] === RESULT.timeout;
  const chain: Link[] = [];
  const apart: Link[] = [];
  let reached = -Infinity;
  for (const i of links) {
    const place = placeOf(steps, i, isBridged(i));
    if (isStale(i) || !isOrdered) apart.push({ i, at: place });
    else chain.push({ i, at: (reached = Math.max(reached, place)) });
  }
  const merged = merge(
    chain,
    apart.sort((a, b) => a.at - b.at),
  );
  const positions = (test: (i: number) => boolean): Uint32Array =>
    Uint32Array.from(merged.flatMap(({ i }, position) => (test(i) ? position : [])));
  return {
    at: Float64Array.from(merged, ({ at }) => at),
    row: Uint32Array.from(merged, ({ i }) => rows[i]!),
    stale: positions(isStale),
    bridged: positions(isBridged),
  };
}

/** The rows that made a version, by their positions; whether versions tell their order, and which flags say that one is wrong. */
interface Links {
  readonly links: readonly number[];
  readonly isOrdered: boolean;
  readonly wrong: number;
}

function linksOf(analysis: Analysis, rows: Uint32Array): Links {
  const { rowFlags, history, scheme } = analysis;
  const { readVersion, writeVersion, versions } = history;
  if (rows.every((row) => readVersion[row] === NONE && writeVersion[row] === NONE)) {
    const isWritten = (row: number): boolean =>
      (rowFlags[row]! & ROW_FLAG.idempotentReplay) === 0 && valueWritten(history, row) !== '';
    const links = [...rows.keys()].filter((i) => isWritten(rows[i]!));
    return { links, isOrdered: false, wrong: ROW_FLAG.error };
  }
  const links = versionOrder(analysis, rows).entries.filter((i) => rowFlags[rows[i]!]! & MADE);
  const isOpaque =
    scheme.scheme === 'opaque' || links.some((i) => versions.isOpaque(writeVersion[rows[i]!]!));
  return { links, isOrdered: !isOpaque, wrong: ROW_FLAG.staleWrite };
}

/** A link of the walk: position among the rows, and its place on the axis. */
interface Link {
  readonly i: number;
  readonly at: number;
}

/** Where the version came to be: at the write, else at the answer; after the read of a write that was never answered. */
function placeOf(steps: Steps, i: number, bridged: boolean): number {
  const write = steps.write[i]!;
  if (!Number.isNaN(write)) return write;
  const read = steps.read[i]!;
  return bridged && !Number.isNaN(read) ? read : steps.end[i]!;
}

/** Two ascending lists as one; the first goes first where both are in the same place. */
function merge(first: readonly Link[], second: readonly Link[]): Link[] {
  const merged: Link[] = [];
  let next = 0;
  for (const link of first) {
    while (next < second.length && second[next]!.at < link.at) merged.push(second[next++]!);
    merged.push(link);
  }
  return merged.concat(second.slice(next));
}

/** Those of the ascending `positions` that lie from `from` up to `to`, inclusive. */
export function within(positions: Uint32Array, from: number, to: number): Uint32Array {
  return positions.subarray(countUpTo(positions, from - 1), countUpTo(positions, to));
}

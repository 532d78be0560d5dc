import { LANE_SIGNS, signOfBin, type LaneSignName } from '../../src/core/words/lane-signs.ts';
import { SEVERITY } from '../../src/core/words/codes.ts';
import { barOf, signRadius, stepPoint, xOf, type Placed } from './frame.ts';

/** Signs that would cover each other, as one. */
interface SignGroup {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** How many attempts with an error it stands for; 0 where it warns. */
  readonly count: number;
  readonly name: LaneSignName;
  /** Where its count is written, to the right of the sign; 0 wide where it is one. */
  readonly labelWidth: number;
}

/** What is drawn of a crowd. */
export interface Crowd {
  readonly groups: readonly SignGroup[];
  /** Marks of which the sign of what is wrong is in a group. */
  readonly covered: ReadonlySet<number>;
}

/** One sign on its line, before it is known whether others are too near. */
export interface Item {
  readonly x: number;
  readonly count: number;
  /** The higher, the worse. */
  readonly severity: number;
  readonly name: LaneSignName;
  readonly marks: readonly number[];
}

/** Room between two signs, in CSS pixels. */
const APART = 2;

/**
 * Joins signs of one line that would cover each other, from left to right: no group, its count included, reaches into the
 * next. Counts are kept in sum.
 */
export function joined(
  items: readonly Item[],
  radius: number,
  widthOf: (count: number) => number,
): readonly (Item & { readonly labelWidth: number })[] {
  const groups: { first: number; last: number; parts: Item[] }[] = [];
  const end = ({ first, last, parts }: (typeof groups)[number]): number => {
    const count = countOf(parts);
    return (first + last) / 2 + radius + (count > 1 ? widthOf(count) : 0);
  };
  for (const item of [...items].sort((a, b) => a.x - b.x)) {
    groups.push({ first: item.x, last: item.x, parts: [item] });
    // What has grown to the right may reach what now is to its left, too.
    for (;;) {
      const [before, now] = [groups.at(-2), groups.at(-1)!];
      if (before === undefined) break;
      const left = (now.first + now.last) / 2 - radius;
      if (end(before) + APART <= left) break;
      groups.splice(-2, 2, { first: before.first, last: now.last, parts: [...before.parts, ...now.parts] });
    }
  }
  return groups.map(({ first, last, parts }) => {
    const worst = parts.reduce((a, b) => (b.severity > a.severity ? b : a));
    const count = countOf(parts);
    return {
      x: parts.length === 1 ? first : (first + last) / 2,
      count,
      severity: worst.severity,
      name: worst.name,
      marks: parts.flatMap(({ marks }) => marks),
      labelWidth: count > 1 ? widthOf(count) : 0,
    };
  });
}

function countOf(items: readonly Item[]): number {
  return items.reduce((sum, { count }) => sum + count, 0);
}

/** The signs of what is wrong beside the selected finding, those that would cover each other as one with a count. */
export function crowdOf(frame: Placed, widthOf: (count: number) => number): Crowd {
  const groups: SignGroup[] = [];
  const covered = new Set<number>();
  for (const { y, radius, items } of linesOf(frame))
    for (const group of joined(items, radius, widthOf)) {
      const { x, count, name, marks, labelWidth } = group;
      // A sign alone is drawn with its mark, where it has one.
      if (count === 1 && marks.length === 1) continue;
      groups.push({ x, y, radius, count, name, labelWidth });
      for (const mark of marks) covered.add(mark);
    }
  return { groups, covered };
}

interface LineOfSigns {
  readonly y: number;
  readonly radius: number;
  readonly items: readonly Item[];
}

function linesOf(frame: Placed): readonly LineOfSigns[] {
  return frame.slice.density === null ? linesOfMarks(frame) : linesOfBins(frame, frame.slice.density);
}

/** The sign of what is wrong with a mark, and where; undefined where nothing is, or where it is out of sight. */
function wrongSign(placed: Placed, mark: number): { name: LaneSignName; x: number } | undefined {
  const name = placed.index.signs[mark]!.find((one) => ['bad', 'possible'].includes(LANE_SIGNS[one].ink));
  if (name === undefined || barOf(placed, mark) === undefined) return undefined;
  const { step } = LANE_SIGNS[name];
  const at = step === undefined ? undefined : stepPoint(placed, mark, step);
  const { left, right } = placed.geometry;
  return at === undefined || at.x < left || at.x > right ? undefined : { name, x: at.x };
}

function linesOfMarks(frame: Placed): readonly LineOfSigns[] {
  const { slice, index, geometry } = frame;
  const items = new Map<number, Item[]>();
  for (let mark = 0; mark < slice.marks.row.length; mark++) {
    if (index.focus.has(slice.marks.row[mark]!)) continue;
    const wrong = wrongSign(frame, mark);
    if (wrong === undefined) continue;
    const line = index.lineOf[mark]!;
    const item = { ...wrong, count: 1, severity: SEVERITY.error, marks: [mark] };
    const known = items.get(line);
    if (known === undefined) items.set(line, [item]);
    else known.push(item);
  }
  return [...items].map(([line, ofLine]) => {
    const { barTop, barHeight } = geometry.lines[line]!;
    return { y: barTop + barHeight / 2, radius: signRadius(barHeight), items: ofLine };
  });
}

/** Where there are more attempts than pixels the bins know how many are wrong; the marks among them only where. */
function linesOfBins(
  frame: Placed,
  { bins, found, warned }: NonNullable<Placed['slice']['density']>,
): readonly LineOfSigns[] {
  const { slice, index, geometry } = frame;
  const [from, to] = slice.covers;
  const [start, width] = [xOf(frame, from), (xOf(frame, to) - xOf(frame, from)) / bins];
  const marksAt = new Map<number, number[]>();
  for (let mark = 0; mark < slice.marks.row.length; mark++) {
    if (index.focus.has(slice.marks.row[mark]!) || wrongSign(frame, mark) === undefined) continue;
    const begin = Math.floor(((slice.marks.start[mark]! - from) / (to - from)) * bins);
    const entry = slice.marks.lane[mark]! * bins + Math.max(0, Math.min(bins - 1, begin));
    marksAt.set(entry, [...(marksAt.get(entry) ?? []), mark]);
  }
  return index.lanes.map(({ lane, first }) => {
    const { barTop, barHeight } = geometry.lines[first]!;
    const items: Item[] = [];
    for (let bin = 0; bin < bins; bin++) {
      const entry = lane * bins + bin;
      const severity =
        found[entry]! > 0 ? SEVERITY.error : warned[entry]! > 0 ? SEVERITY.warning : SEVERITY.calm;
      const name = signOfBin(severity);
      const x = start + (bin + 0.5) * width;
      if (name === undefined || x < geometry.left || x > geometry.right) continue;
      const marks = marksAt.get(entry) ?? [];
      items.push({ x, count: found[entry]!, severity, name, marks });
    }
    return { y: barTop + barHeight / 2, radius: signRadius(barHeight), items };
  });
}
